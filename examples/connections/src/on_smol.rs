//! One connection for all tasks of a program on smol, where the client's own tasks run as well, and
//! nothing is tokio's.

pub use crate::multiplexed::connect;

use crate::async_profile;
use crate::profile::User;
use redis::RedisResult;
use redis::aio::MultiplexedConnection;

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
        smol::spawn(async move { async_profile::load(&mut con, id).await })
    };
    let tasks: Vec<_> = ids.into_iter().map(load).collect();
    let mut profiles = Vec::with_capacity(tasks.len());
    for task in tasks {
        profiles.push(task.await?);
    }
    Ok(profiles)
}
