//! Clients with timeouts. A host that fails does not close its connections. By default, a client
//! waits forever for a cluster, and for a reply on a synchronous connection.

use crate::replicated;
use redis::aio::MultiplexedConnection;
use redis::cluster::{ClusterClient, ClusterClientBuilder};
use redis::cluster_read_routing::RandomReplicaStrategy;
use redis::sentinel::{SentinelClient, SentinelServerType};
use redis::{AsyncConnectionConfig, Connection, RedisResult};
use std::time::Duration;

/// The timeout of a connection or a reply, which may be the reply to a `WAIT`.
const TIMEOUT: Duration = replicated::PATIENCE.saturating_mul(10);

/// The timeout of a command with all its attempts. It is longer than a promotion takes by default.
const WITH_RETRIES: Duration = Duration::from_secs(30);

/// The longest wait between two of the 16 attempts, in milliseconds. The default is ten minutes.
const LONGEST_WAIT: u64 = 2000;

fn cluster(urls: &[&str]) -> ClusterClientBuilder {
    let client = ClusterClient::builder(urls.iter().copied());
    client.connection_timeout(TIMEOUT).response_timeout(TIMEOUT)
}

/// Makes a client that sends a failed command again.
///
/// # Errors
///
/// When a URL is none.
pub fn cluster_client(urls: &[&str]) -> RedisResult<ClusterClient> {
    let client = cluster(urls).max_retry_wait(LONGEST_WAIT);
    client.overall_response_timeout(Some(WITH_RETRIES)).build()
}

/// Makes a client that never sends a command again, for writes that must not be made twice, and for
/// [`replicated::save_in_cluster`].
///
/// # Errors
///
/// When a URL is none.
pub fn cluster_client_without_retries(urls: &[&str]) -> RedisResult<ClusterClient> {
    cluster(urls).retries(0).build()
}

/// Makes a client that reads from replicas, which may not have the latest writes. Do not `update`
/// with it: a document that the replica does not have yet is `None`, and is not updated.
///
/// # Errors
///
/// When a URL is none.
pub fn cluster_client_for_replicas(urls: &[&str]) -> RedisResult<ClusterClient> {
    cluster(urls).read_routing_strategy(RandomReplicaStrategy).build()
}

/// Connects to the current master of this name, as these Sentinels know it.
///
/// # Errors
///
/// If none of them knows a master that answers.
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
