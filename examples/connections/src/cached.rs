//! A multiplexed connection with a cache of its own, for documents that may be old: what was read stays in the program until the
//! server says that it has changed. It takes RESP3, and is experimental in the client.
//!
//! All that reads with `GET` or `MGET`, as `load` and `load_many` do, is answered from the cache; `load_and_touch` and writes go to the
//! server. An entry that is read while it is changed may miss the word of that, and then stays old for a minute. An
//! `update` is right all the same.

use crate::TIMEOUT;
use redis::aio::MultiplexedConnection;
use redis::caching::CacheConfig;
use redis::{AsyncConnectionConfig, Client, IntoConnectionInfo, ProtocolVersion, RedisResult};
use std::time::Duration;

/// How old an entry may become. The client's own half an hour is long for one that has missed a change.
const OLDEST: Duration = Duration::from_secs(60);

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
        .set_cache_config(CacheConfig::new().set_default_client_ttl(OLDEST));
    let client = Client::open(info.set_redis_settings(settings))?;
    client.get_multiplexed_async_connection_with_config(&config).await
}
