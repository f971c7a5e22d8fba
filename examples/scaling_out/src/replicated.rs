//! Writes that say whether a replica has them.
//!
//! A master replies before its replicas have a write, and what it alone has is lost with it. `WAIT`
//! tells how many have it (<https://redis.io/docs/latest/commands/wait/>). That makes a loss less
//! likely, and is no consensus: another replica than the one that has the write can be promoted,
//! unless all were waited for.
//!
//! `WAIT` speaks of what its own connection has written. On another one, such as a client opens by
//! itself after an error or leads to another node, it says yes to everything. So the write and its
//! `WAIT` travel together here, in one pipeline. It also holds up whatever else is on the
//! connection: one that others share is not for this.

use redis::cluster::ClusterConnection;
use redis::cluster_routing::{Route, RoutingInfo, SingleNodeRoutingInfo, SlotAddr};
use redis::{Cmd, Connection, Pipeline, RedisResult, aio, cmd, from_redis_value, pipe};
use redis_derive::{DocumentCommands, DocumentPipeline, Keyed, RedisJson};
use std::time::Duration;

/// How long a write waits for a replica.
pub const PATIENCE: Duration = Duration::from_millis(500);

/// Replies when a replica has what this connection has written, or after a while: with how many
/// have it.
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

/// The same, asynchronous, also in a cluster, where the whole pipeline goes to the node of its
/// first key.
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

/// The same in a cluster, with a synchronous connection, which has no such pipeline. With a client
/// that [sends nothing again by itself](crate::clients::cluster_client_without_retries) the two
/// commands are on one connection, or one of them fails.
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
