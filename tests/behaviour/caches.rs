//! Entries of a cache: one caller fills an entry while the others wait. A fill never replaces what
//! another client has stored or removed meanwhile. No command takes an entry that is being filled
//! for a document.

use super::server::{Client, on_both_protocols};
use crate::client::connect_async;
use crate::redis::{self, Commands, cmd};
use redis_derive::{
    AsyncDocumentCommands, Cache, CacheEntry, CacheKey, Cached, DocumentCommands, DocumentPipeline,
    Error, ErrorKind, Expiry, Key, Keyed, Origin, RedisJson, Update, WithOrigin,
};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tests::url;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(
    key = "redis-derive:{run}:price:{id}",
    ttl = "30m",
    cache(lease = "5s", patience = "1m", jitter = "1%")
)]
struct Price {
    run: String,
    id: u64,
    cents: u64,
}

/// A price that no other test uses, and that is removed when the test is over.
fn price(con: &mut Client) -> Price {
    let run = con.key("").replace("redis-derive:", "");
    let price = Price { run, id: 1, cents: 100 };
    con.forget(price.key().as_str());
    price
}

fn ttl<T>(con: &mut Client, key: &Key<T>) -> i64 {
    con.ttl(key).unwrap()
}

const HALF_AN_HOUR: std::ops::RangeInclusive<i64> = 1780..=1800;

#[test]
fn a_source_is_asked_once() {
    on_both_protocols(|con| {
        let price = price(con);
        let key = price.key();
        let asked = Cell::new(0);
        let source = || {
            asked.set(asked.get() + 1);
            price.clone()
        };
        assert_eq!(con.load_or_else(&key, source).unwrap(), price);
        assert_eq!(con.load_or_else(&key, source).unwrap(), price);
        assert_eq!(asked.get(), 1);
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        let json: String = con.get(&key).unwrap();
        assert_eq!(json.into_bytes(), price.to_redis_json().unwrap());

        // One that does not decode is filled again, or left alone where the program says so.
        let () = con.set(&key, "old").unwrap();
        let strict = key.clone().with_cache(Cache::new().keep_undecodable());
        let error = con.load_or_else(&strict, source).unwrap_err();
        assert_eq!((error.kind(), asked.get()), (ErrorKind::Syntax, 1));
        assert_eq!(con.get::<_, String>(&key).unwrap(), "old");
        assert_eq!(con.load_or_else(&key, source).unwrap(), price);
        assert_eq!((con.load(&key).unwrap(), asked.get()), (Some(price.clone()), 2));
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
    });
}

#[test]
fn a_source_that_fails_blocks_nobody() {
    on_both_protocols(|con| {
        let price = price(con);
        let key = price.key();
        let failed = con.try_load_or_else(&key, || Err::<Price, _>(error()));
        failed.unwrap_err();
        assert!(!con.exists::<_, bool>(&key).unwrap());
        assert_eq!(con.load_or_else(&key, || price.clone()).unwrap(), price);
    });
}

fn error() -> Error {
    redis_derive::from_redis_json::<u8>(b"x").unwrap_err()
}

/// What another client may do while a source runs, and whether that leaves an entry.
type Meanwhile = fn(&mut Client, &Price);

#[test]
fn a_fill_replaces_nothing_that_was_done_meanwhile() {
    let stored: [Meanwhile; 7] = [
        |con, new| con.save(new).unwrap(),
        |con, new| assert!(con.save_new(new).unwrap()),
        |con, new| drop(con.update_or_insert_with(new.key(), |_| (), || new.clone()).unwrap()),
        |con, new| {
            assert_eq!(con.update(new.key(), |_| ()).unwrap(), None);
            con.save(new).unwrap();
            con.update(new.key(), |price| price.cents += 0).unwrap().unwrap();
        },
        |con, new| con.set(new.key(), new.to_redis_json().unwrap()).unwrap(),
        |con, new| {
            let () = con.set_ex(new.key(), new.to_redis_json().unwrap(), 100).unwrap();
        },
        |con, new| {
            let () = con.del(new.key()).unwrap();
            assert_eq!(con.load_or_else(&new.key(), || new.clone()).unwrap(), *new);
        },
    ];
    let removed: [Meanwhile; 8] = [
        |con, new| assert_eq!(con.del::<_, u8>(new.key()).unwrap(), 1),
        |con, new| assert!(!con.remove(new.key()).unwrap()),
        |con, new| _ = con.remove_many([&new.key()]).unwrap(),
        |con, new| {
            let pattern = Price::key_pattern().with("run", &new.run).unwrap();
            con.remove_all(&pattern).unwrap();
        },
        |con, new| {
            let mut pipeline = redis::pipe();
            let (taken,): (Option<Price>,) = pipeline.take(new.key()).query(&mut **con).unwrap();
            assert_eq!(taken, None);
        },
        |con, new| assert_eq!(con.take(new.key()).unwrap(), None),
        |con, new| {
            con.save(new).unwrap();
            assert!(con.remove(new.key()).unwrap());
        },
        |con, new| {
            con.save(new).unwrap();
            assert_eq!(con.take(new.key()).unwrap().as_ref(), Some(new));
        },
    ];
    on_both_protocols(|con| {
        let price = price(con);
        let (key, newer) = (price.key(), Price { cents: 700, ..price.clone() });
        let mut other = Client::connect(con.url());
        for meanwhile in stored {
            let source = || {
                meanwhile(&mut other, &newer);
                price.clone()
            };
            assert_eq!(con.load_or_else(&key, source).unwrap(), newer);
            assert_eq!(con.load(&key).unwrap(), Some(newer.clone()));
            assert!(con.remove(&key).unwrap());
        }
        for meanwhile in removed {
            let source = || {
                meanwhile(&mut other, &newer);
                price.clone()
            };
            assert_eq!(con.load_or_else(&key, source).unwrap(), price);
            assert!(!con.exists::<_, bool>(&key).unwrap());
        }
    });
}

