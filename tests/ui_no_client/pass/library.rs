//! What works without a client: the derive, `RedisJson` and the functions.

use redis_derive::{Error, RedisJson, from_redis_json};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn copy<T: RedisJson>(value: &T) -> Result<T, Error> {
    from_redis_json(&value.to_redis_json()?)
}

fn main() {
    assert_eq!(copy(&User { id: 1 }).unwrap(), User { id: 1 });
}
