//! `Batches`: profiles on their way into Redis, many at a time.

use crate::User;
use redis::{Connection, Pipeline, RedisResult};
use redis_derive::DocumentPipeline;

/// A batch with so many profiles or bytes is sent.
const PROFILES: usize = 1000;
const BYTES: usize = 1024 * 1024;

/// Profiles on their way into Redis, and the number that the server has acknowledged.
pub(crate) struct Batches {
    con: Connection,
    only_new: bool,
    batch: Pipeline,
    bytes: usize,
    pub(crate) stored: usize,
    pub(crate) skipped: usize,
}

impl Batches {
    pub(crate) fn to(con: Connection, only_new: bool) -> Self {
        let mut batch = redis::pipe();
        // Each profile then has a reply.
        batch.ignore_errors();
        Self { con, only_new, batch, bytes: 0, stored: 0, skipped: 0 }
    }

    pub(crate) fn add(&mut self, profile: &User, bytes: usize) -> RedisResult<()> {
        if self.only_new {
            self.batch.save_new(profile)?;
        } else {
            self.batch.save(profile)?;
        }
        self.bytes += bytes;
        if self.batch.len() < PROFILES && self.bytes < BYTES {
            return Ok(());
        }
        self.send()
    }

    /// Sends what is left. Of several errors it returns the first.
    pub(crate) fn send(&mut self) -> RedisResult<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let replies: Vec<RedisResult<bool>> = self.batch.query(&mut self.con)?;
        self.batch.clear();
        self.bytes = 0;
        self.stored += replies.iter().filter(|reply| **reply == Ok(true)).count();
        self.skipped += replies.iter().filter(|reply| **reply == Ok(false)).count();
        replies.into_iter().try_for_each(|reply| reply.map(drop))
    }
}
