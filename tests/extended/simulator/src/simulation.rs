//! Simulation: tasks of which one runs at a time, and a clock that moves when they wait.
//!
//! A step is one of two: a task that is ready goes on, or the clock moves to the next timer. The
//! seed chooses among all of them, also to let a timer go before a task that is ready, as a task on
//! a busy machine may be slower than any timer. As nothing else chooses, a seed is the same run
//! each time.

mod clock;

use crate::random::Random;
use crate::thread::{self, Thread};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::mem;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// A world with its own time, in which a seed decides what happens next.
#[derive(Clone)]
pub struct Simulation(Arc<Mutex<World>>);

struct World {
    random: Random,
    /// Since 1970.
    now: Duration,
    /// By the time, and those of the same time by their number.
    timers: BTreeMap<(Duration, u64), Waker>,
    timers_set: u64,
    tasks: Vec<Task>,
}

type Steps = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Task {
    /// None while it runs.
    steps: Option<Steps>,
    ready: Arc<Ready>,
}

/// Whether a task can go on.
struct Ready(AtomicBool);

impl Wake for Ready {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// What happens next.
enum Step {
    Task(usize),
    Timer,
}

/// When each simulation begins: at the start of 2026.
const BEGIN: Duration = Duration::from_secs(1_767_225_600);

impl Simulation {
    /// A world in which nothing has happened yet.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let random = Random::new(seed);
        let (now, timers, tasks) = (BEGIN, BTreeMap::new(), Vec::new());
        Self(Arc::new(Mutex::new(World { random, now, timers, timers_set: 0, tasks })))
    }

    /// Adds a task, which begins when the simulation [runs](Self::run).
    pub fn spawn(&self, steps: impl Future<Output = ()> + Send + 'static) {
        let ready = Arc::new(Ready(AtomicBool::new(true)));
        self.world().tasks.push(Task { steps: Some(Box::pin(steps)), ready });
    }

    /// Adds a task that blocks where others await. It has a thread, which runs only in its turns.
    pub fn spawn_thread(&self, body: impl FnOnce(Thread) + Send + 'static) {
        self.spawn(thread::start(body));
    }

    /// Runs until all tasks are done.
    ///
    /// # Panics
    ///
    /// When a task does, and when one waits for what is not of this world.
    pub fn run(&self) {
        while !self.is_done() {
            match self.choose() {
                Step::Task(index) => self.go_on(index),
                Step::Timer => self.move_to_the_next_timer(),
            }
        }
    }

    fn is_done(&self) -> bool {
        let mut world = self.world();
        world.tasks.retain(|task| task.steps.is_some());
        world.tasks.is_empty()
    }

    fn choose(&self) -> Step {
        let world = &mut *self.world();
        let is_ready = |task: &Task| task.ready.0.load(Ordering::SeqCst);
        let ready = (0..world.tasks.len()).filter(|index| is_ready(&world.tasks[*index]));
        let mut steps: Vec<_> = ready.map(Step::Task).collect();
        steps.extend((!world.timers.is_empty()).then_some(Step::Timer));
        assert!(!steps.is_empty(), "a task waits for something outside of the simulation");
        steps.swap_remove(below(&mut world.random, steps.len()))
    }

    fn go_on(&self, index: usize) {
        // It is not in the world meanwhile, where it looks at the clock and adds tasks.
        let (mut steps, ready) = {
            let task = &mut self.world().tasks[index];
            task.ready.0.store(false, Ordering::SeqCst);
            (task.steps.take().expect("one runs at a time"), Arc::clone(&task.ready))
        };
        if steps.as_mut().poll(&mut Context::from_waker(&ready.into())).is_pending() {
            self.world().tasks[index].steps = Some(steps);
        }
    }

    /// A point at which others may go first.
    pub async fn pause(&self) {
        let mut is_over = false;
        poll_fn(|context| {
            if mem::replace(&mut is_over, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    /// What comes of a future, unless it has been polled so often before. Then it is dropped, where
    /// it waits.
    pub async fn for_polls<T>(&self, polls: usize, future: impl Future<Output = T>) -> Option<T> {
        let (mut future, mut left) = (pin!(future), polls);
        poll_fn(|context| {
            let Some(next) = left.checked_sub(1) else { return Poll::Ready(None) };
            left = next;
            match future.as_mut().poll(context) {
                Poll::Pending if left == 0 => Poll::Ready(None),
                poll => poll.map(Some),
            }
        })
        .await
    }

    /// A number below this one, as the seed has it.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[must_use]
    pub fn below(&self, end: u64) -> u64 {
        assert!(end > 0, "there is no number below 0");
        self.world().random.below(end)
    }

    /// One of these, as the seed has it.
    ///
    /// # Panics
    ///
    /// When there are none.
    #[must_use]
    pub fn one_of<T: Copy>(&self, choices: &[T]) -> T {
        choices[below(&mut self.world().random, choices.len())]
    }

    /// A time up to this one, as the seed has it.
    #[must_use]
    pub fn up_to(&self, longest: Duration) -> Duration {
        let nanoseconds = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX - 1);
        Duration::from_nanos(self.below(nanoseconds + 1))
    }

    /// Also where a task panics while it holds it: then the first panic is what counts.
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn below(random: &mut Random, length: usize) -> usize {
    usize::try_from(random.below(length as u64)).expect("it is below a length")
}
