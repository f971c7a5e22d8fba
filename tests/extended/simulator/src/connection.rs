//! A connection that blocks.

use crate::clocked::Clocked;
use crate::link::{Cut, Link};
use crate::thread::Thread;
use redis_1::{ConnectionLike, RedisResult, Value};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A connection that blocks, of redis 1.x.
pub struct Connection {
    link: Link,
    /// None where nothing waits.
    thread: Option<Thread>,
}

impl Connection {
    pub(crate) fn new(link: Link, thread: Option<Thread>) -> Self {
        Self { link, thread }
    }

    /// With waits that go by the simulated clock.
    #[must_use]
    pub fn clocked(self) -> Clocked<Self> {
        Clocked::new(self)
    }

    /// Breaks around the next command.
    pub fn cut_next(&mut self, cut: Cut) {
        self.link.cut_next(cut);
    }

    pub(crate) fn wait_a_while(&mut self) {
        wait_for(self.thread.as_ref(), self.link.wait_a_while());
    }
}

impl ConnectionLike for Connection {
    fn req_packed_command(&mut self, packed: &[u8]) -> RedisResult<Value> {
        wait_for(self.thread.as_ref(), self.link.send(packed))
    }

    fn req_packed_commands(
        &mut self,
        packed: &[u8],
        offset: usize,
        count: usize,
    ) -> RedisResult<Vec<Value>> {
        wait_for(self.thread.as_ref(), self.link.send_all(packed, offset, count))
    }

    fn get_db(&self) -> i64 {
        0
    }

    fn check_connection(&mut self) -> bool {
        redis_1::cmd("PING").exec(self).is_ok()
    }

    fn is_open(&self) -> bool {
        self.link.is_open()
    }
}

fn wait_for<T>(thread: Option<&Thread>, future: impl Future<Output = T>) -> T {
    if let Some(thread) = thread {
        return thread.wait_for(future);
    }
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a connection outside of the simulation cannot wait"),
    }
}
