//! Many documents: by keys and by pattern, in pieces, page by page, and all of a pattern.

use super::server::{Client, on_both_protocols};
use crate::client::connect_async;
use crate::redis::{self, Commands, cmd};
use futures_util::TryStreamExt;
use redis_derive::{
    AsyncDocumentCommands, DocumentCommands, Error, ErrorKind, Key, KeyPattern, Keyed, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use tests::{Unserializable, key, url};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:order:{id}", ttl = "10m")]
struct Order {
    run: String,
    id: u64,
    text: String,
}

/// So many orders that no other test uses; they are removed when the test is over.
fn orders(con: &mut Client, count: u64) -> Vec<Order> {
    let run = con.key("").replace("redis-derive:", "");
    let order = |id| Order { run: run.clone(), id, text: "a".to_owned() };
    let orders: Vec<_> = (0..count).map(order).collect();
    for order in &orders {
        con.forget(order.key().as_str());
    }
    orders
}

fn pattern(orders: &[Order]) -> KeyPattern<Order> {
    Order::key_pattern().with("run", &orders[0].run).unwrap()
}

/// How often the server was sent a command.
fn calls(con: &mut Client, command: &str) -> u64 {
    let info: redis::InfoDict = cmd("INFO").arg("commandstats").query(con).unwrap();
    let stats: String = info.get(&format!("cmdstat_{command}")).unwrap_or_default();
    let calls =
        stats.strip_prefix("calls=").and_then(|stats| stats.split(',').next()?.parse().ok());
    calls.unwrap_or(0)
}

fn all_ok(outcomes: Vec<Result<(), Error>>) {
    outcomes.into_iter().collect::<Result<(), _>>().unwrap();
}

#[test]
fn thousands_are_saved_loaded_and_removed_in_their_order() {
    on_both_protocols(|con| {
        let orders = orders(con, 2500);
        let keys: Vec<Key<Order>> = orders.iter().map(Keyed::key).collect();
        all_ok(con.save_many(&orders));
        assert!((590..=600).contains(&con.ttl::<_, i64>(&keys[2499]).unwrap()));
        let mut asked = keys.clone();
        asked.insert(1001, Order::key_for("nobody", 0));
        let mut expected: Vec<_> = orders.iter().cloned().map(Some).collect();
        expected.insert(1001, None);
        assert_eq!(con.load_many(&asked).unwrap(), expected);
        assert_eq!(con.remove_many(&asked).unwrap(), 2500);
        assert_eq!(con.remove_many(&keys).unwrap(), 0);
    });
}

#[test]
fn none_are_no_command() {
    let mut con = Client::connect(url());
    assert_eq!(con.load_many(&[] as &[Key<Order>]).unwrap(), []);
    assert!(con.save_many(&[] as &[Order]).is_empty());
    assert_eq!(con.remove_many(&[] as &[Key<Order>]).unwrap(), 0);
}

#[test]
fn each_has_an_outcome_of_its_own() {
    on_both_protocols(|con| {
        let of_another_type = con.key("list");
        let () = con.rpush(&of_another_type, 1).unwrap();
        let [one, other] = ["one", "other"].map(|name| Key::<u64>::new(con.key(name)));
        let outcomes = con.save_many([(&one, &1), (&other, &2)]);
        all_ok(outcomes);
        let bad = Key::<Unserializable>::new(con.key("bad"));
        let outcomes = con.save_many([(&bad, &Unserializable::new())]);
        assert_eq!(outcomes[0].as_ref().unwrap_err().kind(), ErrorKind::Serialize);
        // The expiry is in the past for the server, which refuses it.
        let never = one.clone().with_expiry(redis_derive::Expiry::After(std::time::Duration::MAX));
        let outcomes = con.save_many([(&never, &7), (&other, &8)]);
        assert_eq!(outcomes[0].as_ref().unwrap_err().kind(), ErrorKind::Client);
        assert!(outcomes[1].is_ok() && outcomes.len() == 2);
        assert_eq!((con.load(&one).unwrap(), con.load(&other).unwrap()), (Some(1), Some(8)));
    });
}

#[test]
fn after_a_large_reply_fewer_are_asked_for() {
    let server = test_server::Server::start_private(&[]).unwrap();
    let mut con = Client::connect(server.url());
    let text = "x".repeat(8 * 1024);
    let orders: Vec<_> = orders(&mut con, 1500)
        .into_iter()
        .map(|order| Order { text: text.clone(), ..order })
        .collect();
    all_ok(con.save_many(&orders));
    let keys: Vec<_> = orders.iter().map(Keyed::key).collect();
    let before = calls(&mut con, "mget");
    let found = con.load_many(&keys).unwrap();
    assert!(found.into_iter().eq(orders.iter().cloned().map(Some)));
    // 1000 keys, and then what is left of them.
    assert_eq!(calls(&mut con, "mget") - before, 2);
    let found = con.load_many(keys.iter().chain(&keys)).unwrap();
    assert_eq!(found.len(), 3000);
    // 1000 keys, of which the reply has 8 MiB, and four times 500.
    assert_eq!(calls(&mut con, "mget") - before, 2 + 5);
    // As many of small documents travel together again.
    let small = orders.iter().map(|order| Order { text: String::new(), ..order.clone() });
    all_ok(con.save_many(small.collect::<Vec<_>>().iter()));
    assert_eq!(con.load_many(keys.iter().chain(&keys)).unwrap().len(), 3000);
    assert_eq!(calls(&mut con, "mget") - before, 2 + 5 + 3);
}

#[test]
fn the_documents_of_a_pattern_are_walked_through() {
    on_both_protocols(|con| {
        let orders = orders(con, 300);
        all_ok(con.save_many(&orders));
        // Neither a document of another type of Redis nor one of a longer key is among them.
        let (run, list) = (&orders[0].run, Order::key_for(&orders[0].run, 777));
        con.forget(list.as_str());
        let () = con.rpush(&list, 1).unwrap();
        let longer = format!("redis-derive:{run}:order:1:items");
        con.forget(&longer);
        let () = con.set(&longer, "1").unwrap();
        let bad = Order::key_for(run, 778);
        con.forget(bad.as_str());
        let () = con.set(&bad, "[]").unwrap();

        let pattern = pattern(&orders).with_count(100);
        let mut found = BTreeMap::new();
        for document in con.scan_documents(&pattern) {
            let (key, order) = document.unwrap();
            found.insert(key, order);
        }
        let error = found.remove(&bad).unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        let all: Vec<Order> = found.into_values().collect::<Result<_, _>>().unwrap();
        let by_key =
            |orders: &[Order]| orders.iter().map(|order| order.id).collect::<BTreeSet<_>>();
        assert_eq!((all.len(), by_key(&all)), (300, by_key(&orders)));

        let keys: Vec<_> = con.scan_keys(&pattern).collect::<Result<_, _>>().unwrap();
        assert!(keys.contains(&list) && keys.contains(&bad) && keys.len() >= 302);
        assert!(!keys.contains(&Key::new(longer.clone())));
        assert_eq!(con.remove_all(&pattern).unwrap(), 302);
        assert!(con.exists::<_, bool>(&longer).unwrap());
        assert_eq!(con.remove_all(&pattern).unwrap(), 0);
    });
}

#[test]
fn pages_have_all_documents_and_their_cursors_may_be_forged() {
    on_both_protocols(|con| {
        let orders = orders(con, 250);
        all_ok(con.save_many(&orders));
        let pattern = pattern(&orders).with_count(50);
        let (mut found, mut cursor) = (BTreeSet::new(), None::<String>);
        loop {
            let page = con.page(&pattern, cursor.as_deref(), 20).unwrap();
            assert!(page.next.is_none() || page.documents.len() >= 20);
            found.extend(page.documents.into_iter().map(|(_, order)| order.unwrap().id));
            match page.next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(found, (0..250).collect());
        for forged in ["", "hunter2", "-1", "1.1", "18446744073709551616", "1 ", "１"] {
            let error = con.page(&pattern, Some(forged), 20).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Cursor, "{forged}");
            assert!(!error.to_string().contains("hunter2"));
        }
        for any in ["7", "18446744073709551615", "123456789"] {
            let page = con.page(&pattern, Some(any), 20).unwrap();
            let runs: BTreeSet<_> =
                page.documents.into_iter().map(|(_, order)| order.unwrap().run).collect();
            assert!(runs.is_empty() || runs == BTreeSet::from([orders[0].run.clone()]));
        }
    });
}

#[test]
fn how_far_a_walk_is_can_be_shown() {
    let mut con = Client::connect(url());
    let orders = orders(&mut con, 2000);
    all_ok(con.save_many(&orders));
    let shares = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&shares);
    let pattern = pattern(&orders).with_count(100);
    let pattern = pattern.on_progress(move |share| told.lock().unwrap().push(share));
    assert_eq!(con.remove_all(&pattern).unwrap(), 2000);
    let shares = shares.lock().unwrap();
    assert!(shares.len() >= 20 && shares.is_sorted(), "{shares:?}");
    assert!(shares[0] < 0.5 && shares.last() == Some(&1.0), "{shares:?}");
}

