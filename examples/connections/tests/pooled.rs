//! A pool of four connections (bb8) for many tasks.

use connections::observer::Observer;
use connections::pooled::{count_visit, pool};
use connections::{async_profile::save, profile::User};
use redis::Client;
use test_server::Server;

#[tokio::test]
async fn sixty_four_tasks_share_four_connections() {
    let server = Server::start_private(&[]).unwrap();
    let client = Client::open(server.url()).unwrap();
    let mut observer = Observer::start(&client).unwrap();
    let pool = pool(client, 4).await.unwrap();
    save(&mut *pool.get().await.unwrap(), &User::new(1, 0)).await.unwrap();

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
    assert_eq!(observer.accepted().unwrap(), 4);
}
