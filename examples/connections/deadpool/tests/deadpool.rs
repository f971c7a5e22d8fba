//! A pool of four connections for many tasks, with no client but the pool's own.

use connections_deadpool::async_profile::{load, save};
use connections_deadpool::profile::User;
use connections_deadpool::{count_visit, pool};
use deadpool_redis::redis::{Client, Connection, InfoDict, cmd};
use redis_derive::Keyed;
use test_server::Server;

/// How many connections the server has accepted.
fn accepted(con: &mut Connection) -> u64 {
    let info: InfoDict = cmd("INFO").arg("stats").query(con).unwrap();
    info.get("total_connections_received").unwrap()
}

#[tokio::test]
async fn sixty_four_tasks_share_four_connections() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = Client::open(server.url()).unwrap().get_connection().unwrap();
    let before = accepted(&mut con);
    let pool = pool(server.url(), 4).unwrap();
    save(&mut pool.get().await.unwrap(), &User::new(1, 0)).await.unwrap();

    let visit = |_| {
        let pool = pool.clone();
        tokio::spawn(async move { count_visit(&pool, 1).await })
    };
    let tasks: Vec<_> = (0..64).map(visit).collect();
    let mut counts = Vec::new();
    for task in tasks {
        counts.extend(task.await.unwrap().unwrap());
    }

    counts.sort_unstable();
    assert_eq!(counts, (1..=64).collect::<Vec<_>>());
    assert_eq!(accepted(&mut con) - before, 4);
}

#[tokio::test]
async fn what_is_derived_is_for_the_client_of_the_pool() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = pool(server.url(), 1).unwrap().get().await.unwrap();
    let user = User::new(1, 2);
    let store = cmd("SET").arg(user.key()).arg(&user).to_owned();
    store.exec_async(&mut con).await.unwrap();
    let stored: User = cmd("GET").arg(user.key()).query_async(&mut con).await.unwrap();
    assert_eq!(stored, user);
    assert_eq!(load(&mut con, 1).await.unwrap(), Some(user));
}
