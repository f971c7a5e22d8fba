//! A worker of a queue.
//!
//! It has a connection of its own. A command that waits, as its `XREADGROUP` does, holds up
//! whatever comes after it on the same connection, and on a shared one that are the commands of
//! everybody else.

use crate::entry::Entry;
use crate::event::Event;
use crate::queue::{EVENT, Queue};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisResult};
use std::error::Error;
use std::time::{Duration, Instant};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How many entries are taken at once.
pub const BATCH: usize = 10;

/// How long to wait for entries, at most. So long it may take until a worker learns that it is to
/// stop.
pub const WAIT: Duration = Duration::from_millis(500);

/// After how long an entry that has not been acknowledged is delivered again. It has to be longer
/// than it takes to handle a batch, since the worker may only be slow. A minute would be usual.
pub const LEFT_BEHIND: Duration = Duration::from_secs(1);

/// How long it may take to handle one. Then that has failed, so that it keeps no worker from the
/// others, or from its end. What it does must bear to be dropped at each `await`.
pub const LONGEST: Duration = Duration::from_secs(5);

/// How often an entry is delivered. After that it is a dead letter: handling it fails again and
/// again, or kills the worker.
pub const DELIVERIES: usize = 5;

/// For a reply that does not come, beyond what it may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where a stream begins, for `XAUTOCLAIM`, and what that replies with at the end.
const START: &str = "0-0";

/// Why an event could not be handled. It is delivered again.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Someone who handles the events of a queue.
#[derive(Debug)]
pub struct Worker<H> {
    client: Client,
    queue: Queue,
    name: String,
    handler: H,
}

impl<H, F> Worker<H>
where
    H: Fn(Event) -> F,
    F: Future<Output = Result<(), Failure>>,
{
    /// A worker. Its name is its own, and the same when it is started again: the group keeps the
    /// name of everyone who was ever in it. (`XGROUP DELCONSUMER` removes one, **and forgets what
    /// is pending there**, which is lost then.)
    pub fn new(client: Client, queue: Queue, name: &str, handler: H) -> Self {
        Self { client, queue, name: name.to_owned(), handler }
    }

    /// Handles events until it is told to stop; then it finishes those that it has taken. When
    /// Redis fails, it logs that and begins again: its entries are still pending, and are delivered
    /// again.
    pub async fn run(&self, shutdown: CancellationToken) {
        let mut session = None;
        let mut failures = 0;
        while !shutdown.is_cancelled() {
            let Err(error) = self.work(&mut session).await else {
                failures = 0;
                continue;
            };
            println!("{}: {error}", self.name);
            session = None;
            failures += 1;
            _ = timeout(backoff(failures), shutdown.cancelled()).await;
        }
    }

    /// Handles an entry that was left behind, or else takes new ones.
    async fn work(&self, session: &mut Option<Session>) -> RedisResult<()> {
        let session = match session {
            Some(session) => session,
            None => session.insert(self.connect().await?),
        };
        if let Some(entry) = self.claim(session).await? {
            return self.handle_again(session, entry).await;
        }
        let entries = self.queue.take(&mut session.con, &self.name, BATCH, WAIT).await?;
        if !entries.is_empty() {
            println!("{}: took {}", self.name, entries.len());
        }
        for entry in entries {
            self.handle(session, entry).await?;
        }
        Ok(())
    }

    async fn connect(&self) -> RedisResult<Session> {
        // By default a reply that takes half a second is late, and this one is to take longer.
        let config = AsyncConnectionConfig::new().set_response_timeout(Some(WAIT + PATIENCE));
        let con = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let mut session = Session { con, cursor: START.to_owned(), claim_at: Instant::now() };
        self.queue.create_group(&mut session.con).await?;
        Ok(session)
    }

    /// An entry that was left behind, by another worker or by this one before it was started again.
    /// They are looked for once in a while.
    async fn claim(&self, session: &mut Session) -> RedisResult<Option<Entry>> {
        let Session { con, cursor, claim_at } = session;
        while *claim_at <= Instant::now() {
            let claimed = self.queue.claim(con, &self.name, LEFT_BEHIND, cursor).await?;
            *cursor = claimed.next;
            if cursor == START {
                *claim_at = Instant::now() + LEFT_BEHIND;
            }
            for id in claimed.removed {
                let entry = Entry { id, fields: Vec::new() };
                self.bury(con, &entry, "it was removed before it was handled").await?;
            }
            if let Some(entry) = claimed.entries.into_iter().next() {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// Before it is handled, since handling it may be what kills the worker.
    async fn handle_again(&self, session: &mut Session, entry: Entry) -> RedisResult<()> {
        match self.queue.deliveries(&mut session.con, &entry.id).await? {
            // The other worker was only slow.
            None => Ok(()),
            Some(deliveries) if deliveries > DELIVERIES => {
                let reason = format!("it was delivered {DELIVERIES} times and not acknowledged");
                self.bury(&mut session.con, &entry, &reason).await
            }
            Some(_) => self.handle(session, entry).await,
        }
    }

    async fn handle(&self, session: &mut Session, entry: Entry) -> RedisResult<()> {
        let event = match entry.read(EVENT) {
            Ok(event) => event,
            Err(error) => return self.bury(&mut session.con, &entry, &error.to_string()).await,
        };
        let handled = timeout(LONGEST, (self.handler)(event)).await;
        match handled.unwrap_or_else(|_| Err("it takes too long".into())) {
            Ok(()) => self.queue.done(&mut session.con, &entry.id).await,
            // It stays pending.
            Err(failure) => {
                println!("{}: {} failed: {failure}", self.name, entry.id);
                Ok(())
            }
        }
    }

    async fn bury(
        &self,
        con: &mut MultiplexedConnection,
        entry: &Entry,
        reason: &str,
    ) -> RedisResult<()> {
        println!("{}: {} is a dead letter: {reason}", self.name, entry.id);
        self.queue.bury(con, entry, reason).await
    }
}

/// A connection, and how far the search for what was left behind has come.
struct Session {
    con: MultiplexedConnection,
    cursor: String,
    claim_at: Instant,
}

/// A random part of a time that doubles with each failure, so that workers that failed together do
/// not come back together.
fn backoff(failures: u32) -> Duration {
    const FIRST: Duration = Duration::from_millis(50);
    const LONGEST: Duration = Duration::from_secs(5);
    FIRST.saturating_mul(1 << failures.min(16)).min(LONGEST).mul_f64(fastrand::f64())
}
