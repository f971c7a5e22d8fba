//! A pool of connections on tokio (bb8), of which each task has one for itself for as long as it
//! needs it: for `WATCH`, for blocking commands, for anything that leaves a trace on its
//! connection. (deadpool and r2d2 are in packages of their own.)

use crate::{TIMEOUT, async_profile};
use bb8::{Pool, RunError};
use redis::{Client, RedisError, RedisResult};

/// A pool of so many connections at most, which are made as they are needed.
///
/// # Errors
///
/// None: nothing is connected yet.
pub async fn pool(client: Client, size: u32) -> RedisResult<Pool<Client>> {
    Pool::builder().max_size(size).connection_timeout(TIMEOUT).build(client).await
}

/// Counts a visit on a connection out of the pool, which goes back there at the end.
///
/// # Errors
///
/// Those of the pool and of [`async_profile::count_visit`].
pub async fn count_visit(
    pool: &Pool<Client>,
    id: u64,
) -> Result<Option<u64>, RunError<RedisError>> {
    let mut con = pool.get().await?;
    // What the pool gives out is no connection, but holds one.
    Ok(async_profile::count_visit(&mut *con, id).await.map_err(RedisError::from)?)
}
