//! Writes that return the number of replicas that have them.
//!
//! A master replies before its replicas have a write, and a write that only the master has is lost
//! with it. [`WAIT`](https://redis.io/docs/latest/commands/wait/) returns the number of replicas
//! that have it. That makes a loss less likely, but is no consensus: a replica without the write
//! can be promoted, unless `WAIT` waited for all.
//!
//! `WAIT` only knows the writes of its own connection. On another connection, such as a client
//! opens after an error or to another node, it reports success for everything. So here the write
//! and its `WAIT` are in one pipeline. `WAIT` also delays all other commands on the connection, so
//! do not use a shared one.

use redis::cluster::ClusterConnection;
use redis::cluster_routing::{Route, RoutingInfo, SingleNodeRoutingInfo, SlotAddr};
use redis::{Cmd, Connection, Pipeline, RedisResult, aio, cmd, from_redis_value, pipe};
use redis_derive::{DocumentCommands, DocumentPipeline, Keyed, RedisJson};
use std::time::Duration;

/// The longest wait of a write for a replica.
pub const PATIENCE: Duration = Duration::from_millis(500);

/// Waits until a replica has the writes of this connection, or the time is over. The reply is the
/// number of replicas that have them.
fn wait() -> Cmd {
    let mut command = cmd("WAIT");
    command.arg(1).arg(PATIENCE.as_millis().to_string());
    command
}

fn save_and_wait<T: RedisJson + Keyed>(value: &T) -> RedisResult<Pipeline> {
    let mut pipeline = pipe();
    pipeline.save(value)?.ignore().add_command(wait());
    Ok(pipeline)
}

/// Saves a document, and returns the number of replicas that have it. With 0, only the master has
/// it.
///
/// # Errors
///
/// Those of the client. The document may be stored or not then. Saving it again is safe if no other
/// client writes it.
pub fn save<T: RedisJson + Keyed>(con: &mut Connection, value: &T) -> RedisResult<u64> {
    let (replicas,) = save_and_wait(value)?.query(con)?;
    Ok(replicas)
}

/// The same on an asynchronous connection, also in a cluster, where the whole pipeline goes to the
/// node of its first key.
///
/// # Errors
///
/// Those of [`save`].
pub async fn save_async<T: RedisJson + Keyed>(
    con: &mut impl aio::ConnectionLike,
    value: &T,
) -> RedisResult<u64> {
    let (replicas,) = save_and_wait(value)?.query_async(con).await?;
    Ok(replicas)
}

/// The same in a cluster on a synchronous connection, which has no such pipeline. With a client
/// that [never sends a command again](crate::clients::cluster_client_without_retries), both
/// commands use one connection, or one of them fails.
///
/// # Errors
///
/// Those of [`save`].
pub fn save_in_cluster<T: RedisJson + Keyed>(
    con: &mut ClusterConnection,
    value: &T,
) -> RedisResult<u64> {
    con.save(value)?;
    let master = Route::with_key(value.key().as_str(), SlotAddr::Master);
    let node = RoutingInfo::SingleNode(SingleNodeRoutingInfo::SpecificNode(master));
    Ok(from_redis_value(con.route_command(&wait(), node)?)?)
}