#[test]
fn what_is_being_filled_is_no_entry() {
    on_both_protocols(|con| {
        let price = price(con);
        let key = price.key();
        let mut other = Client::connect(con.url());
        let source = || {
            assert_eq!(other.load(&key).unwrap(), None);
            assert_eq!(other.load(key.cached()).unwrap(), Cached::Miss);
            assert_eq!(other.load(key.raw()).unwrap(), None);
            assert_eq!(other.load_many([&key]).unwrap(), [None]);
            assert_eq!(other.load_and_touch(&key).unwrap(), None);
            assert!(!other.touch(&key).unwrap());
            assert!(!other.replace(&price).unwrap());
            assert_eq!(other.update(&key, |price| price.cents = 0).unwrap(), None);
            let pattern = Price::key_pattern().with("run", &price.run).unwrap();
            assert_eq!(other.scan_documents(&pattern).count(), 0);
            assert!(other.page(&pattern, None, 1).unwrap().documents.is_empty());
            let mut pipeline = redis::pipe();
            pipeline.load(&key).load_and_touch(&key).touch(&key);
            pipeline.replace(&price).unwrap();
            let told: [Option<Price>; 4] =
                pipeline.query::<Vec<_>>(&mut *other).unwrap().try_into().unwrap();
            assert_eq!(told, [const { None }; 4]);
            // All of this has left the lease as it was, and the fill to the one whose turn it is.
            assert!((1..=5).contains(&ttl(&mut other, &key)));
            price.clone()
        };
        assert_eq!(con.load_or_else(&key, source).unwrap(), price);
        assert_eq!(con.load(&key).unwrap(), Some(price.clone()));
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
    });
}

#[test]
fn every_command_does_with_an_entry_what_it_does_with_others() {
    on_both_protocols(|con| {
        let price = price(con);
        let key = price.key();
        assert!(!con.replace(&price).unwrap() && !con.touch(&key).unwrap());
        assert!(!con.remove(&key).unwrap());
        assert!(con.save_new(&price).unwrap() && !con.save_new(&price).unwrap());
        assert!(con.replace(&price).unwrap());
        let () = con.persist(&key).unwrap();
        assert!(con.touch(&key).unwrap() && HALF_AN_HOUR.contains(&ttl(con, &key)));
        let () = con.persist(&key).unwrap();
        assert_eq!(con.load_and_touch(&key).unwrap(), Some(price.clone()));
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        let minute = key.clone().with_expiry(Expiry::After(Duration::from_secs(60)));
        con.save((&minute, &price)).unwrap();
        con.save((&key.clone().with_expiry(Expiry::Keep), &price)).unwrap();
        assert!((50..=60).contains(&ttl(con, &key)));
        let declined = con.update(&key, |_| Update::Decline).unwrap();
        assert_eq!(declined, Some(price.clone()));
        assert_eq!(con.update(&key, |price| price.cents = 1).unwrap().unwrap().cents, 1);
        assert!(con.remove(&key).unwrap());
    });
}

#[test]
fn a_save_that_keeps_the_expiry_does_not_keep_that_of_the_lease() {
    let mut con = Client::connect(url());
    let price = price(&mut con);
    let key = price.key();
    let mut other = Client::connect(url());
    let source = || {
        other.save((&key.clone().with_expiry(Expiry::Keep), &price)).unwrap();
        price.clone()
    };
    con.load_or_else(&key, source).unwrap();
    assert_eq!(ttl(&mut con, &key), -1);
}

#[test]
fn who_waits_gets_the_entry_of_the_one_whose_turn_it_is() {
    let mut con = Client::connect(url());
    let price = price(&mut con);
    let asked = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let mut con = Client::connect(url());
                let source = || {
                    asked.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(200));
                    price.clone()
                };
                assert_eq!(con.load_or_else(&price.key(), source).unwrap(), price);
            });
        }
    });
    assert_eq!(asked.into_inner(), 1);
}

#[test]
fn who_is_gone_blocks_the_others_for_the_lease_alone() {
    let mut con = Client::connect(url());
    let price = price(&mut con);
    let key = price.key().with_cache(Cache::new().with_lease(Duration::from_millis(300)));
    let panics = std::panic::AssertUnwindSafe(|| {
        let mut con = Client::connect(url());
        let _ = con.load_or_else(&key, || panic!("the source is gone"));
    });
    std::panic::catch_unwind(panics).unwrap_err();
    assert_eq!(con.load_or_else(&key, || price.clone()).unwrap(), price);
    assert_eq!(con.load(&key).unwrap(), Some(price.clone()));
}

#[test]
fn who_has_waited_for_long_enough_asks_and_stores_nothing() {
    let mut con = Client::connect(url());
    let price = price(&mut con);
    let key = price.key().with_cache(Cache::new().with_patience(Duration::from_millis(50)));
    let mut other = Client::connect(url());
    let newer = Price { cents: 7, ..price.clone() };
    let source = || {
        assert_eq!(other.load_or_else(&key, || newer.clone()).unwrap(), newer);
        price.clone()
    };
    assert_eq!(con.load_or_else(&key, source).unwrap(), price);
    assert_eq!(con.load(&key).unwrap(), Some(price.clone()));
}

