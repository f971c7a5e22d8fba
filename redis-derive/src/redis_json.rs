//! `RedisJson`, the trait that stands for everything the derive brings.

use crate::client;
use crate::conversion::decode::{Decode, from_redis_json};
use crate::conversion::encode::{Encode, to_redis_json};
use crate::errors::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A type that goes into Redis and comes back out as one JSON document.
///
/// `#[derive(RedisJson)]` makes a type one: with serde's two traits, it has those of each client that
/// is switched on. So this is all that a generic function has to ask for:
///
/// ```
/// use redis::{Commands, RedisResult};
/// use redis_derive::RedisJson;
/// # extern crate redis_1 as redis;
///
/// fn replace<T: RedisJson>(con: &mut redis::Connection, key: &str, value: &T) -> RedisResult<Option<T>> {
///     redis::cmd("SET").arg(key).arg(value).arg("GET").query(con)
/// }
/// ```
///
/// It cannot be implemented by hand: it is there for every type that has both directions. A type with
/// one of them, by `write_only`, `read_only` or a field that borrows, has the client's traits for
/// that direction and is not `RedisJson`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not go into Redis and come back out: it is not `RedisJson`",
    label = "needs `#[derive(RedisJson)]`",
    note = "add `#[derive(serde::Serialize, serde::Deserialize, redis_derive::RedisJson)]` to `{Self}`, \
            without `write_only` and `read_only`"
)]
pub trait RedisJson: Encode + Decode + Serialize + DeserializeOwned + client::Clients {
    /// Serializes the value, as [`to_redis_json`] does.
    ///
    /// # Errors
    ///
    /// Those of [`to_redis_json`].
    fn to_redis_json(&self) -> Result<Vec<u8>, Error>;

    /// Deserializes a value, as [`from_redis_json`] does.
    ///
    /// # Errors
    ///
    /// Those of [`from_redis_json`].
    fn from_redis_json(json: &[u8]) -> Result<Self, Error>;
}

#[diagnostic::do_not_recommend]
impl<T> RedisJson for T
where
    T: Encode + Decode + Serialize + DeserializeOwned + client::Clients,
{
    fn to_redis_json(&self) -> Result<Vec<u8>, Error> {
        to_redis_json(self)
    }

    fn from_redis_json(json: &[u8]) -> Result<Self, Error> {
        from_redis_json(json)
    }
}
