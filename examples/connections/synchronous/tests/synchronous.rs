//! Threads without a runtime: one with a connection of its own, and many with a pool of four.

use connections_synchronous::profile::{User, count_visit, load, save};
use connections_synchronous::{connect, pool};
use redis::{Client, Connection, InfoDict, cmd};
use std::process::Command;
use std::thread;
use test_server::Server;

/// How many connections the server has accepted.
fn accepted(con: &mut Connection) -> u64 {
    let info: InfoDict = cmd("INFO").arg("stats").query(con).unwrap();
    info.get("total_connections_received").unwrap()
}

#[test]
fn a_connection_is_enough_for_a_thread() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = connect(&Client::open(server.url()).unwrap()).unwrap();
    assert_eq!(count_visit(&mut con, 1).unwrap(), None);
    save(&mut con, &User::new(1, 1)).unwrap();
    assert_eq!(count_visit(&mut con, 1).unwrap(), Some(1));
    let expected = User { visits: 1, ..User::new(1, 1) };
    assert_eq!(load(&mut con, 1).unwrap(), Some(expected));
}

#[test]
fn sixteen_threads_share_four_connections() {
    let server = Server::start_private(&[]).unwrap();
    let client = Client::open(server.url()).unwrap();
    let mut con = connect(&client).unwrap();
    save(&mut con, &User::new(1, 0)).unwrap();
    let before = accepted(&mut con);
    let pool = pool(client, 4).unwrap();

    let visit = || {
        let visit = |_| connections_synchronous::count_visit(&pool, 1).unwrap().unwrap();
        (0..10).map(visit).collect::<Vec<u64>>()
    };
    let mut counts = thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(visit)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });

    counts.sort_unstable();
    assert_eq!(counts, (1..=160).collect::<Vec<_>>());
    assert_eq!(accepted(&mut con) - before, 4);
}

/// What is compiled for this package alone.
#[test]
fn there_is_nothing_asynchronous_in_it() {
    let mut tree = Command::new(env!("CARGO"));
    tree.args([
        "tree",
        "--package",
        env!("CARGO_PKG_NAME"),
        "--edges",
        "normal",
        "--prefix",
        "none",
    ]);
    let output = tree.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let crates = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && crates.contains("\nredis v1."), "{crates}");
    for runtime in ["tokio", "smol", "async", "futures"] {
        let crate_of_it = crates.lines().find(|line| line.starts_with(runtime));
        assert_eq!(crate_of_it, None);
    }
}