#[test]
fn a_redis_that_fails_takes_no_value_away() {
    let mut con = Client::connect(url());
    let price = price(&mut con);
    let key = price.key();
    let () = con.rpush(&key, "no document").unwrap();
    con.load_or_else(&key, || price.clone()).unwrap_err();
    let falling = key.clone().with_cache(Cache::new().fall_through());
    assert_eq!(con.load_or_else(&falling, || price.clone()).unwrap(), price);
    let failed = con.try_load_or_else(&falling, || Err::<Price, _>(error()));
    failed.unwrap_err();
    assert_eq!(con.llen::<_, u8>(&key).unwrap(), 1);

    // Another type of Redis is there by the time of the end.
    let () = con.del(&key).unwrap();
    let mut other = Client::connect(url());
    let source = || {
        let () = other.del(&key).unwrap();
        let () = other.rpush(&key, "no document").unwrap();
        price.clone()
    };
    assert_eq!(con.load_or_else(&key, source).unwrap(), price);
    assert_eq!(con.llen::<_, u8>(&key).unwrap(), 1);
}

#[test]
fn a_key_of_any_type_can_be_given_a_cache() {
    let mut con = Client::connect(url());
    let primes = Key::<Vec<u8>>::new(con.key("primes")).with_cache(Cache::new());
    assert_eq!(con.load_or_else(&primes, || vec![2, 3]).unwrap(), [2, 3]);
    assert_eq!(con.load_or_else(&primes, Vec::new).unwrap(), [2, 3]);
    // A key that keeps its expiry has none but that of the placeholder.
    assert_eq!(ttl(&mut con, &primes), -1);
    assert!(con.remove(&primes).unwrap());
}

#[tokio::test]
async fn where_it_is_awaited_it_may_be_dropped() {
    let mut blocking = Client::connect(url());
    let price = price(&mut blocking);
    let key = price.key().with_cache(Cache::new().with_lease(Duration::from_millis(300)));
    let con = connect_async(url()).await;
    let (mut one, mut other) = (con.clone(), con.clone());
    let never = one.load_or_else(&key, async || std::future::pending().await);
    let given_up = tokio::time::timeout(Duration::from_millis(50), never).await;
    given_up.unwrap_err();
    let fill = other.load_or_else(&key, async || price.clone());
    assert_eq!(assert_send(fill).await.unwrap(), price);
    assert_eq!(other.load(&key).await.unwrap(), Some(price.clone()));

    assert!(other.remove(&key).await.unwrap());
    let published = Price { cents: 5, ..price.clone() };
    let source = async || {
        con.clone().save(&published).await.unwrap();
        price.clone()
    };
    assert_eq!(one.load_or_else(&price.key(), source).await.unwrap(), published);
    let hit = one.try_load_or_else(&key, async || Err::<Price, _>(error())).await;
    assert_eq!(hit.unwrap(), published);
}

fn assert_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn a_hit_is_one_command() {
    let server = test_server::Server::start_private(&[]).unwrap();
    let mut con = Client::connect(server.url());
    let price = price(&mut con);
    con.save(&price).unwrap();
    let calls = |con: &mut Client| -> u64 {
        let info: redis::InfoDict = cmd("INFO").arg("stats").query(con).unwrap();
        info.get("total_commands_processed").unwrap()
    };
    let before = calls(&mut con);
    con.load_or_else(&price.key(), || unreachable!()).unwrap();
    // The command itself and the one that counts.
    assert_eq!(calls(&mut con) - before, 2);
}

#[test]
fn that_there_is_nothing_is_remembered_for_a_while() {
    on_both_protocols(|con| {
        let price = price(con);
        let key = price.key();
        let nothing = || Ok::<Option<Price>, Error>(None);
        // Without `absent` it is not, and leaves nothing behind.
        assert_eq!(con.load_or_find(&key, nothing).unwrap(), None);
        assert!(!con.exists::<_, bool>(&key).unwrap());

        let absent = Cache::new().with_absent(Duration::from_secs(60));
        let known = key.clone().with_cache(absent);
        assert_eq!(con.load_or_find(&known, nothing).unwrap(), None);
        assert!((50..=60).contains(&ttl(con, &key)));
        let found =
            con.load_or_find(&known, || -> Result<_, Error> { unreachable!("it is known") });
        assert_eq!(found.unwrap(), None);
        assert_eq!(con.load(&key).unwrap(), None);
        assert!(!con.touch(&key).unwrap() && !con.replace(&price).unwrap());
        assert_eq!(con.load(key.cached()).unwrap(), Cached::Miss);

        // A caller with an entry stores it, and a source that always has one is asked.
        assert_eq!(con.load_or_else(&known, || price.clone()).unwrap(), price);
        assert!(con.remove(&key).unwrap());
        assert_eq!(con.load_or_find(&known, nothing).unwrap(), None);
        assert!(con.save_new(&price).unwrap());
        assert_eq!(con.load_or_find(&known, nothing).unwrap(), Some(price.clone()));
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
    });
}

