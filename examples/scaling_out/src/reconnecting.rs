//! Going on when a master fails: reconnect and try again, until another has taken its place.
//!
//! An asynchronous connection to a cluster finds the next master by itself. A synchronous
//! connection keeps the address while no server answers there. A connection from Sentinel always
//! keeps it.

use redis::{RedisError, RedisResult, RetryMethod, ServerError};
use redis_derive::ErrorKind;
use std::thread;
use std::time::{Duration, Instant};

/// The time to try, which is longer than a promotion takes.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// Tells whether an error is temporary, such as a broken connection, or servers that have not
/// agreed on a master yet. A document that does not decode is not, although the client takes it for
/// a broken reply.
#[must_use]
pub fn is_passing(error: &RedisError) -> bool {
    let is_known = |error: &ServerError| matches!(error.code(), "UNBLOCKED" | "NOREPLICAS");
    let errors = error.clone().into_server_errors();
    let is_ours = ErrorKind::of(error).is_some();
    (!is_ours && !matches!(error.retry_method(), RetryMethod::NoRetry))
        // A master that lost its role during a `WAIT`, and a master with too few replicas
        // (`min-replicas-to-write`).
        || errors.is_some_and(|errors| errors.iter().any(|(_, error)| is_known(error)))
}

/// Connections to the current master, one after the other. It is for operations that may be done
/// twice: after an error, the operation may have been done.
#[derive(Debug)]
pub struct Reconnecting<C, F> {
    connect: F,
    con: Option<C>,
    /// The number of temporary errors.
    pub errors: u64,
}

impl<C, F> Reconnecting<C, F> {
    /// Connects at the first operation.
    pub fn new(connect: F) -> Self {
        Self { connect, con: None, errors: 0 }
    }
}

impl<C, F: FnMut() -> RedisResult<C>> Reconnecting<C, F> {
    /// Runs an operation on a connection, and again on a new one after each temporary error.
    ///
    /// # Errors
    ///
    /// An error that is not temporary, or is still there after a minute.
    pub fn run<T>(&mut self, mut action: impl FnMut(&mut C) -> RedisResult<T>) -> RedisResult<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.attempt(&mut action) {
                Err(error) if is_passing(&error) && Instant::now() < deadline => self.errors += 1,
                outcome => return outcome,
            }
            thread::sleep(PAUSE);
        }
    }

    /// A connection with an error is not used again.
    fn attempt<T>(&mut self, action: impl FnOnce(&mut C) -> RedisResult<T>) -> RedisResult<T> {
        let mut con = self.con.take().map_or_else(&mut self.connect, Ok)?;
        let result = action(&mut con)?;
        self.con = Some(con);
        Ok(result)
    }
}

impl<C, F: AsyncFnMut() -> RedisResult<C>> Reconnecting<C, F> {
    /// [`run`](Self::run), asynchronous.
    ///
    /// # Errors
    ///
    /// Those of [`run`](Self::run).
    pub async fn run_async<T>(
        &mut self,
        mut action: impl AsyncFnMut(&mut C) -> RedisResult<T>,
    ) -> RedisResult<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.attempt_async(&mut action).await {
                Err(error) if is_passing(&error) && Instant::now() < deadline => self.errors += 1,
                outcome => return outcome,
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn attempt_async<T>(
        &mut self,
        action: impl AsyncFnOnce(&mut C) -> RedisResult<T>,
    ) -> RedisResult<T> {
        let mut con = match self.con.take() {
            Some(con) => con,
            None => (self.connect)().await?,
        };
        let result = action(&mut con).await?;
        self.con = Some(con);
        Ok(result)
    }
}
