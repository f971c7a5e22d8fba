//! A connection with a cache in the client.

use connections::async_profile::{count_visit, load, save};
use connections::profile::User;
use connections::{cached, multiplexed};
use redis::Client;
use redis::aio::MultiplexedConnection;
use redis_2::aio::MultiplexedConnection as CachedConnection;
use redis_2::caching::CacheStatistics;
use redis_2::cmd;
use redis_derive::AsyncDocumentCommands;
use std::time::{Duration, Instant};
use test_server::Server;
use tokio::task::{JoinSet, yield_now};
use tokio::time::sleep;

/// One with a cache, and one without.
async fn connect(server: &Server) -> (CachedConnection, MultiplexedConnection) {
    let client = Client::open(server.url()).unwrap();
    let cached = cached::connect(server.url()).await.unwrap();
    (cached, multiplexed::connect(&client).await.unwrap())
}

fn statistics(con: &CachedConnection) -> (usize, usize) {
    let CacheStatistics { hit, miss, .. } = con.get_cache_statistics().unwrap();
    (hit, miss)
}

#[tokio::test]
async fn typed_reads_are_answered_from_the_cache() {
    let server = Server::start_private(&[]).unwrap();
    let (mut con, mut other) = connect(&server).await;
    let user = User::new(1, 0);
    save(&mut other, &user).await.unwrap();
    let key = User::key_for(1);

    assert_eq!(load(&mut con, 1).await.unwrap().as_ref(), Some(&user));
    assert_eq!(statistics(&con), (0, 1));
    assert_eq!(load(&mut con, 1).await.unwrap().as_ref(), Some(&user));
    assert_eq!(statistics(&con), (1, 1));
    assert_eq!(con.load_many([&key]).await.unwrap(), [Some(user.clone())]);
    assert_eq!(statistics(&con), (2, 1));
    // What is no mere read is for the server.
    assert_eq!(con.load_and_touch(&key).await.unwrap(), Some(user));
    assert_eq!(statistics(&con), (2, 1));
}

#[tokio::test]
async fn another_clients_write_empties_the_entry() {
    let server = Server::start_private(&[]).unwrap();
    let (mut con, mut other) = connect(&server).await;
    save(&mut other, &User::new(1, 0)).await.unwrap();
    load(&mut con, 1).await.unwrap();

    count_visit(&mut other, 1).await.unwrap();

    until_new(&con, 1, 1).await;
    assert_eq!(con.get_cache_statistics().unwrap().invalidate, 1);
}

/// An update reads from the cache, too, but what it writes is compared with what is there.
#[tokio::test]
async fn updates_are_right_when_the_entry_is_old() {
    let server = Server::start_private(&[]).unwrap();
    let (mut con, mut other) = connect(&server).await;
    save(&mut other, &User::new(1, 0)).await.unwrap();
    load(&mut con, 1).await.unwrap();
    // From now on the server does not say what has changed.
    let off = cmd("CLIENT").arg("TRACKING").arg("OFF").to_owned();
    off.exec_async(&mut con).await.unwrap();
    count_visit(&mut other, 1).await.unwrap();
    assert_eq!(load(&mut con, 1).await.unwrap().unwrap().visits, 0);

    for visits in [2, 3, 4] {
        assert_eq!(count_visit(&mut con, 1).await.unwrap(), Some(visits));
    }
    assert_eq!(load(&mut other, 1).await.unwrap().unwrap().visits, 4);
}

/// A reply may arrive after the word that it is old.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_entry_stays_old_that_is_read_while_it_is_changed() {
    const USERS: u64 = 100;
    const VISITS: u64 = 20;
    let server = Server::start_private(&[]).unwrap();
    let (con, mut other) = connect(&server).await;
    for id in 0..USERS {
        save(&mut other, &User::new(id, 0)).await.unwrap();
        let mut readers = JoinSet::new();
        for _ in 0..4 {
            readers.spawn(read_on(con.clone(), id));
        }
        for _ in 0..VISITS {
            count_visit(&mut other, id).await.unwrap();
        }
        readers.shutdown().await;
    }
    for id in 0..USERS {
        until_new(&con, id, VISITS).await;
    }
}

async fn read_on(mut con: CachedConnection, id: u64) {
    loop {
        load(&mut con, id).await.unwrap();
        yield_now().await;
    }
}

/// Waits until the cache has what was written last.
async fn until_new(con: &CachedConnection, id: u64, visits: u64) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while load(&mut con.clone(), id).await.unwrap().unwrap().visits != visits {
        assert!(Instant::now() < deadline, "the old profile is still there");
        sleep(Duration::from_millis(1)).await;
    }
}
