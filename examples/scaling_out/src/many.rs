//! Many documents of a cluster, whichever nodes they are on.
//!
//! `load_many` works across slots: the client sends an `MGET` for each slot. A synchronous connection waits for each before it sends
//! the next, so [`load_by_node`] is for that; an asynchronous one sends all of them at once.

use futures_util::TryStreamExt;
use redis::cluster::{ClusterConnection, cluster_pipe};
use redis::cluster_routing::{MultipleNodeRoutingInfo, RoutingInfo};
use redis::{Client, RedisResult, Value, cluster_async, cmd, from_redis_value};
use redis_derive::{
    AsyncDocumentCommands, DocumentCommands, DocumentPipeline, Key, KeyPattern, Keyed, RedisJson,
};
use std::collections::BTreeMap;

/// The documents at many keys, each if there is one, in a round trip for each node.
///
/// # Errors
///
/// Those of the client. Where slots have moved it can be `MOVED`, which the client does not follow in a pipeline: connect anew.
pub fn load_by_node<T: RedisJson>(
    con: &mut ClusterConnection,
    keys: &[Key<T>],
) -> RedisResult<Vec<Option<T>>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut pipeline = cluster_pipe();
    for key in keys {
        pipeline.load(key);
    }
    pipeline.query(con)
}

/// The keys of a type on all nodes; one that moves to another node meanwhile may be missing. `scan_keys` walks through one node, so each
/// master gets a connection of its own.
///
/// # Errors
///
/// Those of the client.
pub fn keys_of_all_nodes<T: Keyed>(
    con: &mut ClusterConnection,
    pattern: &KeyPattern<T>,
) -> RedisResult<Vec<Key<T>>> {
    let mut keys = Vec::new();
    for master in masters(con.route_command(&cmd("PING"), to_all_masters())?)? {
        let mut master = master.get_connection()?;
        keys.extend(master.scan_keys(pattern).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(keys)
}

/// The same, asynchronous.
///
/// # Errors
///
/// Those of the client.
pub async fn keys_of_all_nodes_async<T: Keyed>(
    con: &mut cluster_async::ClusterConnection,
    pattern: &KeyPattern<T>,
) -> RedisResult<Vec<Key<T>>> {
    let mut keys = Vec::new();
    for master in masters(con.route_command(cmd("PING"), to_all_masters()).await?)? {
        let mut master = master.get_multiplexed_async_connection().await?;
        keys.extend(master.scan_keys(pattern).try_collect::<Vec<_>>().await?);
    }
    Ok(keys)
}

fn to_all_masters() -> RoutingInfo {
    RoutingInfo::MultiNode((MultipleNodeRoutingInfo::AllMasters, None))
}

/// Those that have replied, since the client says whose each reply is.
fn masters(replies: Value) -> RedisResult<Vec<Client>> {
    let replies: BTreeMap<String, Value> = from_redis_value(replies)?;
    // Where the cluster has a password or TLS, they go in here.
    replies.keys().map(|address| Client::open(format!("redis://{address}/"))).collect()
}
