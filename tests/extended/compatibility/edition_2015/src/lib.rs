//! A type derives in the edition of 2015, where paths begin at the root of the crate.

extern crate redis;
extern crate redis_derive;
extern crate serde;

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

/// A type with all that the derive writes.
#[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}:{gen}", ttl = "30m", paths)]
pub struct User {
    /// Its number.
    pub id: u64,
    /// A name that is a keyword from the edition of 2024 on.
    pub gen: u8,
    /// One more.
    pub active: bool,
}

#[test]
fn a_value_comes_back_and_has_its_key_and_its_paths() {
    use redis_derive::Keyed;

    let user = User { id: 42, gen: 7, active: true };
    let command = redis::cmd("SET").arg(user.key()).arg(&user).get_packed_command();
    assert!(command.ends_with(b"{\"id\":42,\"gen\":7,\"active\":true}\r\n"));
    let reply = redis::Value::BulkString(b"{\"id\":42,\"gen\":7,\"active\":true}".to_vec());
    assert_eq!(redis::from_redis_value::<User>(reply), Ok(user));
    assert_eq!(User::key_for(42, 7).as_str(), "user:42:7");
    assert_eq!(User::paths().active().to_string(), "$.active");
    assert_eq!(User::paths().gen().to_string(), "$.gen");
}
