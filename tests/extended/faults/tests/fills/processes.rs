//! Callers in several processes: of a thousand callers one asks the source, and a caller that is
//! killed, stopped or cut off blocks no other.

use crate::entry::{Entry, run};
use faults::Process;
use redis_1::{Client, Commands, Connection};
use redis_derive::{AsyncDocumentCommands, Cache, CacheKey, DocumentCommands, Key};
use std::time::Duration;
use test_server::Proxy;
use tests::url;

fn connect() -> Connection {
    Client::open(url()).unwrap().get_connection().unwrap()
}

/// How long the lease of the callers is that are killed and stopped.
const LEASE: Duration = Duration::from_millis(500);

fn with_short_lease(key: Key<Entry>) -> CacheKey<Entry> {
    key.with_cache(Cache::new().with_lease(LEASE))
}

/// Another process, which runs one of the tests here that are ignored otherwise.
fn begin(test: &str, run: &str) -> Process {
    Process::of_test(&format!("processes::{test}"), &[("FILL", run), ("REDIS_URL", url())])
}

#[test]
#[ignore = "the tests of several processes run it as one of theirs"]
fn a_slow_process() {
    let key = with_short_lease(Entry::key_for(std::env::var("FILL").unwrap()));
    let source = || {
        Process::wait_for_a_line();
        Entry { version: 1 }
    };
    connect().load_or_else(&key, source).unwrap();
}

#[test]
fn a_caller_that_is_killed_blocks_nobody_for_longer_than_its_lease() {
    let run = run();
    let key = with_short_lease(Entry::key_for(&run));
    let mut con = connect();
    let caller = begin("a_slow_process", &run);
    caller.signal("-KILL");
    assert_eq!(con.load_or_else(&key, || Entry { version: 2 }).unwrap().version, 2);
    assert_eq!(con.load(&key).unwrap(), Some(Entry { version: 2 }));
    con.remove(&key).unwrap();
}

#[test]
fn a_caller_that_is_stopped_comes_too_late() {
    let run = run();
    let key = with_short_lease(Entry::key_for(&run));
    let mut con = connect();
    let mut caller = begin("a_slow_process", &run);
    caller.signal("-STOP");
    assert_eq!(con.load_or_else(&key, || Entry { version: 2 }).unwrap().version, 2);
    caller.signal("-CONT");
    caller.go_on();
    drop(caller.end());
    assert_eq!(con.load(&key).unwrap(), Some(Entry { version: 2 }));
    con.remove(&key).unwrap();
}

#[test]
fn a_caller_that_is_cut_off_has_its_value_and_blocks_nobody_for_longer_than_its_lease() {
    let key = with_short_lease(Entry::key_for(run()));
    let proxy = Proxy::start(url()).unwrap();
    let mut cut_off = Client::open(proxy.url()).unwrap().get_connection().unwrap();
    let source = || {
        proxy.cut();
        Entry { version: 1 }
    };
    assert_eq!(cut_off.load_or_else(&key, source).unwrap().version, 1);
    let mut con = connect();
    assert_eq!(con.load_or_else(&key, || Entry { version: 2 }).unwrap().version, 2);
    assert_eq!(con.take(&key).unwrap(), Some(Entry { version: 2 }));
}

/// Where it is counted how often the source is asked.
fn asked(run: &str) -> String {
    Entry::key_for(run.to_owned()).as_str().replace(":entry", ":asked")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the tests of several processes run it as one of theirs"]
async fn a_process_of_many_callers() {
    let run = std::env::var("FILL").unwrap();
    let client = Client::open(url()).unwrap();
    let con = client.get_multiplexed_async_connection().await.unwrap();
    let mut callers = Vec::new();
    Process::wait_for_a_line();
    for _ in 0..250 {
        let (mut con, mut counter, run) = (con.clone(), con.clone(), run.clone());
        callers.push(tokio::spawn(async move {
            let source = async || {
                let () = redis_1::AsyncCommands::incr(&mut counter, asked(&run), 1).await.unwrap();
                tokio::time::sleep(Duration::from_millis(300)).await;
                Entry { version: 7 }
            };
            con.load_or_else(&Entry::key_for(run.clone()), source).await.unwrap().version
        }));
    }
    for caller in callers {
        assert_eq!(caller.await.unwrap(), 7);
    }
}

#[test]
fn a_thousand_callers_in_four_processes_ask_the_source_once() {
    let run = run();
    let mut processes = [0; 4].map(|_| begin("a_process_of_many_callers", &run));
    processes.iter_mut().for_each(Process::go_on);
    for process in processes {
        drop(process.end());
    }
    let mut con = connect();
    assert_eq!(con.get_del::<_, u64>(asked(&run)).unwrap(), 1);
    assert_eq!(con.take(Entry::key_for(run)).unwrap(), Some(Entry { version: 7 }));
}
