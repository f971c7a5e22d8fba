//! Many documents in a cluster of three masters, on every major: whichever slots they are in, and
//! on all masters.

use futures_util::TryStreamExt;
use redis_derive::{
    AsyncDocumentCommands, Cache, DocumentCommands, Error, ErrorKind, Expiry, Key, KeyPattern,
    Keyed, Namespaced, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use test_server::Cluster;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "{run}:order:{id}", ttl = "10m")]
struct Order {
    run: String,
    id: u64,
}

const HOUR: Duration = Duration::from_secs(3600);

fn cluster() -> &'static Cluster {
    static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start().unwrap());
    &CLUSTER
}

/// Orders that no other test has, in about as many slots.
fn orders() -> Vec<Order> {
    let run = test_server::key("orders");
    (0..300).map(|id| Order { run: run.clone(), id }).collect()
}

fn pattern(orders: &[Order]) -> KeyPattern<Order> {
    Order::key_pattern().with("run", &orders[0].run).unwrap().with_count(40)
}

fn all_ok(outcomes: Vec<Result<(), Error>>) {
    outcomes.into_iter().collect::<Result<(), _>>().unwrap();
}

fn all_ids() -> BTreeSet<u64> {
    (0..300).collect()
}

macro_rules! majors {
    ($($major:ident $redis:ident;)*) => {$(
        #[allow(non_snake_case, reason = "it is called as the major is")]
        mod $major {
            use super::*;
            use $redis::cluster::ClusterClient;

            #[test]
            fn all_of_it_works_across_slots() {
                let client = ClusterClient::new(cluster().urls()).unwrap();
                check(&mut client.get_connection().unwrap());
                let mut con: Box<dyn $redis::ConnectionLike> = Box::new(client.get_connection().unwrap());
                check(con.as_mut());
                check(&mut Namespaced::new(client.get_connection().unwrap(), "staging").unwrap());
            }

            fn check<Con: DocumentCommands<redis_derive::client::$major> + ?Sized>(con: &mut Con) {
                let orders = orders();
                let keys: Vec<Key<Order>> = orders.iter().map(Keyed::key).collect();
                all_ok(con.save_many(&orders));
                let found = con.load_many(&keys).unwrap();
                assert!(found.into_iter().eq(orders.iter().cloned().map(Some)));
                let found = con.scan_keys(&pattern(&orders)).collect::<Result<BTreeSet<_>, _>>();
                assert_eq!(found.unwrap(), keys.iter().cloned().collect());
                let found = con.scan_documents(&pattern(&orders));
                let found = found.map(|found| found.and_then(|(_, order)| order).unwrap().id);
                assert_eq!(found.collect::<BTreeSet<_>>(), all_ids());

                let (mut found, mut cursor) = (BTreeSet::new(), None::<String>);
                loop {
                    let page = con.page(&pattern(&orders), cursor.as_deref(), 20).unwrap();
                    found.extend(page.documents.into_iter().map(|(_, order)| order.unwrap().id));
                    let Some(next) = page.next else { break };
                    assert!(next.contains('.'), "{next}");
                    cursor = Some(next);
                }
                assert_eq!(found, all_ids());
                let forged = con.page(&pattern(&orders), Some("1.x"), 20).unwrap_err();
                assert_eq!(forged.kind(), ErrorKind::Cursor);
                // A slot of no master's is the end or a walk through one, and never an error.
                con.page(&pattern(&orders), Some("65535.7"), 20).unwrap();

                let shares = Arc::new(Mutex::new(Vec::new()));
                let told = Arc::clone(&shares);
                let told = pattern(&orders).on_progress(move |share| told.lock().unwrap().push(share));
                assert_eq!(con.remove_many(&keys[..100]).unwrap(), 100);
                assert_eq!(con.remove_all(&told).unwrap(), 200);
                let shares = shares.lock().unwrap();
                assert!(shares.is_sorted() && shares.last() == Some(&1.0), "{shares:?}");
                assert_eq!(con.load_many(&keys).unwrap(), vec![None; 300]);
            }

            #[tokio::test]
            async fn each_has_an_outcome_of_its_own() {
                let client = ClusterClient::new(cluster().urls()).unwrap();
                let keys = (0..9).map(|id| {
                    let key = test_server::key(&format!("{{{}}}", id % 3));
                    let expiry = Expiry::After(if id == 4 { Duration::MAX } else { HOUR });
                    Key::<u64>::new(key).with_expiry(expiry)
                });
                let keys: Vec<_> = keys.collect();
                let only_one_fails = |outcomes: Vec<Result<(), Error>>| {
                    let failed = outcomes.iter().enumerate().filter(|(_, outcome)| outcome.is_err());
                    assert_eq!(failed.map(|(id, _)| id).collect::<Vec<_>>(), [4]);
                };
                let mut con = client.get_connection().unwrap();
                only_one_fails(con.save_many(keys.iter().zip(&[7; 9])));
                let mut con = client.get_async_connection().await.unwrap();
                only_one_fails(con.save_many(keys.iter().zip(&[7; 9])).await);
                assert_eq!(con.remove_many(&keys).await.unwrap(), 8);
            }

            #[tokio::test]
            async fn a_cache_is_filled_whatever_its_key() {
                let client = ClusterClient::new(cluster().urls()).unwrap();
                let mut con = client.get_connection().unwrap();
                let mut awaited = client.get_async_connection().await.unwrap();
                for text in ["a", "x}y", "{a}b", "{}", "a{b}c{d}", "}{", "é{"] {
                    let key = Key::<u64>::new(test_server::key(text)).with_cache(Cache::new());
                    assert_eq!(con.load_or_else(&key, || 7).unwrap(), 7);
                    assert_eq!(con.load_or_else(&key, || unreachable!()).unwrap(), 7);
                    assert!(con.remove(&key).unwrap());
                    assert_eq!(awaited.load_or_else(&key, async || 8).await.unwrap(), 8);
                    let stale = (*key).clone().with_cache(Cache::new().with_stale(Duration::MAX));
                    assert_eq!(awaited.load_or_else(&stale, async || 9).await.unwrap(), 8);
                    assert!(awaited.remove(&key).await.unwrap());
                }
                let keys = orders().into_iter().map(|order| order.key().with_cache(Cache::new()));
                let keys: Vec<_> = keys.collect();
                let ask = |keys: &[_]| (0..keys.len()).map(|_| None).collect();
                let nothing = con.load_many_or_find(&keys, |keys| Ok::<_, Error>(ask(&keys)));
                assert_eq!(nothing.unwrap(), vec![None; 300]);
            }

            #[tokio::test]
            async fn all_of_it_works_where_it_is_awaited() {
                let client = ClusterClient::new(cluster().urls()).unwrap();
                let con = client.get_async_connection().await.unwrap();
                check_async(&mut con.clone()).await;
                check_async(&mut Namespaced::new(con, "staging").unwrap()).await;
            }

            async fn check_async<Con>(con: &mut Con)
            where
                Con: AsyncDocumentCommands<redis_derive::client::$major>,
            {
                let orders = orders();
                let keys: Vec<Key<Order>> = orders.iter().map(Keyed::key).collect();
                all_ok(con.save_many(&orders).await);
                let found = con.load_many(&keys).await.unwrap();
                assert!(found.into_iter().eq(orders.iter().cloned().map(Some)));
                let found: BTreeSet<_> = con.scan_keys(&pattern(&orders)).try_collect().await.unwrap();
                assert_eq!(found, keys.iter().cloned().collect());
                let found: Vec<_> = con.scan_documents(&pattern(&orders)).try_collect().await.unwrap();
                let ids = found.into_iter().map(|(_, order)| order.unwrap().id);
                assert_eq!(ids.collect::<BTreeSet<_>>(), all_ids());
                let page = con.page(&pattern(&orders), None, 250).await.unwrap();
                assert!(page.documents.len() >= 250);
                assert_eq!(con.remove_many(&keys[..100]).await.unwrap(), 100);
                assert_eq!(con.remove_all(&pattern(&orders)).await.unwrap(), 200);
            }
        }
    )*};
}

majors! {
    Redis1 redis_1;
    Redis2 redis_2;
    Redis032 redis_0_32;
    Redis027 redis_0_27;
}

#[test]
fn a_connection_to_one_master_walks_through_that_one() {
    let orders = orders();
    let client = redis_1::cluster::ClusterClient::new(cluster().urls()).unwrap();
    all_ok(client.get_connection().unwrap().save_many(&orders));
    let found: Vec<BTreeSet<u64>> = cluster()
        .urls()
        .into_iter()
        .map(|url| {
            let mut con = redis_1::Client::open(url).unwrap().get_connection().unwrap();
            let keys = con.scan_keys(&pattern(&orders)).map(Result::unwrap);
            keys.map(|key| pattern(&orders).parts(&key).unwrap()["id"].parse().unwrap()).collect()
        })
        .collect();
    assert!(found.iter().all(|ids| !ids.is_empty() && ids.len() < 300));
    assert_eq!(found.into_iter().flatten().collect::<BTreeSet<_>>(), all_ids());
}
