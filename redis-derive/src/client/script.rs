//! Script: what a server runs by its name, and by its text where it does not know it yet.

/// A script, and the name under which a server keeps it: the SHA-1 of its text
/// (<https://redis.io/docs/latest/commands/evalsha/>).
pub(crate) struct Script {
    pub(crate) name: &'static str,
    /// What its text is made of.
    parts: &'static [&'static str],
}

impl Script {
    pub(crate) const fn new(name: &'static str, parts: &'static [&'static str]) -> Self {
        Self { name, parts }
    }

    pub(crate) fn text(&self) -> String {
        self.parts.concat()
    }

    /// Tells whether it calls commands of RedisJSON.
    pub(crate) fn is_of_redis_json(&self) -> bool {
        self.parts.iter().any(|part| part.contains("'JSON."))
    }
}
