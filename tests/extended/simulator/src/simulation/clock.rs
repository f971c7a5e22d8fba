//! Clock: the time of a simulation, and who waits for it.

use crate::simulation::{Simulation, World};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

impl Simulation {
    /// The time of this world.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        UNIX_EPOCH + self.since_1970()
    }

    pub(crate) fn since_1970(&self) -> Duration {
        self.world().now
    }

    /// Moves the clock by hand. Timers up to then follow one by one.
    pub fn advance(&self, time: Duration) {
        self.world().now += time;
    }

    /// Moves the clock forth to a time since 1970.
    pub fn move_to(&self, time: Duration) {
        let mut world = self.world();
        world.now = world.now.max(time);
    }

    /// Waits until the clock has moved so far.
    pub fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send + use<> {
        Timer { simulation: self.clone(), time: self.since_1970() + time, number: None }
    }

    /// What comes of a future, unless this time is over before. Then it is dropped.
    pub async fn within<T>(&self, time: Duration, future: impl Future<Output = T>) -> Option<T> {
        let (mut future, mut sleep) = (pin!(future), pin!(self.sleep(time)));
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => sleep.as_mut().poll(context).map(|()| None),
        })
        .await
    }

    pub(super) fn move_to_the_next_timer(&self) {
        let (time, waker) = {
            let mut world = self.world();
            let ((time, _), waker) = world.timers.pop_first().expect("it was chosen");
            (time, waker)
        };
        self.move_to(time);
        waker.wake();
    }
}

impl World {
    fn next_timer(&mut self) -> u64 {
        self.timers_set += 1;
        self.timers_set
    }
}

/// One that is dropped does not move the clock any more.
struct Timer {
    simulation: Simulation,
    time: Duration,
    /// None before it is set.
    number: Option<u64>,
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let simulation = self.simulation.clone();
        let mut world = simulation.world();
        let number = *self.number.get_or_insert_with(|| world.next_timer());
        if world.now >= self.time {
            return Poll::Ready(());
        }
        world.timers.insert((self.time, number), context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.simulation.world().timers.remove(&(self.time, number));
        }
    }
}
