//! A cache: a hit, compared with `load`. A stale entry that another caller refreshes, a miss, and a
//! thousand entries with a tenth missing, each compared with the same by hand, with a lock beside
//! the entry.

use crate::at_their_keys::{Identifiable, SECONDS, key, load};
use crate::cells::{document, json};
use crate::many::MANY;
use crate::measure::{Cell, Run, consume};
use crate::measured_types::Identified;
use crate::stand_in::StandIn;
use crate::ways::{Best, Ours, Way};
use redis::{FromRedisValue, ToRedisArgs, Value, cmd, pipe};
use redis_derive::{Cache, CacheKey, DocumentCommands, Error};
use std::hash::{BuildHasher, RandomState};
use std::hint::black_box;
use std::time::Duration;

pub(crate) fn cells() -> Vec<Cell<'static>> {
    of_both_sizes!(cells_of)
}

fn cells_of<P, O>(size: &str, value: &P) -> [Cell<'static>; 4]
where
    P: Identified,
    O: Identifiable + ToRedisArgs + FromRedisValue,
{
    let (id, json) = (value.id(), &json(value));
    let hit = vec![load::<Ours<O>>(id, json), hit::<O>(id, json)];
    let stale = vec![stale::<Best<P>>(id, json), stale::<Ours<O>>(id, json)];
    let miss = vec![miss::<Best<P>>(id, json), miss::<Ours<O>>(id, json)];
    let many = vec![many::<Best<P>>(json), many::<Ours<O>>(json)];
    [
        Cell { name: format!("hit of a cache, {size}"), contenders: hit },
        Cell { name: format!("entry past its time, {size}"), contenders: stale },
        Cell { name: format!("miss of a cache, {size}"), contenders: miss },
        Cell { name: format!("1000 of a cache, 100 missing, {size}"), contenders: many },
    ]
}

fn hit<O>(id: u64, json: &str) -> (&'static str, Run<'static>)
where
    O: Identifiable + ToRedisArgs + FromRedisValue,
{
    let reply = Value::BulkString(json.into());
    let connection = move || StandIn::new([reply.clone()]);
    let hit = consume(connection, move |mut con| {
        let key = O::key_of(black_box(id)).with_cache(Cache::new());
        con.load_or_else(&key, || unreachable!("it is there")).unwrap()
    });
    ("load_or_else", hit)
}

fn stale<W: Fill>(id: u64, json: &str) -> (&'static str, Run<'static>) {
    let replies = W::replies_to_stale(json);
    let connection = move || StandIn::new(replies.clone());
    (W::NAME, consume(connection, move |mut con| W::stale(&mut con, black_box(id))))
}

fn miss<W: Fill>(id: u64, json: &str) -> (&'static str, Run<'static>) {
    let json = json.to_owned();
    let prepare = move || (StandIn::new(W::replies_to_miss()), document::<W>(&json));
    (W::NAME, consume(prepare, move |(mut con, made)| W::miss(&mut con, black_box(id), made)))
}

fn many<W: Fill>(json: &str) -> (&'static str, Run<'static>) {
    let json = json.to_owned();
    let prepare = move || {
        let made: Vec<_> = (0..MISSING).map(|_| document::<W>(&json)).collect();
        (StandIn::new(W::replies_to_many(&json)), made)
    };
    (W::NAME, consume(prepare, move |(mut con, made)| W::many(&mut con, made)))
}

/// How many of [`MANY`] are missing.
const MISSING: u64 = MANY / 10;

fn found(json: &str) -> Value {
    let entry = |id| if id % 10 == 0 { Value::Nil } else { Value::BulkString(json.into()) };
    Value::Array((0..MANY).map(entry).collect())
}

/// How long an entry past its time is still kept, in seconds and in milliseconds, and how long one
/// who fills may take.
const STALE: u64 = 600;
const LEFT: i64 = 500_000;
const LEASE: u64 = 10_000;

/// A way to fill the entries of a cache, and what the server replies to it.
trait Fill: Way {
    fn replies_to_stale(json: &str) -> Vec<Value>;
    fn replies_to_miss() -> Vec<Value>;
    fn replies_to_many(json: &str) -> Vec<Value>;

    fn stale(con: &mut StandIn, id: u64) -> Self::Document;
    fn miss(con: &mut StandIn, id: u64, made: Self::Document) -> Self::Document;
    fn many(con: &mut StandIn, made: Vec<Self::Document>) -> Vec<Self::Document>;
}

/// The name of a script that removes a lock if it is still one's own.
const UNLOCK: &str = "8f2a4f5f0b5d3a5f9f0a8b1e6f4c7d9a0b1c2d3e";

fn lock(id: u64) -> String {
    format!("lock:{id}")
}

fn token() -> u64 {
    RandomState::new().hash_one(0)
}

fn read<T: Identified>(json: &[u8]) -> T {
    serde_json::from_str(str::from_utf8(json).unwrap()).unwrap()
}

impl<T: Identified> Fill for Best<T> {
    fn replies_to_stale(json: &str) -> Vec<Value> {
        vec![Value::BulkString(json.into()), Value::Int(LEFT), Value::Nil]
    }

    fn replies_to_miss() -> Vec<Value> {
        vec![Value::Nil, Value::Okay, Value::Okay, Value::Int(1)]
    }

    fn replies_to_many(json: &str) -> Vec<Value> {
        let (locked, stored) = (MISSING, MISSING);
        let unlocked = (0..MISSING).map(|_| Value::Int(1));
        let okay = (0..locked + stored).map(|_| Value::Okay);
        [found(json)].into_iter().chain(okay).chain(unlocked).collect()
    }

    fn stale(con: &mut StandIn, id: u64) -> T {
        let key = key(id);
        let mut look = pipe();
        look.cmd("GET").arg(&key).cmd("PTTL").arg(&key);
        let (json, left): (Vec<u8>, u64) = look.query(con).unwrap();
        assert!(left < STALE * 1000);
        let mut claim = cmd("SET");
        claim.arg(lock(id)).arg(token()).arg("NX").arg("PX").arg(LEASE);
        assert!(!claim.query::<bool>(con).unwrap());
        read(&json)
    }

    fn miss(con: &mut StandIn, id: u64, made: T) -> T {
        let (key, lock, token) = (key(id), lock(id), token());
        let json: Option<Vec<u8>> = cmd("GET").arg(&key).query(con).unwrap();
        assert!(json.is_none());
        cmd("SET").arg(&lock).arg(token).arg("NX").arg("PX").arg(LEASE).exec(con).unwrap();
        let json = serde_json::to_vec(&made).unwrap();
        cmd("SET").arg(&key).arg(json).arg("EX").arg(SECONDS).exec(con).unwrap();
        cmd("EVALSHA").arg(UNLOCK).arg(1).arg(&lock).arg(token).exec(con).unwrap();
        made
    }

    fn many(con: &mut StandIn, made: Vec<T>) -> Vec<T> {
        let mut mget = cmd("MGET");
        for id in 0..MANY {
            mget.arg(key(id));
        }
        let found: Vec<Option<Vec<u8>>> = mget.query(con).unwrap();
        let missing = || (0..MANY).zip(&found).filter(|(_, json)| json.is_none()).map(|(id, _)| id);
        let (mut locks, token) = (pipe(), token());
        for id in missing() {
            locks.cmd("SET").arg(lock(id)).arg(token).arg("NX").arg("PX").arg(LEASE);
        }
        let locked: Vec<bool> = locks.query(con).unwrap();
        assert!(locked.into_iter().all(|is_locked| is_locked));
        let mut stores = pipe();
        for (id, made) in missing().zip(&made) {
            let json = serde_json::to_vec(made).unwrap();
            stores.cmd("SET").arg(key(id)).arg(json).arg("EX").arg(SECONDS).ignore();
        }
        for id in missing() {
            stores.cmd("EVALSHA").arg(UNLOCK).arg(1).arg(lock(id)).arg(token).ignore();
        }
        stores.exec(con).unwrap();
        let mut made = made.into_iter();
        found
            .iter()
            .map(|json| json.as_ref().map_or_else(|| made.next().unwrap(), |json| read(json)))
            .collect()
    }
}

fn cache<T: Identifiable>(id: u64) -> CacheKey<T> {
    T::key_of(id).with_cache(Cache::new())
}

/// An entry with a claim behind it, which ends in five seconds: a blank is two bits, from the
/// lowest on.
fn claimed(json: &str) -> String {
    let ends = LEFT - 5000;
    let two_bits = |index: i64| usize::try_from((ends >> (2 * index)) & 3).unwrap();
    let blank = |index| [' ', '\t', '\n', '\r'][two_bits(index)];
    json.chars().chain((0..32).map(blank)).collect()
}

impl<T: Identifiable + ToRedisArgs + FromRedisValue> Fill for Ours<T> {
    fn replies_to_stale(json: &str) -> Vec<Value> {
        vec![Value::BulkString(claimed(json).into()), Value::Int(LEFT)]
    }

    fn replies_to_miss() -> Vec<Value> {
        vec![Value::Nil, Value::Okay, Value::Int(1)]
    }

    fn replies_to_many(json: &str) -> Vec<Value> {
        let begun = (0..MISSING).map(|_| Value::Okay);
        let ended = (0..MISSING).map(|_| Value::Int(1));
        [found(json)].into_iter().chain(begun).chain(ended).collect()
    }

    fn stale(con: &mut StandIn, id: u64) -> T {
        let cache = Cache::new().with_stale(Duration::from_secs(STALE));
        let key = T::key_of(id).with_cache(cache);
        con.load_or_else(&key, || unreachable!("another caller refreshes it")).unwrap()
    }

    fn miss(con: &mut StandIn, id: u64, made: T) -> T {
        con.load_or_else(&cache(id), || made).unwrap()
    }

    fn many(con: &mut StandIn, made: Vec<T>) -> Vec<T> {
        let keys: Vec<_> = (0..MANY).map(cache).collect();
        let mut made = Some(made);
        let source = |_| Ok::<_, Error>(made.take().unwrap().into_iter().map(Some).collect());
        con.load_many_or_find(&keys, source).unwrap().into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fill, MANY, MISSING, StandIn};
    use crate::cells::{document, json};
    use crate::measured_types::{ours, plain, small};
    use crate::ways::{Best, Ours};

    /// Each is had, and each reply is asked for.
    fn assert_complete<W: Fill>() {
        let (json, id) = (json(&small()), small().id);
        let mut con = StandIn::new(W::replies_to_stale(&json));
        W::stale(&mut con, id);
        assert!(con.is_over());
        let mut con = StandIn::new(W::replies_to_miss());
        W::miss(&mut con, id, document::<W>(&json));
        assert!(con.is_over());
        let mut con = StandIn::new(W::replies_to_many(&json));
        let made = (0..MISSING).map(|_| document::<W>(&json)).collect();
        assert_eq!(W::many(&mut con, made).len() as u64, MANY);
        assert!(con.is_over());
    }

    #[test]
    fn every_way_gets_all_entries() {
        assert_complete::<Best<plain::Small>>();
        assert_complete::<Ours<ours::Small>>();
    }
}
