//! A store for tower-sessions.
//!
//! tower-sessions reads and writes a session as a whole, so of two requests of one browser at the
//! same time the later one wins. What must not be lost then is for [`sessions`](crate::sessions),
//! or has a key of its own.

use crate::connection::{Redis, describe_any, usable};
use crate::id::digest;
use async_trait::async_trait;
use redis_derive::{AsyncDocumentCommands, Expiry, Key};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// The sessions of tower-sessions, in Redis.
#[derive(Clone, Debug)]
pub struct RedisStore {
    redis: Redis,
}

impl RedisStore {
    /// A store over this connection.
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self { redis }
    }
}

#[async_trait]
impl SessionStore for RedisStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let mut redis = self.redis.clone();
        // It is taken; or the reply to our own command was lost, and what that stored expires.
        while !redis.save_new((&key_of(record), &stored(record))).await.map_err(backend)? {
            record.id = Id::default();
        }
        Ok(())
    }

    /// Only where the session is still there: a request that was under way when it ended does not
    /// bring it back.
    async fn save(&self, record: &Record) -> Result<()> {
        let mut redis = self.redis.clone();
        redis.replace((&key_of(record), &stored(record))).await.map(drop).map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = usable(self.redis.clone().load(key(id).cached()).await).map_err(backend)?;
        Ok(found.map(|record| Record { id: *id, ..record }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.redis.clone().remove(&key(id)).await.map(drop).map_err(backend)
    }
}

/// With the digest of the id, for the reason that [`digest`] gives.
fn key(id: &Id) -> Key<Record> {
    Key::new(format!("redis-derive:tower-session:{}", digest(&id.to_string())))
}

fn key_of(record: &Record) -> Key<Record> {
    key(&record.id).with_expiry(Expiry::At(record.expiry_date.into()))
}

/// The id is not stored: a caller that loads a session has it.
fn stored(record: &Record) -> Record {
    Record { id: Id(0), ..record.clone() }
}

/// tower-sessions logs it.
#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn backend(error: redis_derive::Error) -> Error {
    Error::Backend(describe_any(&error))
}
