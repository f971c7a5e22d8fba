//! What is more than a swap of names in a move from redis-macros: documents in YAML, as
//! `#[redis_serializer(...)]` writes them. This library writes JSON alone. So a type that is to
//! stay YAML is wrapped in [`Yaml`], and one that is to become JSON is read with [`load_migrating`]
//! for a while.
//!
//! `before` and `after` in `src/bin` are the swap itself.

use redis::{
    Commands, Connection, FromRedisValue, ParsingError, Pipeline, RedisResult, RedisWrite,
    ToRedisArgs, ToSingleRedisArg, Value,
};
use redis_derive::{DocumentPipeline, Key, from_redis_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value of any serde type, in and out of Redis as YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yaml<T>(pub T);

impl<T: Serialize> ToRedisArgs for Yaml<T> {
    fn write_redis_args<W: RedisWrite + ?Sized>(&self, out: &mut W) {
        let yaml = serde_norway::to_string(&self.0).expect("the value can be written as YAML");
        out.write_arg(yaml.as_bytes());
    }
}

impl<T: Serialize> ToSingleRedisArg for Yaml<T> {}

impl<T: DeserializeOwned> FromRedisValue for Yaml<T> {
    fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
        from_yaml(&String::from_redis_value(value)?).map(Self)
    }
}

/// The document at a key, if there is one. Where it was YAML it is JSON afterwards, with the expiry
/// that the key says, unless another client has changed it in between: then it is read again.
///
/// The connection must not be shared with anybody, as this is a `WATCH`.
///
/// Call it before each `load` and `update`, while programs with redis-macros are there. They read
/// the JSON, since nearly all JSON is YAML, and go on to write YAML. When the last of them is gone,
/// call it once for every key that `scan_keys` finds, and go back to `load`.
///
/// # Errors
///
/// Those of the client, and when the document is neither JSON nor YAML of a `T`. It stays as it is
/// then.
pub fn load_migrating<T>(con: &mut Connection, key: &Key<T>) -> RedisResult<Option<T>>
where
    T: Serialize + DeserializeOwned,
{
    // An error goes out as a value: returned as an error, it would leave the key watched, and the
    // next transaction on the connection might do nothing.
    redis::transaction(con, &[key], |con, pipe| Ok(migrate(con, pipe, key).transpose()))?
}

/// The document, or `None` where another client has changed it.
#[allow(clippy::option_option, reason = "what the transaction tells, of what is perhaps not there")]
fn migrate<T>(
    con: &mut Connection,
    pipe: &mut Pipeline,
    key: &Key<T>,
) -> RedisResult<Option<Option<T>>>
where
    T: Serialize + DeserializeOwned,
{
    let Some(text) = con.get::<_, Option<String>>(key)? else { return Ok(Some(None)) };
    // JSON first: most of it is YAML as well.
    if let Ok(value) = from_redis_json(text.as_bytes()) {
        return Ok(Some(Some(value)));
    }
    let value: T = from_yaml(&text)?;
    let written: Option<()> = pipe.save((key, &value))?.ignore().query(con)?;
    Ok(written.map(|()| Some(value)))
}

/// The parser's own error may quote the document, and would be in every log.
fn from_yaml<T: DeserializeOwned>(text: &str) -> Result<T, ParsingError> {
    serde_norway::from_str(text).map_err(|_| "the document is not the YAML that is expected".into())
}

/// What redis-macros does not take: a parameter that is not serializable, and a type that borrows.
/// Each is here as it compiles, and then as it does not.
///
/// ```
/// #[derive(serde::Deserialize, redis_macros::FromRedisValue)]
/// struct Id<T> { id: u64, #[serde(skip)] of: std::marker::PhantomData<T> }
/// struct NoSerde;
/// fn read(con: &mut redis::Connection) -> redis::RedisResult<Id<u8>> {
///     redis::Commands::get(con, "id")
/// }
/// ```
///
/// ```compile_fail
/// #[derive(serde::Deserialize, redis_macros::FromRedisValue)]
/// struct Id<T> { id: u64, #[serde(skip)] of: std::marker::PhantomData<T> }
/// struct NoSerde;
/// fn read(con: &mut redis::Connection) -> redis::RedisResult<Id<NoSerde>> {
///     redis::Commands::get(con, "id")
/// }
/// ```
///
/// ```
/// #[derive(serde::Deserialize, redis_macros::FromRedisValue)]
/// struct View { name: String }
/// ```
///
/// ```compile_fail
/// #[derive(serde::Deserialize, redis_macros::FromRedisValue)]
/// struct View<'a> { name: &'a str }
/// ```
#[cfg(doctest)]
mod not_with_redis_macros {}
