//! A connection that is awaited.

use crate::clocked::Clocked;
use crate::link::{Cut, Link};
use redis_1::aio::ConnectionLike;
use redis_1::{Cmd, Pipeline, RedisFuture, Value};

/// A connection that is awaited, of redis 1.x.
pub struct AsyncConnection {
    link: Link,
}

impl AsyncConnection {
    pub(crate) fn new(link: Link) -> Self {
        Self { link }
    }

    /// With waits that go by the simulated clock.
    #[must_use]
    pub fn clocked(self) -> Clocked<Self> {
        Clocked::new(self)
    }

    /// Whether it can still be used.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.link.is_open()
    }

    /// Breaks around the next command.
    pub fn cut_next(&mut self, cut: Cut) {
        self.link.cut_next(cut);
    }

    pub(crate) async fn wait_a_while(&self) {
        self.link.wait_a_while().await;
    }
}

impl ConnectionLike for AsyncConnection {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async move { self.link.send(&command.get_packed_command()).await })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(
            async move { self.link.send_all(&pipeline.get_packed_pipeline(), offset, count).await },
        )
    }

    fn get_db(&self) -> i64 {
        0
    }
}
