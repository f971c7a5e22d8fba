//! In place of a connection: it takes commands, and replies with what it has.

use redis::{ConnectionLike, RedisResult, Value};
use std::hint::black_box;

pub(crate) struct StandIn {
    replies: std::vec::IntoIter<Value>,
    /// The commands, for a test.
    pub(crate) sent: Vec<u8>,
}

impl StandIn {
    pub(crate) fn new(replies: impl Into<Vec<Value>>) -> Self {
        Self { replies: replies.into().into_iter(), sent: Vec::new() }
    }

    /// Whether each reply was asked for.
    #[cfg(test)]
    pub(crate) fn is_over(&self) -> bool {
        self.replies.len() == 0
    }
}

impl ConnectionLike for StandIn {
    fn req_packed_command(&mut self, command: &[u8]) -> RedisResult<Value> {
        if cfg!(test) {
            self.sent.extend(command);
        }
        black_box(command);
        Ok(self.replies.next().unwrap_or(Value::Nil))
    }

    fn req_packed_commands(
        &mut self,
        commands: &[u8],
        _: usize,
        count: usize,
    ) -> RedisResult<Vec<Value>> {
        if cfg!(test) {
            self.sent.extend(commands);
        }
        black_box(commands);
        Ok(self.replies.by_ref().take(count).collect())
    }

    fn get_db(&self) -> i64 {
        0
    }

    fn check_connection(&mut self) -> bool {
        true
    }

    fn is_open(&self) -> bool {
        true
    }
}
