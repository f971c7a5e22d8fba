//! A work queue: a stream, a group of workers who share it, and a stream for what they could not
//! handle.
//!
//! An entry that a worker has taken is *pending* until it is acknowledged, so that none is lost
//! with its worker. It is delivered again then, so an entry may be handled twice: let the effect
//! and a note of the event's `id` be one transaction, and a second time do nothing.
//!
//! # What is in the stream
//!
//! Only what is still to be done: an entry is removed (`XDEL`) in the same transaction that
//! acknowledges it (`XACK`). Redis 8.2 has both in one command, `XACKDEL`.
//!
//! **`MAXLEN`, also with `~`, removes the oldest entries whether they have been handled or not.** A
//! pending entry then has an id but no content, and an entry that no worker has taken is lost. To
//! bound the stream, let the producer look at its length (`XLEN`) and wait. Where several groups
//! read one stream, none of them can remove what it has handled; there, trim by `XTRIM … MINID`
//! with the oldest id that any group still needs: the smallest that is pending (`XPENDING`), or
//! where nothing is, what was delivered last (`XINFO GROUPS`).

use crate::entry::Entry;
use crate::event::Event;
use redis::streams::{StreamAutoClaimOptions, StreamPendingCountReply, StreamReadOptions};
use redis::{AsyncCommands, RedisResult, cmd, pipe};
use std::time::Duration;

/// The workers, who share what is in the stream. Each entry is delivered to one of them.
const GROUP: &str = "workers";

/// The field with the event.
pub const EVENT: &str = "event";

/// The keys of a queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The stream with what is to be done.
    pub stream: String,
    /// The stream with what could not be done: `id` is where it was in the stream, `reason` says
    /// why it is here, and then the fields follow as they were. An entry may be here twice, with
    /// the same `id`.
    pub dead_letters: String,
}

impl Queue {
    /// The queue of this name. Its keys are on one node of a cluster.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let key = |of: &str| format!("redis-derive:messages:{{{name}}}:{of}");
        Self { stream: key("stream"), dead_letters: key("dead-letters") }
    }

    /// Makes the group, which is to have all that is in the stream, unless it is there.
    ///
    /// # Errors
    ///
    /// The client's.
    pub async fn create_group(&self, con: &mut impl AsyncCommands) -> RedisResult<()> {
        match con.xgroup_create_mkstream(&self.stream, GROUP, 0).await {
            Err(error) if error.code() == Some("BUSYGROUP") => Ok(()),
            created => created,
        }
    }

    /// Adds an event. When this fails because the connection broke, it may be there all the same:
    /// add it again, with the same `id`.
    ///
    /// # Errors
    ///
    /// The client's.
    pub async fn add(&self, con: &mut impl AsyncCommands, event: &Event) -> RedisResult<()> {
        con.xadd(&self.stream, "*", &[(EVENT, event)]).await
    }

    /// Takes entries that no worker has had yet, and waits if there are none.
    pub(crate) async fn take(
        &self,
        con: &mut impl AsyncCommands,
        worker: &str,
        count: usize,
        wait: Duration,
    ) -> RedisResult<Vec<Entry>> {
        let options =
            StreamReadOptions::default().group(GROUP, worker).count(count).block(millis(wait));
        let streams: Vec<(String, Vec<Entry>)> =
            con.xread_options(&[&self.stream], &[">"], &options).await?;
        Ok(streams.into_iter().flat_map(|(_, entries)| entries).collect())
    }

    /// Takes over an entry that was delivered so long ago and has not been acknowledged, if there
    /// is one from this id on.
    ///
    /// One at a time: this counts as a delivery, and an entry that kills its worker would take
    /// others with it to the dead letters.
    pub(crate) async fn claim(
        &self,
        con: &mut impl AsyncCommands,
        worker: &str,
        idle: Duration,
        from: &str,
    ) -> RedisResult<Claimed> {
        let one = StreamAutoClaimOptions::default().count(1);
        let reply = con.xautoclaim_options(&self.stream, GROUP, worker, millis(idle), from, one);
        let (next, entries, removed): (_, _, Vec<String>) = reply.await?;
        Ok(Claimed { next, entries, removed })
    }

    /// How often an entry has been delivered, unless it has been acknowledged.
    pub(crate) async fn deliveries(
        &self,
        con: &mut impl AsyncCommands,
        id: &str,
    ) -> RedisResult<Option<usize>> {
        let pending: StreamPendingCountReply =
            con.xpending_count(&self.stream, GROUP, id, id, 1).await?;
        Ok(pending.ids.first().map(|entry| entry.times_delivered))
    }

    /// Acknowledges an entry and removes it.
    pub(crate) async fn done(&self, con: &mut impl AsyncCommands, id: &str) -> RedisResult<()> {
        let mut pipe = pipe();
        pipe.atomic().xack(&self.stream, GROUP, &[id]).xdel(&self.stream, &[id]);
        pipe.exec_async(con).await
    }

    /// Moves an entry to the dead letters. It is there before it is no longer here, so that it is
    /// lost at no time.
    pub(crate) async fn bury(
        &self,
        con: &mut impl AsyncCommands,
        entry: &Entry,
        reason: &str,
    ) -> RedisResult<()> {
        let mut add = cmd("XADD");
        add.arg(&self.dead_letters).arg("*").arg(&[("id", &*entry.id), ("reason", reason)]);
        add.arg(&entry.fields).exec_async(con).await?;
        self.done(con, &entry.id).await
    }
}

/// What `XAUTOCLAIM` replies with, since Redis 7.0.
pub(crate) struct Claimed {
    /// From where to go on, or `0-0` at the end.
    pub(crate) next: String,
    pub(crate) entries: Vec<Entry>,
    /// What was pending and is not in the stream any more. It is told once.
    pub(crate) removed: Vec<String>,
}

fn millis(duration: Duration) -> usize {
    usize::try_from(duration.as_millis()).unwrap_or(usize::MAX)
}
