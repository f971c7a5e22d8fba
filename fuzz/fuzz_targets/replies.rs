//! Bytes from a server, through the client's parser, into types and wrappers: the result is that of
//! the guide's table, and never a panic.

#![no_main]

#[path = "../../tests/behaviour/table.rs"]
mod table;

use libfuzzer_sys::fuzz_target;
use redis_1 as redis;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(reply) = redis::parse_redis_value(bytes) {
        table::check(&reply);
    }
});

/// The calls that differ between majors, for the table.
mod client {
    use crate::redis::{self, FromRedisValue, RedisError, ToRedisArgs, Value};

    pub(crate) fn read<T: FromRedisValue>(reply: Value) -> Result<T, RedisError> {
        Ok(redis::from_redis_value(reply)?)
    }

    pub(crate) fn read_ref<T: FromRedisValue>(reply: &Value) -> Result<T, RedisError> {
        Ok(redis::from_redis_value_ref(reply)?)
    }

    pub(crate) fn digits(reply: &Value) -> Option<Vec<u8>> {
        match reply {
            Value::BigNumber(number) => Some(number.to_redis_args().concat()),
            _ => None,
        }
    }
}
