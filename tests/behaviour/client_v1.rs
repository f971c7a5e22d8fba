//! The calls that differ between majors, as redis 1.x has them.

use crate::redis::{FromRedisValue, RedisError, Value};

/// Reads a reply by value.
pub(crate) fn read<T: FromRedisValue>(reply: Value) -> Result<T, RedisError> {
    Ok(T::from_redis_value(reply)?)
}

/// Reads a reply by reference, as the payloads of messages and the fields of streams are.
pub(crate) fn read_ref<T: FromRedisValue>(reply: &Value) -> Result<T, RedisError> {
    Ok(T::from_redis_value_ref(reply)?)
}

/// The error that a reply which cannot be read makes.
pub(crate) fn is_parse_error(error: &RedisError) -> bool {
    error.kind() == crate::redis::ErrorKind::Parse
}