#[test]
fn the_time_to_live_of_entries_differs_by_the_jitter() {
    let mut con = Client::connect(url());
    let cache = Cache::new().with_jitter(50);
    let times: Vec<i64> = (0..20)
        .map(|_| {
            let price = price(&mut con);
            let key = price.key().with_cache(cache);
            con.load_or_else(&key, || price.clone()).unwrap();
            ttl(&mut con, &key)
        })
        .collect();
    assert!(times.iter().all(|time| (899..=1800).contains(time)), "{times:?}");
    assert!(times.iter().max() > times.iter().min(), "{times:?}");
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:rate", ttl = "10m", cache(stale = "1h", lease = "20s"))]
struct Rate {
    run: String,
    cents: u64,
}

#[test]
fn an_entry_past_its_time_is_refreshed_by_one_caller() {
    on_both_protocols(|con| {
        let run = con.key("").replace("redis-derive:", "");
        let (old, new) = (Rate { run: run.clone(), cents: 1 }, Rate { run, cents: 2 });
        let key = old.key();
        con.forget(key.as_str());
        // The expiry is that of both times together.
        assert_eq!(con.load_or_else(&key, || old.clone()).unwrap(), old);
        assert!((4190..=4200).contains(&ttl(con, &key)));
        assert_eq!(con.load_or_else(&key, || unreachable!()).unwrap(), old);

        // Past its time, where the source fails.
        let () = con.expire(&key, 3000).unwrap();
        let failed = con.try_load_or_else(&key, || Err::<Rate, _>(error()));
        assert_eq!(failed.unwrap(), old);
        assert!((2990..=3000).contains(&ttl(con, &key)));
        // During the lease no other caller asks.
        assert_eq!(con.load_or_else(&key, || unreachable!()).unwrap(), old);
        let () = con.expire(&key, 2970).unwrap();

        let mut other = Client::connect(con.url());
        let source = || {
            // While one caller asks, the others have the old one, which is plain JSON for all.
            assert_eq!(other.load_or_else(&key, || unreachable!()).unwrap(), old);
            assert_eq!(other.load(&key).unwrap(), Some(old.clone()));
            assert_eq!(other.get::<_, Rate>(&key).unwrap(), old);
            new.clone()
        };
        assert_eq!(con.load_or_else(&key, source).unwrap(), new);
        assert!((4190..=4200).contains(&ttl(con, &key)));
        assert_eq!(con.load_or_else(&key, || unreachable!()).unwrap(), new);
    });
}

/// A rate that cannot be stored if it is not finite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:float", ttl = "10m", cache(stale = "1h"))]
struct FloatRate {
    run: String,
    rate: f64,
}

#[test]
fn an_entry_past_its_time_stays_where_the_new_one_cannot_be_stored() {
    on_both_protocols(|con| {
        let run = con.key("").replace("redis-derive:", "");
        let old = FloatRate { run, rate: 0.5 };
        let key = old.key();
        con.forget(key.as_str());
        con.save(&old).unwrap();
        let () = con.expire(&key, 3000).unwrap();
        let new = con.load_or_else(&key, || FloatRate { rate: f64::NAN, ..old.clone() });
        assert_eq!(new.unwrap_err().kind(), ErrorKind::Serialize);
        assert_eq!(con.load(&key).unwrap(), Some(old));
    });
}

#[test]
fn a_refresh_replaces_nothing_that_was_done_meanwhile() {
    type Meanwhile = fn(&mut Client, &Rate);
    let meanwhile: [(Meanwhile, Option<u64>); 5] = [
        (|con, new| con.save(new).unwrap(), Some(7)),
        (|con, new| _ = con.update(new.key(), |rate| rate.cents = 7).unwrap().unwrap(), Some(7)),
        (|con, new| con.set(new.key(), new.to_redis_json().unwrap()).unwrap(), Some(7)),
        (|con, new| assert!(con.remove(new.key()).unwrap()), None),
        (|con, new| assert_eq!(con.del::<_, u8>(new.key()).unwrap(), 1), None),
    ];
    on_both_protocols(|con| {
        let run = con.key("").replace("redis-derive:", "");
        let rate = |cents| Rate { run: run.clone(), cents };
        let key = rate(1).key();
        con.forget(key.as_str());
        let mut other = Client::connect(con.url());
        for (meanwhile, left) in meanwhile {
            con.save(&rate(1)).unwrap();
            let () = con.expire(&key, 3000).unwrap();
            let source = || {
                meanwhile(&mut other, &rate(7));
                rate(2)
            };
            let found = con.load_or_else(&key, source).unwrap();
            assert_eq!(found.cents, left.unwrap_or(2));
            assert_eq!(con.load(&key).unwrap().map(|rate| rate.cents), left);
            let _ = con.remove(&key).unwrap();
        }
    });
}

/// Prices that no other test uses, with numbers from 0 on.
fn prices(con: &mut Client, count: u64) -> Vec<Price> {
    let run = con.key("").replace("redis-derive:", "");
    let price = |id| Price { run: run.clone(), id, cents: id };
    let prices: Vec<_> = (0..count).map(price).collect();
    for price in &prices {
        con.forget(price.key().as_str());
    }
    prices
}

#[test]
fn a_source_is_asked_once_for_all_that_are_missing() {
    on_both_protocols(|con| {
        let prices = prices(con, 1500);
        let keys: Vec<Key<Price>> = prices.iter().map(Keyed::key).collect();
        con.save(&prices[7]).unwrap();
        let () = con.set(&keys[8], "of another version").unwrap();
        let mut asked = 0;
        let source = |missing: Vec<&Key<Price>>| {
            asked += 1;
            assert_eq!(missing.len(), 1499);
            let known = missing.into_iter().map(|key| {
                let id: usize = Price::key_pattern().parts(key).unwrap()["id"].parse().unwrap();
                (id != 9).then(|| prices[id].clone())
            });
            Ok::<_, Error>(known.collect())
        };
        let mut expected: Vec<_> = prices.iter().cloned().map(Some).collect();
        expected[9] = None;
        assert_eq!(con.load_many_or_find(&keys, source).unwrap(), expected);
        assert_eq!(asked, 1);
        assert_eq!(con.load_many(&keys).unwrap(), expected);
        assert!(HALF_AN_HOUR.contains(&ttl(con, &keys[1000])));
        // What is not there is not remembered, and leaves nothing behind.
        assert!(!con.exists::<_, bool>(&keys[9]).unwrap());
        let none: Vec<Option<Price>> =
            con.load_many_or_find(&[] as &[Key<Price>], |_| Err(error())).unwrap();
        assert!(none.is_empty());
    });
}

#[test]
fn a_fill_of_many_replaces_nothing_and_leaves_nothing() {
    on_both_protocols(|con| {
        let prices = prices(con, 4);
        let keys: Vec<Key<Price>> = prices.iter().map(Keyed::key).collect();
        let failed = con.load_many_or_find(&keys, |_| Err::<Vec<_>, _>(error()));
        failed.unwrap_err();
        assert_eq!(cmd("EXISTS").arg(&keys).query::<u8>(con).unwrap(), 0);

        let mut other = Client::connect(con.url());
        let newer = Price { cents: 100, ..prices[0].clone() };
        // An entry that is there by then is had in place of what fails.
        let fails = |missing: Vec<&Key<Price>>| {
            other.save((missing[0], &newer)).unwrap();
            Err(error())
        };
        assert_eq!(con.load_many_or_find(&keys[..1], fails).unwrap(), [Some(newer.clone())]);
        assert!(con.remove(&keys[0]).unwrap());
        let source = |missing: Vec<&Key<Price>>| {
            assert_eq!(missing.len(), 4);
            other.save(&newer).unwrap();
            assert!(!other.remove(&keys[1]).unwrap());
            assert_eq!(other.load_many(&keys[1..]).unwrap(), [const { None }; 3]);
            // One value too few is none for the last key.
            Ok::<_, Error>(prices[..3].iter().cloned().map(Some).collect())
        };
        let found = con.load_many_or_find(&keys, source).unwrap();
        let expected =
            [Some(newer.clone()), Some(prices[1].clone()), Some(prices[2].clone()), None];
        assert_eq!(found, expected);
        let stored = con.load_many(&keys).unwrap();
        assert_eq!(stored, [Some(newer), None, Some(prices[2].clone()), None]);
    });
}

#[test]
fn many_that_another_caller_fills_are_waited_for() {
    let mut con = Client::connect(url());
    let prices = prices(&mut con, 3);
    let keys: Vec<Key<Price>> = prices.iter().map(Keyed::key).collect();
    let (begun, has_begun) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut con = Client::connect(url());
            let source = || {
                begun.send(()).unwrap();
                std::thread::sleep(Duration::from_millis(100));
                prices[1].clone()
            };
            con.load_or_else(&keys[1], source).unwrap();
        });
        has_begun.recv().unwrap();
        let source = |missing: Vec<&Key<Price>>| {
            assert_eq!(missing, [&keys[0], &keys[2]]);
            Ok::<_, Error>(vec![Some(prices[0].clone()), Some(prices[2].clone())])
        };
        let found = con.load_many_or_find(&keys, source).unwrap();
        assert!(found.into_iter().eq(prices.iter().cloned().map(Some)));
    });
}

