//! A `ConnectionManager` while its server is stopped or killed, and started again.

use connections::async_profile::{count_visit, load, save};
use connections::managed::connect;
use connections::profile::User;
use redis::Client;
use redis::aio::ConnectionManager;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use test_server::{Error, Server};
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_the_server_was_stopped() {
    restart(Server::stop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_the_server_was_killed() {
    restart(Server::kill).await;
}

async fn restart(end: fn(&mut Server) -> Result<(), Error>) {
    let mut server = Server::start_durable().unwrap();
    let mut con = connect(Client::open(server.url()).unwrap()).await.unwrap();
    save(&mut con, &User::new(1, 0)).await.unwrap();
    let visits = Visits::default();
    let visitors: Vec<_> = (0..4).map(|_| tokio::spawn(visits.clone().make(con.clone()))).collect();

    visits.until(|visits| visits.acknowledged.len() >= 100).await;
    end(&mut server).unwrap();
    visits.until(|visits| visits.errors > 0).await;
    server.start_again().unwrap();
    let before = visits.lock().acknowledged.len();
    visits.until(|visits| visits.acknowledged.len() >= before + 100).await;

    visits.lock().are_enough = true;
    for visitor in visitors {
        visitor.await.unwrap();
    }
    let stored = load(&mut con, 1).await.unwrap().unwrap().visits;
    visits.lock().assert_none_lost(stored);
}

/// The visits that several tasks count.
#[derive(Clone, Default)]
struct Visits(Arc<Mutex<Outcome>>);

#[derive(Debug, Default)]
struct Outcome {
    /// What each visit that was counted replied with.
    acknowledged: Vec<u64>,
    /// How many failed, each of which may have been counted all the same.
    errors: u64,
    are_enough: bool,
}

impl Visits {
    fn lock(&self) -> MutexGuard<'_, Outcome> {
        self.0.lock().unwrap()
    }

    async fn make(self, mut con: ConnectionManager) {
        while !self.lock().are_enough {
            match count_visit(&mut con, 1).await {
                Ok(count) => {
                    let count = count.expect("a profile that was saved is there");
                    self.lock().acknowledged.push(count);
                }
                Err(_) => self.lock().errors += 1,
            }
        }
    }

    async fn until(&self, condition: impl Fn(&Outcome) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !condition(&self.lock()) {
            assert!(Instant::now() < deadline, "nothing more happens: {:?}", self.lock().errors);
            sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Outcome {
    fn assert_none_lost(&self, stored: u64) {
        let different: BTreeSet<_> = self.acknowledged.iter().collect();
        let made = self.acknowledged.len() as u64;
        assert_eq!(different.len() as u64, made, "two visits were counted as one");
        assert!(
            (made..=made + self.errors).contains(&stored),
            "{made} visits and {} errors make {stored}",
            self.errors
        );
    }
}
