//! What the example promises, against a real server.

mod processes;
mod pubsub;
mod queue;
mod reconnecting;

use messages::entry::Entry;
use messages::event::Event;
use messages::queue::Queue;
use redis::aio::MultiplexedConnection;
use redis::streams::StreamPendingReply;
use redis::{AsyncCommands, AsyncConnectionConfig, Client, Commands, RedisResult};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use test_server::Server;
use tokio::time::sleep;

/// For what takes a moment, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that the tests of this program share.
fn url() -> &'static str {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start().unwrap_or_else(|error| panic!("{error}"))).url()
}

fn client(protocol: &str) -> Client {
    Client::open(format!("{}?protocol={protocol}", url())).unwrap()
}

async fn connect(client: &Client) -> MultiplexedConnection {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(PATIENCE))
        .set_response_timeout(Some(PATIENCE));
    client.get_multiplexed_async_connection_with_config(&config).await.unwrap()
}

/// Waits until this is so.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so().await {
        assert!(Instant::now() < deadline, "not even after {PATIENCE:?}: {what}");
        sleep(Duration::from_millis(20)).await;
    }
}

fn paid(id: u64) -> Event {
    Event::Paid { id, order: id, cents: 1999 }
}

/// A queue that no other test uses, with a connection to look at it. Its keys are removed when the
/// test is over.
struct TestQueue {
    name: String,
    queue: Queue,
    handled: String,
    con: MultiplexedConnection,
}

impl TestQueue {
    async fn new() -> Self {
        let name = test_server::key("queue");
        let queue = Queue::new(&name);
        let handled = format!("redis-derive:messages:{{{name}}}:handled");
        Self { name, queue, handled, con: connect(&client("resp2")).await }
    }

    /// Adds these events, and returns their ids.
    async fn add(&mut self, ids: impl IntoIterator<Item = u64>) -> BTreeSet<u64> {
        let mut added = BTreeSet::new();
        for id in ids {
            self.queue.add(&mut self.con, &paid(id)).await.unwrap();
            added.insert(id);
        }
        added
    }

    /// Adds whatever fields, and returns where they are.
    async fn add_raw(&mut self, fields: &[(&[u8], &[u8])]) -> String {
        self.con.xadd(&self.queue.stream, "*", fields).await.unwrap()
    }

    /// Waits until everything is handled or a dead letter.
    async fn until_empty(&mut self) {
        let Self { con, queue, .. } = self;
        until("the stream is empty", async || {
            let length: RedisResult<usize> = con.xlen(&queue.stream).await;
            length.unwrap() == 0
        })
        .await;
    }

    async fn pending(&mut self) -> usize {
        let pending: RedisResult<StreamPendingReply> =
            self.con.xpending(&self.queue.stream, "workers").await;
        pending.unwrap().count()
    }

    async fn handled(&mut self) -> BTreeSet<u64> {
        self.con.smembers(&self.handled).await.unwrap()
    }

    async fn dead_letters(&mut self) -> Vec<Entry> {
        self.con.xrange_all(&self.queue.dead_letters).await.unwrap()
    }

    /// Where the dead letters were in the stream.
    async fn dead(&mut self) -> BTreeSet<String> {
        let ids = self.dead_letters().await;
        ids.iter().map(|entry| entry.read("id").unwrap()).collect()
    }
}

impl Drop for TestQueue {
    fn drop(&mut self) {
        let Queue { stream, dead_letters } = &self.queue;
        if let Ok(mut con) = Client::open(url()).and_then(|client| client.get_connection()) {
            let _: RedisResult<()> = con.del(&[stream, dead_letters, &self.handled]);
        }
    }
}
