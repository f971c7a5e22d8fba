//! A multiplexed connection with a cache of its own: what was read stays in the program until the
//! server says that it has changed. It takes RESP3, and is experimental in the client.
//!
//! All that reads with `GET` or `MGET`, as `load` and `load_many` do, is answered from the cache;
//! `load_and_touch` and writes go to the server. It is for redis 2.0: in 1.x, an entry that is read
//! while it is changed may miss the word of that.

use crate::TIMEOUT;
use redis_2::aio::MultiplexedConnection;
use redis_2::caching::CacheConfig;
use redis_2::{AsyncConnectionConfig, Client, IntoConnectionInfo, ProtocolVersion, RedisResult};

/// A connection to clone for each task, and to ask for `get_cache_statistics()`.
///
/// # Errors
///
/// Those of the client.
pub async fn connect(url: &str) -> RedisResult<MultiplexedConnection> {
    let info = url.into_connection_info()?;
    let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    let config = AsyncConnectionConfig::new()
        .set_response_timeout(Some(TIMEOUT))
        .set_cache_config(CacheConfig::new());
    let client = Client::open(info.set_redis_settings(settings))?;
    client.get_multiplexed_async_connection_with_config(&config).await
}