#[tokio::test]
async fn all_of_it_is_there_where_it_is_awaited() {
    let mut blocking = Client::connect(url());
    let orders = orders(&mut blocking, 1200);
    let mut con = connect_async(url()).await;
    all_ok(con.save_many(&orders).await);
    let keys: Vec<_> = orders.iter().map(Keyed::key).collect();
    let read_at_once = keys.clone();
    let found = con.load_many(&read_at_once);
    drop(read_at_once);
    let found = found.await.unwrap();
    assert!(found.into_iter().eq(orders.iter().cloned().map(Some)));
    let pattern = pattern(&orders);
    let found: Vec<_> = con.scan_documents(&pattern).try_collect().await.unwrap();
    let ids: BTreeSet<_> = found.into_iter().map(|(_, order)| order.unwrap().id).collect();
    assert_eq!(ids, (0..1200).collect());
    let page = con.page(&pattern, None, 10).await.unwrap();
    assert!(page.documents.len() >= 10);
    let error = con.page(&pattern, Some("x"), 10).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cursor);
    assert_eq!(con.remove_many(&keys[..200]).await.unwrap(), 200);
    assert_eq!(con.remove_all(&pattern).await.unwrap(), 1000);
}

#[test]
fn a_field_of_the_key_does_not_change_in_an_update() {
    on_both_protocols(|con| {
        let orders = orders(con, 2);
        let key = orders[0].key();
        con.save(&orders[0]).unwrap();
        let error = con.update(&key, |order| order.id = 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::KeyChanged);
        assert!(error.to_string().starts_with("cannot change the key of `"), "{error}");
        let outcome = con.try_update(&key, |order| {
            order.run.push('x');
            Ok::<_, Error>(())
        });
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::KeyChanged);
        let outcome = con.update_or_insert_with(&key, |order| order.id = 1, || orders[1].clone());
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::KeyChanged);
        assert_eq!(con.load(&key).unwrap(), Some(orders[0].clone()));
        assert_eq!(con.load(orders[1].key()).unwrap(), None);

        // Under another key the fields are its own affair, as is another field under its own.
        let copy = Key::new(con.key("copy"));
        con.save((&copy, &orders[0])).unwrap();
        assert_eq!(con.update(&copy, |order| order.id = 1).unwrap().unwrap().id, 1);
        assert!(con.update(&key, |order| order.text.push('b')).unwrap().is_some());
        // A key that a scan has found knows it too.
        let found = con.scan_keys(&pattern(&orders)).next().unwrap().unwrap();
        let error = con.update(&found, |order| order.id = 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::KeyChanged);
    });
}

#[test]
fn a_field_beside_a_part_that_is_given_does_not_change_either() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "redis-derive:{run}:session:{id}", part(run: String))]
    struct Session {
        id: u64,
        visits: u64,
    }
    let mut con = Client::connect(url());
    let session = Key::new(con.key("session"));
    let run = key("").replace("redis-derive:", "");
    let key = Session::key_for(&run, 7);
    con.forget(key.as_str());
    con.save((&key, &Session { id: 7, visits: 0 })).unwrap();
    assert_eq!(con.update(&key, |session| session.visits += 1).unwrap().unwrap().visits, 1);
    let error = con.update(&key, |session| session.id = 8).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::KeyChanged);
    con.save((&session, &Session { id: 7, visits: 0 })).unwrap();
    con.update(&session, |session| session.id = 8).unwrap();
}
