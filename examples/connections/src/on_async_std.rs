//! One connection for all tasks of a program that is still on async-std, which is discontinued, and
//! on redis 0.27. The profile and the code for it are the same.

use crate::profile::User;
use crate::{TIMEOUT, async_profile};
use redis_0_27::aio::MultiplexedConnection;
use redis_0_27::{AsyncConnectionConfig, Client, RedisResult};

/// A connection to clone for each task.
///
/// # Errors
///
/// Those of the client.
pub async fn connect(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new().set_response_timeout(TIMEOUT);
    client.get_multiplexed_async_connection_with_config(&config).await
}

/// Loads profiles in as many tasks at once, over one connection.
///
/// # Errors
///
/// Those of [`async_profile::load`].
pub async fn load_at_once(
    con: &MultiplexedConnection,
    ids: impl IntoIterator<Item = u64>,
) -> RedisResult<Vec<Option<User>>> {
    let load = |id| {
        let mut con = con.clone();
        async_std::task::spawn(async move { async_profile::load(&mut con, id).await })
    };
    let tasks: Vec<_> = ids.into_iter().map(load).collect();
    let mut profiles = Vec::with_capacity(tasks.len());
    for task in tasks {
        profiles.push(task.await?);
    }
    Ok(profiles)
}
