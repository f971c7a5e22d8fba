//! Sessions in Redis, which all instances share.
//!
//! While Redis restarts, or after a connection breaks, commands are sent again until the patience
//! of [`Redis`] ends:
//!
//! | | may be sent again, because | so it happens |
//! |---|---|---|
//! | [`find`](Sessions::find) | the expiry restarts twice | as if once |
//! | [`begin`](Sessions::begin) | it finds its own session under a random key | as if once |
//! | [`end`](Sessions::end) | gone is gone | as if once |
//! | [`count_visit`](Sessions::count_visit) | a counter of visits may be one too high, and a page that fails is worse | at least once |
//!
//! A change that must not be made twice, such as an order, needs an id. Keep the id in the
//! document, and let the closure of `update` decline ([`Update::Decline`](redis_derive::Update)) if
//! the document already has it.

use crate::connection::{Redis, usable};
use crate::id::SessionId;
use redis::RedisResult;
use redis_derive::{AsyncDocumentCommands, Expiry, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The session of a browser that is logged in. It ends half an hour after its last use.
#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:session:{digest}", ttl = "30m")]
pub struct Session {
    /// The digest of the id and not the id, so that a reader of Redis cannot log in with it.
    digest: String,
    /// Who is logged in.
    pub user: String,
    /// How often the page was seen.
    pub visits: u64,
}

/// Returns the time for which a session is kept after its last use: its `ttl`.
#[must_use]
pub fn kept() -> Option<Duration> {
    match Session::key_for("").expiry() {
        Expiry::After(time) => Some(time),
        _ => None,
    }
}

/// Returns the key of a session.
#[must_use]
pub fn key(id: &SessionId) -> Key<Session> {
    Session::key_for(id.digest())
}

/// The sessions of all instances.
#[derive(Clone, Debug)]
pub struct Sessions {
    redis: Redis,
}

/// Each returns the errors of Redis. An error does not mean that the session does not exist.
#[expect(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
impl Sessions {
    /// Makes sessions on this connection.
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self { redis }
    }

    /// Begins a session, always under a new id. An id from the browser may be known to an attacker.
    pub async fn begin(&self, user: &str) -> RedisResult<SessionId> {
        let id = SessionId::random();
        let session = Session { digest: id.digest(), user: user.to_owned(), visits: 0 };
        // If the session exists already it is this one, and its first reply was lost.
        self.redis.clone().save_new(&session).await?;
        Ok(id)
    }

    /// Returns the session with this id, or `None` if it does not exist. The session is kept for
    /// another half hour.
    ///
    /// A session that does not decode is `None`, and stays stored: another version of the program
    /// may have written it.
    pub async fn find(&self, id: &SessionId) -> RedisResult<Option<Session>> {
        Ok(usable(self.redis.clone().load_and_touch(key(id).cached()).await)?)
    }

    /// Counts a visit and returns the new session, or `None` if it does not exist. No visit is lost
    /// if a browser sends several requests at the same time.
    pub async fn count_visit(&self, id: &SessionId) -> RedisResult<Option<Session>> {
        Ok(self.redis.clone().update(key(id), |session| session.visits += 1).await?)
    }

    /// Ends a session, at all instances.
    pub async fn end(&self, id: &SessionId) -> RedisResult<()> {
        self.redis.clone().remove(key(id)).await?;
        Ok(())
    }
}
