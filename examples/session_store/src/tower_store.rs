//! A store for tower-sessions.
//!
//! tower-sessions reads and writes a session as a whole, so of two requests of one browser at the
//! same time the later one wins. For data that must not be lost, use [`sessions`](crate::sessions)
//! or a separate key.

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
    /// Makes a store on this connection.
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self { redis }
    }
}

#[async_trait]
impl SessionStore for RedisStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let mut redis = self.redis.clone();
        // The id is taken, or the reply to this command was lost, and its session expires.
        while !redis.save_new((&key_of(record), &stored(record))).await.map_err(backend)? {
            record.id = Id::default();
        }
        Ok(())
    }

    /// Saves the session only if it still exists: a request that was open when it ended does not
    /// restore it.
    async fn save(&self, record: &Record) -> Result<()> {
        let mut redis = self.redis.clone();
        redis.replace((&key_of(record), &stored(record))).await.map(drop).map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = usable(self.redis.clone().load(key(id).cached()).await).map_err(backend)?;
        Ok(found.map(|record| Record { id: *id, ..record }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.redis.clone().remove(key(id)).await.map(drop).map_err(backend)
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
