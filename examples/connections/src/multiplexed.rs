//! One connection for all tasks of a program on tokio: its clones send their commands over the same
//! socket, and each gets its own reply.

use crate::profile::User;
use crate::{TIMEOUT, async_profile};
use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::{AsyncConnectionConfig, Client, RedisResult};
use std::io;

/// A connection to clone for each task.
///
/// # Errors
///
/// Those of the client.
pub async fn connect(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new().set_response_timeout(Some(TIMEOUT));
    client.get_multiplexed_async_connection_with_config(&config).await
}

/// Loads profiles in as many tasks at once, over one connection. (A single task that wants many has
/// `load_many`, which is one command.)
///
/// # Errors
///
/// Those of [`async_profile::load`].
pub async fn load_at_once(
    con: &(impl ConnectionLike + Clone + Send + 'static),
    ids: impl IntoIterator<Item = u64>,
) -> RedisResult<Vec<Option<User>>> {
    let load = |id| {
        let mut con = con.clone();
        tokio::spawn(async move { async_profile::load(&mut con, id).await })
    };
    let tasks: Vec<_> = ids.into_iter().map(load).collect();
    let mut profiles = Vec::with_capacity(tasks.len());
    for task in tasks {
        profiles.push(task.await.map_err(io::Error::from)??);
    }
    Ok(profiles)
}
