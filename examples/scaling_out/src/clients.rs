//! How to connect. Every client has timeouts: a host that is gone does not close its connections,
//! and by default a cluster is waited for forever, and so is a reply to a synchronous connection.

use crate::replicated;
use redis::aio::MultiplexedConnection;
use redis::cluster::{ClusterClient, ClusterClientBuilder};
use redis::cluster_read_routing::RandomReplicaStrategy;
use redis::sentinel::{SentinelClient, SentinelServerType};
use redis::{AsyncConnectionConfig, Connection, RedisResult};
use std::time::Duration;

/// For a connection or a reply, which may be that to a `WAIT`.
const TIMEOUT: Duration = replicated::PATIENCE.saturating_mul(10);

/// For a command with all its attempts. It is longer than a promotion takes by default.
const WITH_RETRIES: Duration = Duration::from_secs(30);

/// At most between two of the 16 attempts, in milliseconds. By default it is ten minutes.
const LONGEST_WAIT: u64 = 2000;

fn cluster(urls: &[&str]) -> ClusterClientBuilder {
    let client = ClusterClient::builder(urls.iter().copied());
    client.connection_timeout(TIMEOUT).response_timeout(TIMEOUT)
}

/// A client that sends a command again by itself.
///
/// # Errors
///
/// When a URL is none.
pub fn cluster_client(urls: &[&str]) -> RedisResult<ClusterClient> {
    let client = cluster(urls).max_retry_wait(LONGEST_WAIT);
    client.overall_response_timeout(Some(WITH_RETRIES)).build()
}

/// A client that sends nothing again by itself, for what is not to be made twice, and for
/// [`replicated::save_in_cluster`].
///
/// # Errors
///
/// When a URL is none.
pub fn cluster_client_without_retries(urls: &[&str]) -> RedisResult<ClusterClient> {
    cluster(urls).retries(0).build()
}

/// A client that reads from replicas, which may not have heard of a write yet. Do not `update` with
/// it: a document that is not there yet is `None` then, and stays as it is.
///
/// # Errors
///
/// When a URL is none.
pub fn cluster_client_for_replicas(urls: &[&str]) -> RedisResult<ClusterClient> {
    cluster(urls).read_routing_strategy(RandomReplicaStrategy).build()
}

/// A connection to whatever these Sentinels say is the master of this name now.
///
/// # Errors
///
/// When none of them knows one that is there.
pub fn connect_to_master(sentinels: &[&str], name: &str) -> RedisResult<Connection> {
    let client = sentinel_client(sentinels, name)?.get_client()?;
    let con = client.get_connection_with_timeout(TIMEOUT)?;
    con.set_read_timeout(Some(TIMEOUT))?;
    Ok(con)
}

/// The same, asynchronous.
///
/// # Errors
///
/// Those of [`connect_to_master`].
pub async fn connect_to_master_async(
    sentinels: &[&str],
    name: &str,
) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(TIMEOUT))
        .set_response_timeout(Some(TIMEOUT));
    sentinel_client(sentinels, name)?.get_async_connection_with_config(&config).await
}

fn sentinel_client(sentinels: &[&str], name: &str) -> RedisResult<SentinelClient> {
    SentinelClient::build(sentinels.to_vec(), name.to_owned(), None, SentinelServerType::Master)
}