#[test]
fn many_of_another_type_of_redis_are_not_waited_for() {
    let mut con = Client::connect(url());
    let prices = prices(&mut con, 2);
    let keys: Vec<Key<Price>> = prices.iter().map(Keyed::key).collect();
    let () = con.rpush(&keys[0], 1).unwrap();
    let source = |missing: Vec<&Key<Price>>| {
        Ok::<_, Error>(missing.iter().map(|_| Some(prices[0].clone())).collect())
    };
    let found = con.load_many_or_find(&keys, source).unwrap();
    assert_eq!(found, [Some(prices[0].clone()), Some(prices[0].clone())]);
    assert_eq!(con.llen::<_, u8>(&keys[0]).unwrap(), 1);
}

#[test]
fn jitter_leaves_entries_young_that_are_kept_past_their_time() {
    let mut con = Client::connect(url());
    let day = Duration::from_secs(86_400);
    let cache = Cache::new().with_jitter(50).with_stale(day);
    for _ in 0..20 {
        let key = Key::<u8>::new(con.key("young"));
        let key = key.with_expiry(Expiry::After(day + day / 100)).with_cache(cache);
        assert_eq!(con.load_or_else(&key, || 1).unwrap(), 1);
        assert_eq!(con.load_or_else(&key, || unreachable!("it is young")).unwrap(), 1);
    }
    // No time is too long to be cut, though it may be for the server.
    let for_ever = Key::<u8>::new(con.key("ever")).with_expiry(Expiry::After(Duration::MAX));
    assert_eq!(con.load_or_else(&for_ever.with_cache(cache), || 1).unwrap(), 1);
}

#[test]
fn a_document_that_is_null_is_an_entry_past_its_time_too() {
    let mut con = Client::connect(url());
    let hour = Duration::from_secs(3600);
    let key = Key::<Option<u8>>::new(con.key("null")).with_expiry(Expiry::After(hour));
    let key = key.with_cache(Cache::new().with_stale(hour));
    con.save((&key, &None)).unwrap();
    assert_eq!(con.load_or_else(&key, || Some(7)).unwrap(), None);
    assert_eq!(con.get::<_, String>(&*key).unwrap(), "null");
}

