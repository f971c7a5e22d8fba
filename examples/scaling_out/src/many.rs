//! Many documents of a cluster, whichever nodes they are on.
//!
//! `load_many` works across slots: the client sends an `MGET` for each slot. A synchronous
//! connection waits for each before it sends the next, so [`load_by_node`] is for that. An
//! asynchronous one sends all of them at once. A scan covers every master.

use redis::RedisResult;
use redis::cluster::{ClusterConnection, cluster_pipe};
use redis_derive::{DocumentPipeline, Key, RedisJson};

/// Loads the documents at many keys, with `None` for a missing one, in a round trip for each node.
///
/// # Errors
///
/// Those of the client. After slots have moved it can be `MOVED`, which the client does not follow
/// in a pipeline: reconnect then.
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
