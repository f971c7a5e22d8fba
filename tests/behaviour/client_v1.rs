//! The calls that differ between majors, for redis 1.x.

use crate::JsonCommands;
use crate::redis::aio::MultiplexedConnection;
use crate::redis::{
    AsyncConnectionConfig, Client, Connection, FromRedisValue, RedisError, ToRedisArgs, Value,
};
use std::time::Duration;

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

/// The digits of a big number: as an argument, since a feature of the client decides whether it
/// keeps those or a number.
pub(crate) fn digits(reply: &Value) -> Option<Vec<u8>> {
    match reply {
        Value::BigNumber(number) => Some(number.to_redis_args().concat()),
        _ => None,
    }
}

/// Reads a path in each of many documents.
pub(crate) fn json_mget<T: FromRedisValue>(
    con: &mut Connection,
    keys: &[&str],
    path: &str,
) -> Result<T, RedisError> {
    con.json_mget(keys, path)
}

/// Connects with more patience than the client has, which ends after half a second on a machine
/// that is busy.
pub(crate) async fn connect_async(url: &str) -> MultiplexedConnection {
    const PATIENCE: Duration = Duration::from_secs(30);
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(PATIENCE))
        .set_response_timeout(Some(PATIENCE));
    let client = Client::open(url).unwrap();
    client.get_multiplexed_async_connection_with_config(&config).await.unwrap()
}
