//! Writers that go on while a replica takes the place of its master, and a count of their documents
//! afterwards.

use crate::reconnecting::Reconnecting;
use crate::replicated::save_async;
use crate::tenants::Order;
use futures_util::future::try_join_all;
use redis::{ConnectionLike, RedisResult, aio};
use redis_derive::DocumentCommands;
use redis_derive::Keyed;
use std::error::Error;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The pause between two orders, so that the servers have time on a small machine.
const PAUSE: Duration = Duration::from_millis(5);

const PANIC: &str = "a thread has panicked";

/// With any error, also one of another thread.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// What a writer has saved.
#[derive(Debug, Default)]
pub struct Saved {
    /// The orders that a replica has.
    pub acknowledged: Vec<Order>,
    /// The orders that perhaps only the master has.
    pub on_the_master_alone: Vec<Order>,
    /// How many attempts failed before.
    pub errors: u64,
}

/// What is left.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// How many orders a replica had.
    pub acknowledged: usize,
    /// How many of those are gone.
    pub lost: usize,
    /// How many only the master was known to have.
    pub on_the_master_alone: usize,
    /// How many of those are gone.
    pub lost_with_it: usize,
    /// How many attempts failed before.
    pub errors: u64,
}

/// The writers while they write, one for each tenant.
#[derive(Debug)]
pub struct Writers {
    acknowledged: Vec<AtomicUsize>,
    is_over: AtomicBool,
}

impl Writers {
    fn new(count: usize) -> Self {
        let acknowledged = (0..count).map(|_| AtomicUsize::new(0)).collect();
        Self { acknowledged, is_over: AtomicBool::new(false) }
    }

    fn counts(&self) -> Vec<usize> {
        self.acknowledged.iter().map(|count| count.load(Ordering::SeqCst)).collect()
    }

    /// Waits until a replica has so many more orders of each.
    ///
    /// # Errors
    ///
    /// When it does not have them after a minute.
    pub fn wait_for(&self, orders: usize) -> Outcome {
        let deadline = Instant::now() + Duration::from_secs(60);
        let before = self.counts();
        while self.counts().iter().zip(&before).any(|(now, before)| *now < before + orders) {
            if Instant::now() > deadline {
                return Err(format!("from {before:?} to {:?} in a minute", self.counts()).into());
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    fn of<'a>(&'a self, tenants: &'a [&str]) -> impl Iterator<Item = Writer<'a>> {
        tenants.iter().zip(&self.acknowledged).map(|(tenant, acknowledged)| Writer {
            tenant,
            acknowledged,
            is_over: &self.is_over,
            saved: Saved::default(),
        })
    }

    /// Lets the writers end after this, even if it panics.
    fn end_after(&self, event: impl FnOnce(&Self) -> Outcome) -> Outcome {
        let _end = End(&self.is_over);
        event(self)
    }
}

struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

struct Writer<'a> {
    tenant: &'a str,
    acknowledged: &'a AtomicUsize,
    is_over: &'a AtomicBool,
    saved: Saved,
}

impl Writer<'_> {
    fn run<C>(
        mut self,
        connect: impl Fn() -> RedisResult<C>,
        save: impl Fn(&mut C, &Order) -> RedisResult<u64>,
    ) -> RedisResult<Saved> {
        let mut master = Reconnecting::new(connect);
        while let Some(order) = self.next() {
            let replicas = master.run(|con| save(con, &order))?;
            self.note(order, replicas);
            thread::sleep(PAUSE);
        }
        Ok(Saved { errors: master.errors, ..self.saved })
    }

    async fn run_async<C: aio::ConnectionLike>(
        mut self,
        connect: impl AsyncFn() -> RedisResult<C>,
    ) -> RedisResult<Saved> {
        let mut master = Reconnecting::new(connect);
        while let Some(order) = self.next() {
            let replicas = master.run_async(async |con| save_async(con, &order).await).await?;
            self.note(order, replicas);
            tokio::time::sleep(PAUSE).await;
        }
        Ok(Saved { errors: master.errors, ..self.saved })
    }

    fn next(&self) -> Option<Order> {
        let id = self.saved.acknowledged.len() + self.saved.on_the_master_alone.len();
        let order = Order { tenant: self.tenant.to_owned(), id: id as u64, price: 1 };
        (!self.is_over.load(Ordering::SeqCst)).then_some(order)
    }

    fn note(&mut self, order: Order, replicas: u64) {
        if replicas == 0 {
            self.saved.on_the_master_alone.push(order);
        } else {
            self.saved.acknowledged.push(order);
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Runs a thread for each tenant, which saves one order after the other, each until a master has
/// it. Meanwhile, `event` happens to the servers.
///
/// # Errors
///
/// An error of `event`, or an error that is not temporary.
pub fn in_threads<C>(
    tenants: &[&str],
    connect: impl Fn() -> RedisResult<C> + Sync,
    save: impl Fn(&mut C, &Order) -> RedisResult<u64> + Sync,
    event: impl FnOnce(&Writers) -> Outcome,
) -> Outcome<Vec<Saved>> {
    let writers = Writers::new(tenants.len());
    thread::scope(|scope| {
        let threads = writers.of(tenants).map(|writer| scope.spawn(|| writer.run(&connect, &save)));
        let threads: Vec<_> = threads.collect();
        writers.end_after(event)?;
        threads.into_iter().map(|thread| Ok(thread.join().map_err(|_| PANIC)??)).collect()
    })
}

/// The same with tasks.
///
/// # Errors
///
/// Those of [`in_threads`].
pub fn in_tasks<C: aio::ConnectionLike>(
    tenants: &[&str],
    connect: impl AsyncFn() -> RedisResult<C>,
    event: impl FnOnce(&Writers) -> Outcome + Send,
) -> Outcome<Vec<Saved>> {
    let writers = Writers::new(tenants.len());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    thread::scope(|scope| {
        let event = scope.spawn(|| writers.end_after(event));
        let tasks = writers.of(tenants).map(|writer| writer.run_async(&connect));
        let saved = runtime.block_on(try_join_all(tasks))?;
        event.join().map_err(|_| PANIC)??;
        Ok(saved)
    })
}

/// Looks for each order that was saved.
///
/// # Errors
///
/// Those of the client.
pub fn count(con: &mut impl ConnectionLike, saved: &[Saved]) -> RedisResult<Figures> {
    let mut figures = Figures::default();
    for Saved { acknowledged, on_the_master_alone, errors } in saved {
        figures.acknowledged += acknowledged.len();
        figures.lost += missing(con, acknowledged)?;
        figures.on_the_master_alone += on_the_master_alone.len();
        figures.lost_with_it += missing(con, on_the_master_alone)?;
        figures.errors += errors;
    }
    Ok(figures)
}

fn missing(con: &mut impl ConnectionLike, orders: &[Order]) -> RedisResult<usize> {
    let found = con.load_many(orders.iter().map(Keyed::key))?;
    Ok(orders.iter().zip(&found).filter(|(order, found)| found.as_ref() != Some(order)).count())
}
