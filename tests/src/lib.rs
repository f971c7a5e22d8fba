//! What the integration tests share: types that derive, and a server.

mod heard;

pub use heard::Heard;
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use test_server::Server;
pub use test_server::{key, methods};

/// A document like those that applications store.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
pub struct User {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What it may do.
    #[serde(default)]
    pub roles: Vec<Role>,
}

impl User {
    /// A user whose name has in it what JSON escapes.
    #[must_use]
    pub fn new(id: u64) -> Self {
        Self { id, name: format!("Zoë \"{id}\"\r\n\0"), roles: vec![Role::Admin, Role::Team(7)] }
    }
}

/// An enum with serde's default representation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
pub enum Role {
    /// A unit variant.
    Admin,
    /// A newtype variant.
    Team(u32),
}

/// A newtype of a number, whose document is that number.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize, RedisJson)]
pub struct Number(pub f64);

/// A newtype of an integer.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, RedisJson,
)]
pub struct Count(pub i128);

/// A newtype of a boolean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
pub struct Flag(pub bool);

/// A struct in which nothing is required, so that serde would read it from `[]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[serde(default)]
pub struct Settings {
    /// A number.
    pub volume: u32,
    /// A map, which serde would read from a document nested in an array.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// A tuple struct, whose document is an array.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
pub struct Point(pub i32, pub i32);

/// A value that serde_json refuses, after it has written a part of it.
#[derive(Clone, Debug, Default, Serialize, RedisJson)]
#[redis_json(write_only)]
pub struct Unserializable {
    /// Written before the error.
    pub first: u8,
    /// The key is not a string.
    pub keys: BTreeMap<(u8, u8), u8>,
}

impl Unserializable {
    /// Such a value.
    #[must_use]
    pub fn new() -> Self {
        Self { first: 1, keys: BTreeMap::from([((1, 2), 3)]) }
    }
}

/// The URL of a server that the tests of this program share.
///
/// # Panics
///
/// When there is none; the message says what to do.
pub fn url() -> &'static str {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start().unwrap_or_else(|error| panic!("{error}"))).url()
}

/// The URL of a server with RedisJSON that the tests of this program share.
///
/// # Panics
///
/// When there is none; the message says what to do.
pub fn url_with_json() -> &'static str {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start_with_json().unwrap_or_else(|error| panic!("{error}"))).url()
}

/// Whether a server sets a key if its value is a given one, without a script.
///
/// # Panics
///
/// When it refuses for another reason.
pub fn knows_ifeq(con: &mut redis_1::Connection) -> bool {
    let set = redis_1::cmd("SET").arg(&["other", "1", "IFEQ", "0"]).query::<Option<String>>(con);
    set.map_err(|error| assert_eq!(error.code(), Some("ERR"))).is_ok()
}

/// Asserts that a value is written as this JSON.
///
/// # Panics
///
/// When it is not.
pub fn assert_written<T: redis_1::ToRedisArgs + redis_1::ToSingleRedisArg>(value: &T, json: &str) {
    assert_eq!(value.to_redis_args(), [json.as_bytes()]);
}

/// Asserts that a value is written as this JSON, and read back from it.
///
/// # Panics
///
/// When it is not.
pub fn assert_round_trip<T: RedisJson + PartialEq + std::fmt::Debug>(value: &T, json: &str) {
    assert_written(value, json);
    let reply = redis_1::Value::BulkString(json.into());
    assert_eq!(redis_1::from_redis_value_ref(&reply).as_ref(), Ok(value));
    assert_eq!(redis_1::from_redis_value(reply).as_ref(), Ok(value));
}
