//! A pool that brings the client: `Cargo.toml` has no `redis`, so what is derived here, and the
//! commands, work with `deadpool_redis::redis` alone. The feature of redis-derive is that of its
//! major, and nothing else is to be said: the attribute `#[redis_json(crate = "...")]` is for where
//! redis-derive is, not the client.

#[path = "../../src/async_profile.rs"]
pub mod async_profile;
#[path = "../../src/profile.rs"]
pub mod profile;

use deadpool_redis::redis::{AsyncConnectionConfig, RedisError};
use deadpool_redis::{Manager, Pool, PoolError, Runtime};
use std::error::Error;
use std::time::Duration;

/// How long to wait for Redis, or for a connection out of the pool.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// A pool of so many connections at most, which are made as they are needed.
///
/// # Errors
///
/// When the URL is none.
pub fn pool(url: &str, size: usize) -> Result<Pool, Box<dyn Error + Send + Sync>> {
    let config = AsyncConnectionConfig::new().set_response_timeout(Some(TIMEOUT));
    let manager = Manager::new_with_config(url, config)?;
    let pool = Pool::builder(manager).max_size(size).runtime(Runtime::Tokio1);
    Ok(pool.wait_timeout(Some(TIMEOUT)).build()?)
}

/// Counts a visit on a connection out of the pool, which goes back there at the end.
///
/// # Errors
///
/// Those of the pool and of [`async_profile::count_visit`].
pub async fn count_visit(pool: &Pool, id: u64) -> Result<Option<u64>, PoolError> {
    let visits = async_profile::count_visit(&mut pool.get().await?, id).await;
    Ok(visits.map_err(RedisError::from)?)
}
