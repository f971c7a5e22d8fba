//! Fills on a real server, while others store, change and remove the entry at every moment of them: no
//! entry is left that is older than what it is made of, and one caller asks the source.

use proptest::test_runner::{Config, TestRunner};
use redis_1::{Client, Commands, Connection};
use redis_derive::{
    AsyncDocumentCommands, Cache, CacheKey, DocumentCommands, Expiry, Key, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use tests::url;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:entry", part(run: String), ttl = "10m", cache)]
struct Entry {
    version: u64,
}

/// What an entry is made of.
#[derive(Default)]
struct Source(AtomicU64);

impl Source {
    fn read(&self) -> Entry {
        Entry { version: self.0.load(Ordering::SeqCst) }
    }

    /// The version that is the newest from now on.
    fn publish(&self) -> Entry {
        Entry { version: self.0.fetch_add(1, Ordering::SeqCst) + 1 }
    }
}

/// How another client makes the entry follow what was published.
type Invalidate = fn(&mut Connection, &Key<Entry>, &Entry);

const INVALIDATE: [Invalidate; 9] = [
    |con, key, _| _ = con.remove(key).unwrap(),
    |con, key, _| _ = con.take(key).unwrap(),
    |con, key, _| _ = con.del::<_, u8>(key).unwrap(),
    |con, key, _| _ = con.unlink::<_, u8>(key).unwrap(),
    |con, key, _| _ = con.remove_many([key]).unwrap(),
    |con, key, new| con.save((key, new)).unwrap(),
    |con, key, new| {
        let short = key.clone().with_expiry(Expiry::After(Duration::from_millis(1)));
        con.save((&short, new)).unwrap();
    },
    |con, key, new| {
        let entry = con.update_or_insert_with(key, |entry| *entry = new.clone(), || new.clone());
        assert_eq!(entry.unwrap(), *new);
    },
    |con, key, new| con.set(key, new.to_redis_json().unwrap()).unwrap(),
];

fn pause(microseconds: u64) {
    std::thread::sleep(Duration::from_micros(microseconds));
}

fn connect(protocol: &str) -> Connection {
    Client::open(format!("{}{protocol}", url())).unwrap().get_connection().unwrap()
}

/// How many rounds there are: more in a long run.
fn rounds() -> u32 {
    std::env::var("ROUNDS").map_or(1000, |rounds| rounds.parse().unwrap())
}

#[test]
fn no_old_entry_is_left_whenever_it_is_invalidated() {
    let key = Entry::key_for(tests::key("fills").replace("redis-derive:", ""));
    let source = Source::default();
    let (send, receive) = mpsc::sync_channel::<(usize, u64)>(0);
    let (done, finished) = mpsc::sync_channel(0);
    std::thread::scope(|scope| {
        let (key, source) = (&key, &source);
        scope.spawn(move || {
            let mut con = connect("");
            while let Ok((how, before)) = receive.recv() {
                pause(before);
                let new = source.publish();
                INVALIDATE[how](&mut con, key, &new);
                done.send(()).unwrap();
            }
        });
        let con = RefCell::new(connect("?protocol=resp3"));
        let mut runner = TestRunner::new(Config::with_cases(rounds()));
        let strategy = (0..INVALIDATE.len(), 0..400u64, 0..200u64, 0..200u64);
        let round = |(how, before, one, two)| {
            send.send((how, before)).unwrap();
            let read = || {
                pause(one);
                let entry = source.read();
                pause(two);
                entry
            };
            let mut con = con.borrow_mut();
            con.load_or_else(key, read).unwrap();
            finished.recv().unwrap();
            if let Some(entry) = con.load(key).unwrap() {
                assert_eq!(entry, source.read(), "an old entry is left");
            }
            con.remove(key).unwrap();
            Ok(())
        };
        runner.run(&strategy, round).unwrap();
        drop(send);
    });
}

/// How long the lease of the callers is that are killed and stopped.
const LEASE: Duration = Duration::from_millis(500);

fn with_short_lease(key: Key<Entry>) -> CacheKey<Entry> {
    key.with_cache(Cache::new().with_lease(LEASE))
}

/// Another process, whose turn it is: it reads a line while its source runs.
struct Caller(Child);

impl Caller {
    fn begin(run: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["the_other_process", "--exact", "--ignored", "--nocapture"]);
        command.env("FILL", run).env("REDIS_URL", url());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("has begun")));
        Self(child)
    }

    fn signal(&self, signal: &str) {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        // It may be gone.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "it tells the process that began it")]
#[ignore = "the tests of several processes run it as one of theirs"]
fn the_other_process() {
    let key = with_short_lease(Entry::key_for(std::env::var("FILL").unwrap()));
    let source = || {
        println!("has begun");
        std::io::stdin().read_line(&mut String::new()).unwrap();
        Entry { version: 1 }
    };
    connect("").load_or_else(&key, source).unwrap();
}

#[test]
fn a_caller_that_is_killed_blocks_nobody_for_longer_than_its_lease() {
    let run = tests::key("fills").replace("redis-derive:", "");
    let key = with_short_lease(Entry::key_for(&run));
    let mut con = connect("");
    let caller = Caller::begin(&run);
    caller.signal("-KILL");
    assert_eq!(con.load_or_else(&key, || Entry { version: 2 }).unwrap().version, 2);
    assert_eq!(con.load(&key).unwrap(), Some(Entry { version: 2 }));
    con.remove(&key).unwrap();
}

#[test]
fn a_caller_that_is_stopped_comes_too_late() {
    let run = tests::key("fills").replace("redis-derive:", "");
    let key = with_short_lease(Entry::key_for(&run));
    let mut con = connect("");
    let mut caller = Caller::begin(&run);
    caller.signal("-STOP");
    assert_eq!(con.load_or_else(&key, || Entry { version: 2 }).unwrap().version, 2);
    caller.signal("-CONT");
    caller.0.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(caller.0.wait().unwrap().success());
    assert_eq!(con.load(&key).unwrap(), Some(Entry { version: 2 }));
    con.remove(&key).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_ask_the_source_once() {
    let key = Entry::key_for(tests::key("fills").replace("redis-derive:", ""));
    let asked = std::sync::Arc::new(AtomicU64::new(0));
    let mut callers = Vec::new();
    for _ in 0..4 {
        let client = Client::open(url()).unwrap();
        let con = client.get_multiplexed_async_connection().await.unwrap();
        for _ in 0..250 {
            let (mut con, key, asked) = (con.clone(), key.clone(), asked.clone());
            callers.push(tokio::spawn(async move {
                let source = async || {
                    asked.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    Entry { version: 7 }
                };
                con.load_or_else(&key, source).await.unwrap().version
            }));
        }
    }
    for caller in callers {
        assert_eq!(caller.await.unwrap(), 7);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    connect("").remove(&key).unwrap();
}
