//! Documents in a cluster: in one slot and in many, on all nodes, and on replicas.

use redis::cluster::{ClusterClient, ClusterConnection};
use redis::{Client, Connection, ErrorKind, InfoDict, RedisError, ServerErrorKind, cmd};
use redis_derive::{AsyncDocumentCommands, DocumentCommands, Key, Keyed};
use scaling_out::clients::{
    cluster_client, cluster_client_for_replicas, cluster_client_without_retries,
};
use scaling_out::many::load_by_node;
use scaling_out::replicated::{save_async, save_in_cluster};
use scaling_out::tenants::{Account, Order};
use scaling_out::together::{pay, place, save_together};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use test_server::Cluster;

fn cluster() -> &'static Cluster {
    static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start_with_replicas().unwrap());
    &CLUSTER
}

fn client() -> ClusterClient {
    cluster_client(&cluster().urls()).unwrap()
}

fn connect() -> ClusterConnection {
    client().get_connection().unwrap()
}

/// The name of a tenant that no other test has.
fn tenant() -> String {
    test_server::key("tenant")
}

fn order(tenant: &str, id: u64) -> Order {
    Order { tenant: tenant.to_owned(), id, price: 30 }
}

/// Orders of different tenants, which are in different slots.
fn saved_orders(count: u64) -> Vec<Order> {
    let orders: Vec<Order> = (0..count).map(|id| order(&tenant(), id)).collect();
    let mut con = connect();
    for order in &orders {
        con.save(order).unwrap();
    }
    orders
}

fn slot<T>(con: &mut ClusterConnection, key: &Key<T>) -> u16 {
    cmd("CLUSTER").arg("KEYSLOT").arg(key).query(con).unwrap()
}

fn is_cross_slot(error: &RedisError) -> bool {
    error.kind() == ErrorKind::Server(ServerErrorKind::CrossSlot)
}

#[test]
fn documents_of_one_tenant_share_a_slot_and_those_of_tenants_do_not() {
    let mut con = connect();
    let key = Order::key_for("acme", 7);
    assert_eq!(key.as_str(), "redis-derive:scaling:{acme}:order:7");
    let slot_of_acme = slot(&mut con, &key);
    assert_eq!(slot(&mut con, &Account::key_for("acme")), slot_of_acme);
    assert_ne!(slot(&mut con, &Account::key_for("umbrella")), slot_of_acme);
    // Not even a tenant whose name has braces leaves its tag.
    let odd = ["}:{acme", "{acme}"].map(|odd| {
        [slot(&mut con, &Order::key_for(odd, 7)), slot(&mut con, &Account::key_for(odd))]
    });
    assert!(odd.iter().all(|[order, account]| order == account), "{odd:?}");
}

#[test]
fn an_order_is_placed_and_paid_for_or_neither() {
    let (mut con, tenant) = (connect(), tenant());
    let account = Account::key_for(&tenant);
    assert!(!place(&mut con, &order(&tenant, 1)).unwrap(), "there is no account");
    con.save(&Account { tenant: tenant.clone(), credit: 70 }).unwrap();

    // Once, however often it is sent.
    for id in [1, 1, 2, 1, 2] {
        assert!(place(&mut con, &order(&tenant, id)).unwrap());
    }
    assert!(!place(&mut con, &order(&tenant, 3)).unwrap(), "there is not enough");
    assert_eq!(con.load(&account).unwrap().unwrap().credit, 10);
    let ids = con.load_many([1, 2, 3].map(|id| Order::key_for(&tenant, id))).unwrap();
    assert_eq!(ids, [Some(order(&tenant, 1)), Some(order(&tenant, 2)), None]);
}

#[test]
fn an_order_is_not_taken_for_another_with_its_id() {
    let (mut con, tenant) = (connect(), tenant());
    con.save(&Account { tenant: tenant.clone(), credit: 70 }).unwrap();
    assert!(place(&mut con, &order(&tenant, 1)).unwrap());
    let other = Order { price: 5, ..order(&tenant, 1) };
    assert!(!place(&mut con, &other).unwrap());
    assert_eq!(con.load(other.key()).unwrap(), Some(order(&tenant, 1)));
    assert_eq!(con.load(Account::key_for(&tenant)).unwrap().unwrap().credit, 40);
}

#[test]
fn an_order_is_paid_for_once_though_the_account_is_as_it_was() {
    let (mut con, tenant) = (connect(), tenant());
    let full = Account { tenant: tenant.clone(), credit: 30 };
    let paid = Account { credit: 0, ..full.clone() };
    con.save(&full).unwrap();
    let stored = con.load(full.key().raw()).unwrap().unwrap();
    // The reply is lost, somebody fills the account again, and the command is sent again.
    assert!(pay(&mut con, &stored, &paid, &order(&tenant, 1)).unwrap());
    con.save(&full).unwrap();
    assert!(!pay(&mut con, &stored, &paid, &order(&tenant, 1)).unwrap());
    assert_eq!(con.load(full.key()).unwrap(), Some(full));
}

