//! Scene: clients of one document, and what they see of it.

use crate::checker::commands::{perform, perform_async};
use crate::checker::history::{Call, History};
use crate::checker::linearizable::is_linearizable;
use crate::checker::model::{Operation, Outcome, State};
use crate::redis::Redis;
use crate::simulation::Simulation;
use crate::thread::Thread;
use redis_1::RedisError;
use redis_derive::{Cache, Error, ErrorKind, Expiry, Key};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Clients of one document, in a simulation of their own. A copy is the same scene.
#[derive(Clone)]
pub struct Scene {
    /// Where it takes place.
    pub simulation: Simulation,
    /// The server of the document.
    pub redis: Redis,
    /// The document, which expires long after the scene is over.
    pub key: Key<u64>,
    /// What the clients see.
    pub history: History<Operation, Outcome>,
    /// What the source of a cache reads.
    published: Arc<AtomicU64>,
}

impl Scene {
    /// An empty one.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let simulation = Simulation::new(seed);
        let redis = Redis::new(&simulation);
        let hours = Expiry::After(Duration::from_secs(7200));
        let key = Key::new("document").with_expiry(hours);
        Self { simulation, redis, key, history: History::new(), published: Arc::default() }
    }

    /// An empty one, whose document is the entry of a cache.
    #[must_use]
    pub fn of_cache(seed: u64) -> Self {
        let scene = Self::new(seed);
        let key = (*scene.key.clone().with_cache(Cache::new())).clone();
        Self { key, ..scene }
    }

    /// So many operations, each one of these kinds with a number, as the seed has them.
    #[must_use]
    pub fn operations(&self, count: u64, kinds: &[fn(u64) -> Operation]) -> Vec<Operation> {
        let operation = |_| self.simulation.one_of(kinds)(10 + self.simulation.below(80));
        (0..count).map(operation).collect()
    }

    /// A client that awaits: a task that does these one after the other, on a new connection when
    /// one has broken.
    pub fn client(&self, who: usize, operations: Vec<Operation>) {
        self.patient_or_not(who, operations, None);
    }

    /// The same, which waits up to this time for each, as the seed has it, and then does the next.
    pub fn impatient_client(&self, who: usize, operations: Vec<Operation>, longest: Duration) {
        self.patient_or_not(who, operations, Some(longest));
    }

    fn patient_or_not(&self, who: usize, operations: Vec<Operation>, longest: Option<Duration>) {
        let scene = self.clone();
        self.simulation.spawn(async move {
            let mut con = scene.redis.connect().clocked();
            for operation in operations {
                if let Operation::Publish(number) = operation {
                    scene.publish(who, number).await;
                    continue;
                }
                if !con.inner_mut().is_open() {
                    con = scene.redis.connect().clocked();
                }
                let call = scene.history.call(who, operation);
                let source = scene.read_published();
                let outcome = perform_async(&mut con, &scene.key, operation, source);
                if let Some(outcome) = scene.wait_for(outcome, longest).await {
                    end(call, outcome);
                }
            }
        });
    }

    async fn wait_for<T>(
        &self,
        outcome: impl Future<Output = T>,
        longest: Option<Duration>,
    ) -> Option<T> {
        match longest.map(|longest| self.simulation.up_to(longest)) {
            Some(patience) => self.simulation.within(patience, outcome).await,
            None => Some(outcome.await),
        }
    }

    /// A client that blocks, on a thread.
    pub fn blocking_client(&self, who: usize, operations: Vec<Operation>) {
        let scene = self.clone();
        self.simulation.spawn_thread(move |thread| {
            let mut con = scene.redis.connect_blocking(&thread).clocked();
            for operation in operations {
                if let Operation::Publish(number) = operation {
                    thread.wait_for(scene.publish(who, number));
                    continue;
                }
                if !redis_1::ConnectionLike::is_open(con.inner_mut()) {
                    con = scene.redis.connect_blocking(&thread).clocked();
                }
                let call = scene.history.call(who, operation);
                let source = || scene.read_on(&thread);
                end(call, perform(&mut con, &scene.key, operation, source));
            }
        });
    }

    /// Publishes what the source of a cache reads, which is not in Redis: at once.
    pub async fn publish(&self, who: usize, number: u64) {
        self.simulation.pause().await;
        let call = self.history.call(who, Operation::Publish(number));
        self.published.store(number, Ordering::SeqCst);
        call.returned(Outcome::Done);
    }

    /// What the source of a cache does, in which others may do much.
    pub async fn read_published(&self) -> u64 {
        self.simulation.pause().await;
        let published = self.published.load(Ordering::SeqCst);
        self.simulation.pause().await;
        published
    }

    fn read_on(&self, thread: &Thread) -> u64 {
        thread.wait_for(self.read_published())
    }

    /// Runs it, and says whether what the clients saw is what the model shows.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.simulation.run();
        is_linearizable(&State::default(), &self.history)
    }

    /// Runs it.
    ///
    /// # Panics
    ///
    /// When the clients saw what the model does not show.
    pub fn assert_right(&self) {
        assert!(self.is_right(), "no order of these shows the same:\n{}", self.history);
    }
}

/// An operation whose connection broke has not returned.
fn end(call: Call<Operation, Outcome>, outcome: Result<Outcome, Error>) {
    match outcome {
        Ok(outcome) => call.returned(outcome),
        Err(error) if is_broken(&error) => {}
        Err(error) if is_refused(&error) => call.returned(Outcome::Refused),
        Err(error) => panic!("{error}"),
    }
}

/// Whether a connection broke, so that nobody knows what has come of a command.
#[must_use]
pub fn is_broken(error: &Error) -> bool {
    error.client::<RedisError>().is_some_and(RedisError::is_io_error)
}

/// Whether nothing happened: by the switches of the server, or as others were always faster.
fn is_refused(error: &Error) -> bool {
    let code = error.client::<RedisError>().and_then(RedisError::code);
    error.kind() == ErrorKind::Conflict || matches!(code, Some("READONLY" | "OOM"))
}
