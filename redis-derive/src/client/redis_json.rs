//! `RedisJson`: the trait for everything that the derive implements.

use crate::client::majors::InAndOut;
use crate::conversion::decode::{Decode, from_redis_json};
use crate::conversion::encode::{Encode, to_redis_json};
use crate::errors::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A type that is written to Redis and read from Redis as one JSON document.
///
/// `#[derive(RedisJson)]` implements it. Such a type has serde's two traits, and the traits of each
/// enabled client. So a generic function needs no other bound:
///
/// ```
/// use redis::{Connection, RedisResult};
/// use redis_derive::RedisJson;
/// # extern crate redis_1 as redis;
///
/// fn replace<T: RedisJson>(con: &mut Connection, key: &str, value: &T) -> RedisResult<Option<T>> {
///     redis::cmd("SET").arg(key).arg(value.to_redis_json()?).arg("KEEPTTL").arg("GET").query(con)
/// }
/// #
/// # let server = test_server::Server::start_private(&[])?;
/// # let mut con = redis::Client::open(server.url())?.get_connection()?;
/// # #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
/// # struct User { id: u64 }
/// # assert_eq!(replace(&mut con, "user", &User { id: 1 })?, None);
/// # assert_eq!(replace(&mut con, "user", &User { id: 2 })?, Some(User { id: 1 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It cannot be implemented by hand: every type with both directions has it. A type with one
/// direction, by `write_only`, `read_only` or a field that borrows, has the client's traits for
/// that direction, and is not `RedisJson`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written to Redis and read back: it does not implement \
               `RedisJson`",
    label = "needs `#[derive(RedisJson)]`",
    note = "add `#[derive(serde::Serialize, serde::Deserialize, redis_derive::RedisJson)]` to \
            `{Self}`, without `write_only` and `read_only`"
)]
pub trait RedisJson: Encode + Decode + Serialize + DeserializeOwned + InAndOut {
    /// Serializes the value, as [`to_redis_json`] does.
    ///
    /// # Errors
    ///
    /// Those of [`to_redis_json`].
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::RedisJson;
    ///
    /// #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
    /// struct User { id: u64 }
    ///
    /// assert_eq!(User { id: 42 }.to_redis_json()?, br#"{"id":42}"#);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    fn to_redis_json(&self) -> Result<Vec<u8>, Error>;

    /// Deserializes a value, as [`from_redis_json`] does.
    ///
    /// # Errors
    ///
    /// Those of [`from_redis_json`].
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::RedisJson;
    ///
    /// #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
    /// struct User { id: u64 }
    ///
    /// assert_eq!(User::from_redis_json(br#"{"id": 42}"#)?, User { id: 42 });
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    fn from_redis_json(json: &[u8]) -> Result<Self, Error>;
}

#[diagnostic::do_not_recommend]
impl<T> RedisJson for T
where
    T: Encode + Decode + Serialize + DeserializeOwned + InAndOut,
{
    fn to_redis_json(&self) -> Result<Vec<u8>, Error> {
        to_redis_json(self)
    }

    fn from_redis_json(json: &[u8]) -> Result<Self, Error> {
        from_redis_json(json)
    }
}
