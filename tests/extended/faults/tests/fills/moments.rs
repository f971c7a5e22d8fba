//! At every moment of a fill, and of the refresh of an entry past its time, another client makes
//! the entry follow what was published. `ROUNDS=10000` is a long run.

use crate::entry::{Entry, REMOVED, STORED, Source, run};
use proptest::test_runner::{Config, TestRunner};
use redis_1::{Client, Connection, cmd};
use redis_derive::{AsyncDocumentCommands, Cache, CacheKey, DocumentCommands};
use std::cell::RefCell;
use std::future::ready;
use std::sync::mpsc;
use std::time::Duration;
use tests::url;

const PROTOCOLS: [&str; 2] = ["", "?protocol=resp3"];

fn client(protocol: &str) -> Client {
    Client::open(format!("{}{protocol}", url())).unwrap()
}

fn connect(protocol: &str) -> Connection {
    client(protocol).get_connection().unwrap()
}

fn pause(microseconds: u64) {
    std::thread::sleep(Duration::from_micros(microseconds));
}

fn rounds() -> u32 {
    std::env::var("ROUNDS").map_or(250, |rounds| rounds.parse().unwrap())
}

/// A fill, with what it asks.
type Fill<'a> = &'a mut dyn FnMut(&CacheKey<Entry>, &mut (dyn FnMut() -> Entry + Send)) -> Entry;

/// How an entry is kept past its time: five of ten minutes.
const STALE: Duration = Duration::from_secs(300);

fn assert_nothing_old_is_left(protocol: &str, fill: Fill<'_>) {
    let key = Entry::key_for(run()).with_cache(Cache::new().with_stale(STALE));
    let source = Source::default();
    let (send, receive) = mpsc::sync_channel::<(usize, u64)>(0);
    let (done, finished) = mpsc::sync_channel(0);
    std::thread::scope(|scope| {
        let (key, source) = (&key, &source);
        scope.spawn(move || {
            let mut con = connect(protocol);
            while let Ok((how, before)) = receive.recv() {
                pause(before);
                let new = source.publish();
                [&STORED[..], &REMOVED].concat()[how](&mut con, key, &new).unwrap();
                done.send(()).unwrap();
            }
        });
        let (con, fill) = (RefCell::new(connect(protocol)), RefCell::new(fill));
        let mut runner = TestRunner::new(Config::with_cases(rounds()));
        let how = 0..STORED.len() + REMOVED.len();
        let strategy = (how, proptest::bool::ANY, 0..400u64, 0..200u64, 0..200u64);
        let round = |(how, is_past, before, one, two)| {
            let mut con = con.borrow_mut();
            if is_past {
                con.save((&**key, &source.read())).unwrap();
                cmd("EXPIRE").arg(&**key).arg(60).exec(&mut *con).unwrap();
            }
            send.send((how, before)).unwrap();
            let mut read = || {
                pause(one);
                let entry = source.read();
                pause(two);
                entry
            };
            (fill.borrow_mut())(key, &mut read);
            finished.recv().unwrap();
            let left = con.load(key).unwrap();
            assert!(left.is_some() || how >= STORED.len(), "what was stored is not there");
            assert!(left.is_none_or(|left| left == source.read()), "an old entry is left");
            con.remove(key).unwrap();
            Ok(())
        };
        runner.run(&strategy, round).unwrap();
        drop(send);
    });
}

#[test]
fn nothing_old_is_left_where_callers_block() {
    for protocol in PROTOCOLS {
        let mut con = connect(protocol);
        let mut fill = |key: &CacheKey<Entry>, source: &mut (dyn FnMut() -> Entry + Send)| {
            con.load_or_else(key, source).unwrap()
        };
        assert_nothing_old_is_left(protocol, &mut fill);
    }
}

#[test]
fn nothing_old_is_left_where_callers_await() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for protocol in PROTOCOLS {
        let client = client(protocol);
        let con = client.get_multiplexed_async_connection();
        let mut con = runtime.block_on(con).unwrap();
        let mut fill = |key: &CacheKey<Entry>, source: &mut (dyn FnMut() -> Entry + Send)| {
            runtime.block_on(con.load_or_else(key, || ready(source()))).unwrap()
        };
        assert_nothing_old_is_left(protocol, &mut fill);
    }
}
