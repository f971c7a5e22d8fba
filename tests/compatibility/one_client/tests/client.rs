//! A type derives for each client alone.

#[cfg(feature = "redis-0-27")]
use redis_0_27 as redis;
#[cfg(feature = "redis-0-32")]
use redis_0_32 as redis;
#[cfg(feature = "redis-1")]
use redis_1 as redis;
#[cfg(feature = "redis-2")]
use redis_2 as redis;

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

/// What a generic store asks for.
fn arguments<T: RedisJson>(value: &T) -> usize {
    redis::cmd("SET").arg("key").arg(value).args_iter().count()
}

#[test]
fn a_value_goes_in_and_comes_back() {
    assert_eq!(arguments(&User { id: 42 }), 3);
    let reply = redis::Value::BulkString(br#"{"id":42}"#.to_vec());
    assert_eq!(read(reply), User { id: 42 });
}

#[cfg(any(feature = "redis-1", feature = "redis-2"))]
fn read(reply: redis::Value) -> User {
    redis::from_redis_value(reply).unwrap()
}

#[cfg(any(feature = "redis-0-27", feature = "redis-0-32"))]
fn read(reply: redis::Value) -> User {
    redis::from_redis_value(&reply).unwrap()
}