#[test]
fn a_placeholder_whose_lease_was_made_longer_is_taken_over() {
    let mut con = Client::connect(url());
    let price = price(&mut con);
    let short = Duration::from_millis(100);
    let key = price.key().with_cache(Cache::new().with_lease(short));
    let many = Key::<u8>::new(con.key("many")).with_cache(Cache::new().with_lease(short));
    for key in [key.as_str(), many.as_str()] {
        let () = con.set_ex(key, format!("null{}", "\t".repeat(32)), 3600).unwrap();
    }
    assert_eq!(con.load_or_else(&key, || price.clone()).unwrap(), price);
    assert_eq!(con.load(&key).unwrap(), Some(price));
    let source = |_: Vec<_>| Ok::<_, Error>(vec![Some(1)]);
    let found = con.load_many_or_find([many.with_origin()], source).unwrap();
    assert_eq!(found, [(Some(1), Origin::Filled)]);
    con.remove(&many).unwrap();
}

#[test]
fn what_a_source_has_made_for_a_refresh_is_had_also_when_it_took_too_long() {
    let mut con = Client::connect(url());
    let run = con.key("").replace("redis-derive:", "");
    let rate = |cents| Rate { run: run.clone(), cents };
    let key = rate(1).key();
    con.forget(key.as_str());
    con.save(&rate(1)).unwrap();
    let () = con.expire(&key, 3000).unwrap();
    let mut other = Client::connect(url());
    let source = || {
        // The claim ends, another caller claims, and its source fails.
        let () = other.expire(&key, 2970).unwrap();
        let failed = other.try_load_or_else(&key, || Err::<Rate, _>(error()));
        assert_eq!(failed.unwrap(), rate(1));
        rate(2)
    };
    assert_eq!(con.load_or_else(&key, source).unwrap(), rate(2));

    // An update that changes nothing leaves a refresh to go on.
    let () = con.expire(&key, 2900).unwrap();
    let source = || {
        assert_eq!(other.update(&key, |_| ()).unwrap(), Some(rate(1)));
        rate(3)
    };
    assert_eq!(con.load_or_else(&key, source).unwrap(), rate(3));
    assert_eq!(con.load(&key).unwrap(), Some(rate(3)));
}

#[test]
fn a_key_of_another_type_of_redis_is_what_it_is_without_a_cache() {
    let mut con = Client::connect(url());
    let price = price(&mut con);
    let key = price.key();
    let () = con.hset(&key, "a", 1).unwrap();
    assert!(con.touch(&key).unwrap() && !con.save_new(&price).unwrap());
    assert!(con.remove(&key).unwrap());
}

#[test]
fn a_cache_falls_through_where_redis_fails_and_nowhere_else() {
    let mut con = Client::connect(url());
    let prices = prices(&mut con, 2);
    let strict = Cache::new().fall_through().keep_undecodable();
    let keys: Vec<_> = prices.iter().map(|price| price.key().with_cache(strict)).collect();
    con.save(&prices[0]).unwrap();
    let () = con.set(&*keys[1], "of another version").unwrap();
    let error = con.load_or_else(&keys[1], || unreachable!()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Syntax);
    let outcome = con.load_many_or_find(&keys, |_| -> Result<_, Error> { unreachable!() });
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Syntax);
}

#[test]
fn a_source_of_many_that_says_too_little_is_not_taken_for_one_that_finds_nothing() {
    let mut con = Client::connect(url());
    let prices = prices(&mut con, 3);
    let absent = Cache::new().with_absent(Duration::from_secs(60));
    let keys: Vec<_> = prices.iter().map(|price| price.key().with_cache(absent)).collect();
    let one = |_: Vec<_>| Ok::<_, Error>(vec![Some(prices[0].clone())]);
    assert_eq!(con.load_many_or_find(&keys, one).unwrap(), [Some(prices[0].clone()), None, None]);
    let found = con.load_or_find(&keys[1], || Ok::<_, Error>(Some(prices[1].clone())));
    assert_eq!(found.unwrap(), Some(prices[1].clone()));
    // The same key again is no other question.
    con.remove(&keys[2]).unwrap();
    let mut asked = 0;
    let source = |missing: Vec<_>| {
        asked += missing.len();
        Ok::<_, Error>(vec![Some(prices[2].clone())])
    };
    let twice = [&keys[2], &keys[0], &keys[2]];
    let found = con.load_many_or_find(twice, source).unwrap();
    assert_eq!(found, [2, 0, 2].map(|id| Some(prices[id].clone())));
    assert_eq!(asked, 1);
}

#[test]
fn a_value_tells_how_it_was_got() {
    on_both_protocols(|con| {
        let run = con.key("").replace("redis-derive:", "");
        let rate = |cents| Rate { run: run.clone(), cents };
        let key = rate(1).key();
        con.forget(key.as_str());
        let mut other = Client::connect(con.url());
        let origin = |con: &mut Client, source: &mut dyn FnMut() -> Rate| {
            con.load_or_else(key.with_origin(), source).unwrap().1
        };
        assert_eq!(origin(con, &mut || rate(1)), Origin::Filled);
        assert_eq!(origin(con, &mut || unreachable!()), Origin::Hit);
        let () = con.expire(&key, 3000).unwrap();
        let mut refreshes = || {
            assert_eq!(origin(&mut other, &mut || unreachable!()), Origin::Stale);
            rate(2)
        };
        assert_eq!(origin(con, &mut refreshes), Origin::Filled);
        let () = con.expire(&key, 3000).unwrap();
        let failed = con.try_load_or_else(key.with_origin(), || Err(error()));
        assert_eq!(failed.unwrap(), (rate(2), Origin::Stale));

        let _ = con.remove(&key).unwrap();
        let mut is_faster = || {
            other.save(&rate(7)).unwrap();
            rate(3)
        };
        assert_eq!(origin(con, &mut is_faster), Origin::Waited);
        let _ = con.remove(&key).unwrap();
        let mut is_removed = || {
            let _ = other.remove(&key).unwrap();
            rate(3)
        };
        assert_eq!(origin(con, &mut is_removed), Origin::Unstored);
        let known = key.clone().with_cache(Rate::CACHE.with_absent(Duration::from_secs(60)));
        let nothing = || Ok::<_, Error>(None);
        let found = |con: &mut Client| con.load_or_find(known.with_origin(), nothing).unwrap();
        assert_eq!(found(con), (None, Origin::Filled));
        assert_eq!(found(con), (None, Origin::Hit));
    });
}

