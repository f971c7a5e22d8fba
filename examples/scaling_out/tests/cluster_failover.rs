//! A master of a cluster is killed during writes.

use redis::cluster::ClusterClient;
use redis::{Client, RedisResult};
use redis_derive::{DocumentCommands, Keyed};
use scaling_out::clients::{
    cluster_client, cluster_client_for_replicas, cluster_client_without_retries,
};
use scaling_out::replicated::{save, save_in_cluster};
use scaling_out::tenants::Order;
use scaling_out::writers::{Outcome, Saved, Writers, count, in_tasks, in_threads};
use test_server::{Cluster, Proxy};

/// They are spread over all nodes.
const TENANTS: [&str; 6] = ["acme", "globex", "initech", "soylent", "tyrell", "umbrella"];

fn start() -> (Cluster, Vec<String>) {
    let cluster = Cluster::start_with_failover().unwrap();
    let urls = cluster.urls().into_iter().map(str::to_owned).collect();
    (cluster, urls)
}

fn client(urls: &[String]) -> ClusterClient {
    cluster_client_without_retries(&urls.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
}

/// The place of the node where this tenant's orders are read and written.
fn master_of(tenant: &str, urls: &[String]) -> Option<usize> {
    let serves = |url: &String| -> RedisResult<_> {
        let mut con = Client::open(url.as_str())?.get_connection()?;
        Ok(con.load(Order::key_for(tenant, 0))?)
    };
    urls.iter().position(|url| serves(url).is_ok())
}

/// Kills a master, waits until another has taken its place, and starts it again as its replica,
/// while all go on writing.
fn fail_over(cluster: &mut Cluster, urls: &[String], writers: &Writers) -> Outcome {
    writers.wait_for(20)?;
    let master = master_of(TENANTS[0], urls).ok_or("no master")?;
    cluster.kill(master)?;
    cluster.wait_for_promotion(master)?;
    cluster.start_again(master)?;
    writers.wait_for(20)
}

fn assert_none_lost(urls: &[String], saved: &[Saved]) {
    let figures = count(&mut client(urls).get_connection().unwrap(), saved).unwrap();
    assert!(figures.errors > 0, "no writer noticed: {figures:?}");
    assert_eq!(figures.lost, 0, "{figures:?}");
    assert!(figures.acknowledged >= 40 * TENANTS.len(), "{figures:?}");
}

#[test]
fn threads_lose_no_order_that_a_replica_has() {
    let (mut cluster, urls) = start();
    let client = client(&urls);
    let connect = || client.get_connection();
    let event = |writers: &Writers| fail_over(&mut cluster, &urls, writers);
    let saved = in_threads(&TENANTS, connect, save_in_cluster, event).unwrap();
    assert_none_lost(&urls, &saved);
}

#[test]
fn tasks_lose_no_order_that_a_replica_has() {
    let (mut cluster, urls) = start();
    let client = client(&urls);
    let connect = async || client.get_async_connection().await;
    let event = |writers: &Writers| fail_over(&mut cluster, &urls, writers);
    let saved = in_tasks(&TENANTS, connect, event).unwrap();
    assert_none_lost(&urls, &saved);
}

/// What a master replied to and no replica has is lost with it. And a client that reads from
/// replicas does not find it before that, nor does it update it.
#[test]
fn what_only_the_master_has_is_lost_with_it() {
    let (mut cluster, _) = start();
    let mut proxies = cluster.put_behind_proxies().unwrap();
    let urls: Vec<String> = cluster.urls().into_iter().map(str::to_owned).collect();
    let master = master_of("acme", &urls).unwrap();
    let [both, alone] = [1, 2].map(|id| Order { tenant: "acme".into(), id, price: id });
    let mut direct = Client::open(urls[master].as_str()).unwrap().get_connection().unwrap();
    assert_eq!(save(&mut direct, &both).unwrap(), 1);

    // Its replica comes through the proxy as well. This connection does not.
    drop(proxies.remove(master));
    assert_eq!(save(&mut direct, &alone).unwrap(), 0);
    let proxies: Vec<&str> = proxies.iter().map(Proxy::url).collect();
    let mut con = cluster_client_for_replicas(&proxies).unwrap().get_connection().unwrap();
    assert_eq!(con.load(both.key()).unwrap().as_ref(), Some(&both));
    assert_eq!(con.load(alone.key()).unwrap(), None);
    assert_eq!(con.update(alone.key(), |order| order.price += 1).unwrap(), None);
    assert_eq!(direct.load(alone.key()).unwrap().as_ref(), Some(&alone));

    cluster.kill(master).unwrap();
    cluster.wait_for_promotion(master).unwrap();
    let mut con = cluster_client(&proxies).unwrap().get_connection().unwrap();
    assert_eq!(con.load_many([both.key(), alone.key()]).unwrap(), [Some(both), None]);
}
