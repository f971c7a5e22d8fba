//! Script: a Lua script that a server runs by name, or by its text if it does not know the name
//! yet.

/// A script, and its [name](https://redis.io/docs/latest/commands/evalsha/) on a server: the SHA-1
/// of its text.
pub(crate) struct Script {
    pub(crate) name: &'static str,
    /// The parts of its text.
    parts: &'static [&'static str],
}

impl Script {
    pub(crate) const fn new(name: &'static str, parts: &'static [&'static str]) -> Self {
        Self { name, parts }
    }

    pub(crate) fn text(&self) -> String {
        self.parts.concat()
    }

    /// Tells whether the script calls commands of RedisJSON.
    pub(crate) fn is_of_redis_json(&self) -> bool {
        self.parts.iter().any(|part| part.contains("'JSON."))
    }
}