#[test]
fn many_entries_past_their_time_are_asked_for_at_once() {
    on_both_protocols(|con| {
        let run = con.key("").replace("redis-derive:", "");
        let key = |n| Key::<u32>::new(format!("redis-derive:{run}:{n}"));
        let hour = Cache::new().with_stale(Duration::from_secs(3600));
        let two_hours = Expiry::After(Duration::from_secs(7200));
        let keys: Vec<_> = (0..6).map(|n| key(n).with_expiry(two_hours).with_cache(hour)).collect();
        for key in &keys {
            con.forget(key.as_str());
        }
        let mut other = Client::connect(con.url());
        let ask = |con: &mut Client, says: &mut dyn FnMut(Vec<usize>) -> Vec<Option<u32>>| {
            let mut keys: Vec<_> = keys.iter().map(CacheKey::with_origin).collect();
            keys.push(keys[0]);
            let source = |asked: Vec<WithOrigin<&CacheKey<u32>>>| {
                let place = |key: &str| key.rsplit(':').next().unwrap().parse().unwrap();
                Ok::<_, Error>(says(asked.iter().map(|key| place(key.as_str())).collect()))
            };
            con.load_many_or_find(keys, source).unwrap()
        };
        // Two are young, three are past their time, and one is missing.
        for (n, key) in keys[..5].iter().enumerate() {
            con.save((key, &1)).unwrap();
            let () = con.expire(key, if n < 2 { 7000 } else { 3000 }).unwrap();
        }
        let mut refreshes = |places: Vec<usize>| {
            assert_eq!(places, [2, 3, 4, 5]);
            other.save((&keys[3], &7)).unwrap();
            assert!(other.remove(&keys[4]).unwrap());
            // While they are refreshed, the others have the old ones.
            assert_eq!(other.load_or_else(&keys[2], || unreachable!()).unwrap(), 1);
            vec![Some(2); 4]
        };
        let expected = [
            (Some(1), Origin::Hit),
            (Some(1), Origin::Hit),
            (Some(2), Origin::Filled),
            (Some(7), Origin::Waited),
            (Some(2), Origin::Unstored),
            (Some(2), Origin::Filled),
            (Some(1), Origin::Hit),
        ];
        assert_eq!(ask(con, &mut refreshes), expected);
        let stored = [Some(1), Some(1), Some(2), Some(7), None, Some(2)];
        assert_eq!(con.load_many(&keys).unwrap(), stored);
        assert!((7190..=7200).contains(&ttl(con, &keys[2])));

        // What the source does not know any more is removed, and where it fails the old one is had.
        let () = con.expire(&keys[0], 3000).unwrap();
        let () = con.expire(&keys[1], 3000).unwrap();
        let some = &keys[..2];
        let failed = con.load_many_or_find(some, |_| Err(error()));
        assert_eq!(failed.unwrap(), [Some(1), Some(1)]);
        let () = con.expire(&keys[0], 2000).unwrap();
        let gone = con.load_many_or_find(some, |asked| {
            assert_eq!(asked.len(), 1);
            Ok::<_, Error>(vec![None])
        });
        assert_eq!(gone.unwrap(), [None, Some(1)]);
        assert_eq!(con.load(&keys[0]).unwrap(), None);
        // A missing one is still an error.
        con.load_many_or_find(some, |_| Err(error())).unwrap_err();
    });
}

#[test]
fn a_key_that_comes_twice_is_had_twice_also_where_nothing_can_be_stored() {
    let mut con = Client::connect(url());
    let price = price(&mut con);
    let () = con.rpush(price.key(), 1).unwrap();
    let keys = [price.key(), price.key()];
    let source = |asked: Vec<&Key<Price>>| {
        assert_eq!(asked.len(), 1);
        Ok::<_, Error>(vec![Some(price.clone())])
    };
    let found = con.load_many_or_find(&keys, source).unwrap();
    assert_eq!(found, [Some(price.clone()), Some(price.clone())]);
}

#[test]
fn many_that_cannot_be_stored_are_had_and_are_not_taken_for_stored() {
    // JSON has no such keys.
    type Unstorable = BTreeMap<(u8, u8), u8>;
    on_both_protocols(|con| {
        let cache = Cache::new().fall_through();
        let keys = ["some", "none"].map(|name| {
            let key = con.key(name);
            con.forget(&key);
            Key::<Unstorable>::new(key).with_cache(cache)
        });
        let value = BTreeMap::from([((1, 2), 3)]);
        let source = |_: Vec<_>| Ok::<_, Error>(vec![Some(value.clone())]);
        let found = con.load_many_or_find(keys.each_ref().map(CacheKey::with_origin), source);
        // The source has said nothing about the second.
        let expected = [(Some(value.clone()), Origin::Unstored), (None, Origin::Unstored)];
        assert_eq!(found.unwrap(), expected);
        let one = con.load_or_else(keys[0].with_origin(), || value.clone());
        assert_eq!(one.unwrap(), (value, Origin::Unstored));
    });
}