#[test]
fn many_orders_at_once_are_each_paid_for() {
    let tenant = tenant();
    connect().save(&Account { tenant: tenant.clone(), credit: 30 * 35 }).unwrap();
    let place_ten = |from: u64| {
        let mut con = connect();
        (from..from + 10).filter(|id| place(&mut con, &order(&tenant, *id)).unwrap()).count()
    };
    let placed: usize = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|thread| scope.spawn(move || place_ten(10 * thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(placed, 35);
    let mut con = connect();
    assert_eq!(con.load(Account::key_for(&tenant)).unwrap().unwrap().credit, 0);
    let orders = con.load_many((0..40).map(|id| Order::key_for(&tenant, id))).unwrap();
    assert_eq!(orders.iter().flatten().count(), 35);
}

#[tokio::test]
async fn orders_of_one_tenant_are_saved_together_and_those_of_two_are_not() {
    let mut con = client().get_async_connection().await.unwrap();
    let (tenant, other) = (tenant(), tenant());
    let orders = [order(&tenant, 1), order(&tenant, 2)];
    let mut masters = direct(&cluster().urls()[..3]);
    let before = calls(&mut masters, "exec");
    save_together(&mut con, &orders).await.unwrap();
    assert_eq!(calls(&mut masters, "exec"), before + 1, "no transaction");
    let found = con.load_many(orders.iter().map(Keyed::key)).await.unwrap();
    assert_eq!(found, orders.map(Some));

    let mixed = [order(&tenant, 3), order(&other, 3)];
    assert!(is_cross_slot(&save_together(&mut con, &mixed).await.unwrap_err()));
    assert_eq!(con.load_many(mixed.iter().map(Keyed::key)).await.unwrap(), [None, None]);
}

#[test]
fn a_script_with_keys_in_two_slots_is_refused() {
    let mut command = cmd("EVAL");
    command.arg("return 1").arg(2).arg(Order::key_for("acme", 1)).arg(Account::key_for("umbrella"));
    assert!(is_cross_slot(&command.query::<u8>(&mut connect()).unwrap_err()));
}

/// Connections to single nodes.
fn direct(urls: &[&str]) -> Vec<Connection> {
    urls.iter().map(|url| Client::open(*url).unwrap().get_connection().unwrap()).collect()
}

/// How often nodes were sent a command, as they count it.
fn calls(nodes: &mut [Connection], command: &str) -> u64 {
    let calls = |con: &mut Connection| {
        let info: InfoDict = cmd("INFO").arg("commandstats").query(con).unwrap();
        let stats: String = info.get(&format!("cmdstat_{command}")).unwrap_or_default();
        let calls =
            stats.strip_prefix("calls=").and_then(|stats| stats.split(',').next()?.parse().ok());
        calls.unwrap_or(0)
    };
    nodes.iter_mut().map(calls).sum()
}

#[tokio::test]
async fn many_orders_are_read_across_slots_in_their_order() {
    let orders = saved_orders(30);
    let mut keys: Vec<_> = orders.iter().map(Keyed::key).collect();
    keys.insert(7, Order::key_for("nobody", 0));
    let mut expected: Vec<_> = orders.into_iter().map(Some).collect();
    expected.insert(7, None);

    let mut con = connect();
    assert_eq!(con.load_many(&keys).unwrap(), expected);
    assert_eq!(load_by_node(&mut con, &keys).unwrap(), expected);
    assert_eq!(load_by_node::<Order>(&mut con, &[]).unwrap(), []);
    let mut con = client().get_async_connection().await.unwrap();
    assert_eq!(con.load_many(&keys).await.unwrap(), expected);
}

#[test]
fn replicas_are_read_from_and_have_what_they_were_waited_for() {
    let urls = cluster().urls();
    let mut writing = cluster_client_without_retries(&urls).unwrap().get_connection().unwrap();
    let mut reading = cluster_client_for_replicas(&urls).unwrap().get_connection().unwrap();
    let mut replicas = direct(&urls[3..]);
    let before = calls(&mut replicas, "get");
    for order in (0..30).map(|id| order(&tenant(), id)) {
        assert_eq!(save_in_cluster(&mut writing, &order).unwrap(), 1);
        assert_eq!(reading.load(order.key()).unwrap(), Some(order));
    }
    assert_eq!(calls(&mut replicas, "get"), before + 30);
}

#[test]
fn many_orders_are_read_with_one_command_for_each_slot() {
    // Nobody else reads here.
    let cluster = Cluster::start().unwrap();
    let mut masters = direct(&cluster.urls());
    let mut con = cluster_client(&cluster.urls()).unwrap().get_connection().unwrap();
    let keys: Vec<_> = (0..60).map(|id| Order::key_for(format!("tenant-{}", id / 2), id)).collect();
    let slots: BTreeSet<u16> = keys.iter().map(|key| slot(&mut con, key)).collect();
    assert_eq!(slots.len(), 30);

    con.load_many(&keys).unwrap();
    assert_eq!((calls(&mut masters, "mget"), calls(&mut masters, "get")), (30, 0));
    load_by_node(&mut con, &keys).unwrap();
    assert_eq!((calls(&mut masters, "mget"), calls(&mut masters, "get")), (30, 60));
}

#[tokio::test]
async fn where_there_is_no_replica_none_has_an_order() {
    let cluster = Cluster::start().unwrap();
    let client = cluster_client_without_retries(&cluster.urls()).unwrap();
    let mut con = client.get_connection().unwrap();
    assert_eq!(save_in_cluster(&mut con, &order("acme", 1)).unwrap(), 0);
    let mut con = client.get_async_connection().await.unwrap();
    assert_eq!(save_async(&mut con, &order("acme", 2)).await.unwrap(), 0);
    assert_eq!(
        con.load_many([1, 2].map(|id| Order::key_for("acme", id))).await.unwrap(),
        [1, 2].map(|id| Some(order("acme", id)))
    );
}
