//! An example of a library that derives `RedisJson` on its public types, behind a feature of its
//! own.
//!
//! The chapter "Libraries and re-exports" of redis-derive's documentation explains each part.

use serde::{Deserialize, Serialize};

/// For [`document!`], whose types are in a crate that may depend on neither of these.
#[cfg(feature = "redis")]
#[doc(hidden)]
pub use {redis_derive, serde};

/// An account. With the feature `redis` it goes into Redis and comes back out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "redis", derive(redis_derive::RedisJson))]
pub struct Account {
    /// Its number.
    pub id: u64,
    /// Who it is of.
    pub owner: String,
}

/// Declares a struct of the application's that goes into Redis.
#[cfg(feature = "redis")]
#[macro_export]
macro_rules! document {
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        $(#[$attribute])*
        #[derive($crate::serde::Serialize, $crate::serde::Deserialize, $crate::redis_derive::RedisJson)]
        #[serde(crate = "accounts::serde")]
        #[redis_json(crate = "accounts::redis_derive")]
        $visibility struct $name { $($field: $type),* }
    };
}

/// A store of documents, on redis 1.x.
#[cfg(feature = "store")]
pub mod store {
    use redis_client::{Connection, RedisResult, cmd};
    use redis_derive::RedisJson;

    /// Replaces a document, and returns the one that was there.
    ///
    /// # Errors
    ///
    /// Those of the client, which include a value that does not serialize.
    pub fn replace<T: RedisJson>(
        con: &mut Connection,
        key: &str,
        value: &T,
    ) -> RedisResult<Option<T>> {
        cmd("SET").arg(key).arg(value.to_redis_json()?).arg("KEEPTTL").arg("GET").query(con)
    }
}
