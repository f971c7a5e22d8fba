//! The entry that is filled, its source, and how others make it follow when that changes.

use redis_1::{ConnectionLike, cmd};
use redis_derive::{DocumentCommands, Error, Expiry, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:entry", part(run: String), ttl = "10m", cache)]
pub(crate) struct Entry {
    pub(crate) version: u64,
}

/// A name that no other test has, for the keys of one.
pub(crate) fn run() -> String {
    tests::key("fills").replace("redis-derive:", "")
}

/// What an entry is made of.
#[derive(Default)]
pub(crate) struct Source(AtomicU64);

impl Source {
    pub(crate) fn read(&self) -> Entry {
        Entry { version: self.0.load(Ordering::SeqCst) }
    }

    /// The version that is the newest from now on.
    pub(crate) fn publish(&self) -> Entry {
        Entry { version: self.0.fetch_add(1, Ordering::SeqCst) + 1 }
    }
}

/// How another client makes the entry follow what was published.
pub(crate) type Follow = fn(&mut dyn ConnectionLike, &Key<Entry>, &Entry) -> Result<(), Error>;

/// By what removes it, or what may do so.
pub(crate) const REMOVED: [Follow; 7] = [
    |con, key, _| con.remove(key).map(drop),
    |con, key, _| con.take(key).map(drop),
    |con, key, _| Ok(cmd("DEL").arg(key).exec(con)?),
    |con, key, _| Ok(cmd("UNLINK").arg(key).exec(con)?),
    |con, key, _| con.remove_many([key]).map(drop),
    |con, key, new| {
        let short = key.clone().with_expiry(Expiry::After(Duration::from_millis(1)));
        con.save((&short, new))
    },
    // There need not be anything to update, and then a fill goes on.
    |con, key, new| match con.update(key, |entry| *entry = new.clone())? {
        Some(_) => Ok(()),
        None => con.remove(key).map(drop),
    },
];

/// By what stores what was published.
pub(crate) const STORED: [Follow; 4] = [
    |con, key, new| con.save((key, new)),
    |con, key, new| {
        let change = |entry: &mut Entry| *entry = new.clone();
        con.update_or_insert_with(key, change, || new.clone()).map(drop)
    },
    |con, key, new| {
        let json = new.to_redis_json()?;
        Ok(cmd("SET").arg(key).arg(json).arg("EX").arg(600).exec(con)?)
    },
    |con, key, new| Ok(cmd("SET").arg(key).arg(new.to_redis_json()?).exec(con)?),
];