#[test]
fn many_that_are_not_stored_for_want_of_memory_block_nobody() {
    let server = test_server::Server::start_private(&[]).unwrap();
    let [mut con, mut other] = [(); 2].map(|()| Client::connect(server.url()));
    let keys = ["a", "b"].map(|name| Key::<u8>::new(name).with_cache(Cache::new()));
    let source = |_: Vec<_>| {
        cmd("CONFIG").arg(&["SET", "maxmemory", "1"]).exec(&mut other).unwrap();
        Ok::<_, Error>(vec![Some(1), Some(2)])
    };
    let found = con.load_many_or_find(keys.each_ref().map(CacheKey::with_origin), source).unwrap();
    assert_eq!(found, [1, 2].map(|value| (Some(value), Origin::Unstored)));
    assert_eq!(cmd("EXISTS").arg(&["a", "b"]).query::<u8>(&mut con).unwrap(), 0);
}

#[test]
fn what_is_saved_anew_while_it_is_refreshed_is_had() {
    on_both_protocols(|con| {
        let [hour, two_hours] = [1, 2].map(|hours| Duration::from_secs(3600 * hours));
        let key = Key::<u8>::new(con.key("anew")).with_expiry(Expiry::After(two_hours));
        con.forget(key.as_str());
        let key = key.with_cache(Cache::new().with_stale(hour));
        con.save((&key, &1)).unwrap();
        let () = con.expire(&*key, 3000).unwrap();
        let mut other = Client::connect(con.url());
        // The same document as the old one.
        let source = || {
            other.save((&key, &1)).unwrap();
            2
        };
        assert_eq!(con.load_or_else(key.with_origin(), source).unwrap(), (1, Origin::Waited));
        assert_eq!(con.load(&key).unwrap(), Some(1));
    });
}

#[test]
fn a_refresh_keeps_the_expiry_of_a_key_that_keeps_it() {
    on_both_protocols(|con| {
        let cache = Cache::new().with_stale(Duration::from_secs(3600));
        let key = Key::<Option<u8>>::new(con.key("kept"));
        con.forget(key.as_str());
        let key = key.with_cache(cache);
        let time = |con: &mut Client| con.ttl::<_, i64>(&key).unwrap();
        let () = con.set_ex(&key, "1", 1000).unwrap();
        let refreshed = con.load_or_else(key.with_origin(), || Some(2)).unwrap();
        assert_eq!(
            (refreshed, con.load(&key).unwrap()),
            ((Some(2), Origin::Filled), Some(Some(2)))
        );
        assert!((990..=1000).contains(&time(con)), "it expires in {}", time(con));
        // It is as stale as before, and refreshed again after a lease.
        let again = con.load_or_else(key.with_origin(), || unreachable!("it is claimed")).unwrap();
        assert_eq!(again, (Some(2), Origin::Stale));
        let () = con.expire(&key, 900).unwrap();
        let many = con.load_many_or_find([key.with_origin()], |_| Ok::<_, Error>(vec![Some(None)]));
        assert_eq!(many.unwrap(), [(Some(None), Origin::Filled)]);
        assert_eq!(con.load(&key).unwrap(), Some(None));
        assert!((890..=900).contains(&time(con)), "it expires in {}", time(con));
        // What is filled has no expiry to keep.
        let () = con.del(&key).unwrap();
        assert_eq!(con.load_or_else(&key, || Some(3)).unwrap(), Some(3));
        assert_eq!(time(con), -1);
    });
}

#[derive(Debug, Serialize, Deserialize)]
struct Flat {
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Debug, Serialize, Deserialize)]
struct Counts {
    by_number: BTreeMap<u8, u8>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Rest {
    id: u8,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[test]
fn what_could_not_be_read_again_is_no_entry() {
    let mut con = Client::connect(url());
    let key = Key::<f64>::new(con.key("rate"));
    let strict = key.clone().with_cache(Cache::new());
    let error = con.load_or_else(&strict, || f64::NAN).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    let falling = key.clone().with_cache(Cache::new().fall_through());
    let (rate, origin) = con.load_or_else(falling.with_origin(), || f64::INFINITY).unwrap();
    assert_eq!((rate, origin), (f64::INFINITY, Origin::Unstored));
    let many = con.load_many_or_find([&falling], |_| Ok::<_, Error>(vec![Some(f64::INFINITY)]));
    assert_eq!(many.unwrap(), [Some(f64::INFINITY)]);
    assert!(!con.exists::<_, bool>(&key).unwrap());
    assert_eq!(
        con.load_or_else(&strict, || 1.5).map(|rate| rate.to_string()),
        Ok("1.5".to_owned())
    );
    con.forget(key.as_str());

    // serde writes it, and does not read it.
    let key = Key::<Flat>::new(con.key("counts")).with_cache(Cache::new());
    let counts = || Flat { counts: Counts { by_number: [(7, 1)].into() } };
    let error = con.load_or_else(&key, counts).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    assert!(!con.exists::<_, bool>(&key).unwrap());
    let deep = || (0..128).fold(serde_json::Value::from(1), |deep, _| vec![deep].into());
    let key = Key::new(con.key("deep")).with_cache(Cache::new());
    let error = con.load_or_else(&key, deep).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    // An entry that its readers keep is read again in any case.
    let twice = || Rest { id: 1, rest: [("id".to_owned(), 2)].into() };
    let key = Key::new(con.key("twice")).with_cache(Cache::new().keep_undecodable());
    let error = con.load_or_else(&key, twice).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    assert!(!con.exists::<_, bool>(&key).unwrap());
}
