//! Scene: clients of one document, and what they see of it.

use crate::checker::commands::{AGED, perform, perform_async};
use crate::checker::history::{Call, History};
use crate::checker::linearizable::is_linearizable;
use crate::checker::model::State;
use crate::checker::operation::{Kind, Operation, Outcome};
use crate::redis::{Network, Redis};
use crate::simulation::Simulation;
use crate::thread::Thread;
use redis_1::RedisError;
use redis_derive::{Cache, CacheKey, Error, ErrorKind, Expiry, Key};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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
    /// The same document as the entry of a cache.
    pub entry: CacheKey<u64>,
    /// How the model begins.
    begin: State,
    source: Arc<Source>,
}

/// What the source of a cache has.
#[derive(Default)]
struct Source {
    published: AtomicU64,
    asked: AtomicU64,
}

/// For how long a document is stored.
const HOURS: Duration = Duration::from_secs(7200);

impl Scene {
    /// An empty one.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let simulation = Simulation::new(seed);
        let redis = Redis::new(&simulation);
        let key = Key::new("document").with_expiry(Expiry::After(HOURS));
        let entry = key.clone().with_cache(Cache::new());
        let (history, begin, source) = (History::new(), State::new(false), Arc::default());
        Self { simulation, redis, key, history, entry, begin, source }
    }

    /// An empty one, whose document is the entry of a cache.
    #[must_use]
    pub fn of_cache(seed: u64, cache: Cache) -> Self {
        let scene = Self::new(seed);
        let entry = scene.key.clone().with_cache(cache);
        Self { key: (*entry).clone(), entry, ..scene }
    }

    /// The same, where an entry past its time is refreshed.
    #[must_use]
    pub fn of_stale_cache(seed: u64, cache: Cache) -> Self {
        let scene = Self::of_cache(seed, cache.with_stale(AGED));
        Self { begin: State::new(true), ..scene }
    }

    /// Its connections break, and its server refuses to write now and then.
    #[must_use]
    pub fn with_trouble(self) -> Self {
        self.redis.set_network(Network { one_cut_in: 12, slowest: Duration::from_millis(20) });
        let (simulation, redis) = (self.simulation.clone(), self.redis.clone());
        self.simulation.spawn(async move {
            for _ in 0..4 {
                simulation.sleep(simulation.up_to(Duration::from_millis(20))).await;
                let is_fine = simulation.below(2) == 0;
                redis.set_read_only(!is_fine && simulation.below(2) == 0);
                redis.set_out_of_memory(!is_fine && simulation.below(2) == 0);
            }
        });
        Self { begin: self.begin.in_trouble(), ..self }
    }

    /// So many operations, each one of these kinds with a number, as the seed has them.
    #[must_use]
    pub fn operations(&self, count: u64, kinds: &[Kind]) -> Vec<Operation> {
        let operation = |_| self.simulation.one_of(kinds)(10 + self.simulation.below(80));
        (0..count).map(operation).collect()
    }

    /// So many numbers that are published, after each of which the entry is made to follow.
    #[must_use]
    pub fn publications(&self, count: u64) -> Vec<Operation> {
        let invalidate = || self.simulation.one_of(&Operation::INVALIDATING);
        let publication = |number| [Operation::Publish(number), invalidate()(number)];
        (1000..1000 + count).flat_map(publication).collect()
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
                let source = || scene.read_published();
                let outcome = perform_async(&mut con, &scene.key, &scene.entry, operation, source);
                if let Some(outcome) = scene.wait_for(outcome, longest).await {
                    end(call, outcome);
                }
            }
        });
    }

    /// A client that awaits, and drops the first of these when it has been polled so often. It does
    /// the others on the same connection, and says then whether it has dropped that one.
    #[must_use]
    pub fn dropping_client(
        &self,
        who: usize,
        polls: usize,
        operations: Vec<Operation>,
    ) -> Arc<AtomicBool> {
        let (scene, has_dropped) = (self.clone(), Arc::new(AtomicBool::new(false)));
        let told = Arc::clone(&has_dropped);
        self.simulation.spawn(async move {
            let mut con = scene.redis.connect().clocked();
            for (index, operation) in operations.into_iter().enumerate() {
                let call = scene.history.call(who, operation);
                let source = || scene.read_published();
                let outcome = perform_async(&mut con, &scene.key, &scene.entry, operation, source);
                let polls = if index == 0 { polls } else { usize::MAX };
                match scene.simulation.for_polls(polls, outcome).await {
                    Some(outcome) => end(call, outcome),
                    None => told.store(true, Ordering::SeqCst),
                }
            }
        });
        has_dropped
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
                end(call, perform(&mut con, &scene.key, &scene.entry, operation, source));
            }
        });
    }

    /// Publishes what the source of a cache reads, which is not in Redis: at once.
    pub async fn publish(&self, who: usize, number: u64) {
        self.simulation.pause().await;
        let call = self.history.call(who, Operation::Publish(number));
        self.source.published.store(number, Ordering::SeqCst);
        call.returned(Outcome::Done);
    }

    /// What the source of a cache does, in which others may do much.
    pub async fn read_published(&self) -> u64 {
        self.source.asked.fetch_add(1, Ordering::SeqCst);
        self.simulation.pause().await;
        let published = self.source.published.load(Ordering::SeqCst);
        self.simulation.pause().await;
        published
    }

    /// How often the source was asked.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.source.asked.load(Ordering::SeqCst)
    }

    fn read_on(&self, thread: &Thread) -> u64 {
        thread.wait_for(self.read_published())
    }

    /// Runs it, and says whether what the clients saw is what the model shows.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.simulation.run();
        is_linearizable(&self.begin, &self.history)
    }

    /// Runs it.
    ///
    /// # Panics
    ///
    /// When the clients saw what the model does not show.
    pub fn assert_right(&self) {
        assert!(self.is_right(), "no order of these shows the same:\n{}", self.history);
    }

    /// Runs it. The key has an expiry, which no write of the library drops.
    ///
    /// # Panics
    ///
    /// When the clients saw what the model does not show, and when what is left does not expire.
    pub fn assert_right_and_expiring(&self) {
        self.assert_right();
        assert_ne!(self.milliseconds_left(), -1, "it does not expire:\n{}", self.history);
    }

    /// How long what is left is there: -1 where it does not expire, and -2 where there is nothing.
    ///
    /// # Panics
    ///
    /// When the server refuses to say so, which it does not.
    #[must_use]
    pub fn milliseconds_left(&self) -> i64 {
        let pttl = redis_1::cmd("PTTL").arg(&self.key).to_owned();
        pttl.query(&mut self.redis.connect_at_once()).expect("it answers")
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
