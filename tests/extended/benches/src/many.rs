//! A thousand documents under keys of their own: saved in one piece, loaded by `MGET`, and walked
//! through by `SCAN` and `MGET`, beside the same loops by hand.

use crate::at_their_keys::{Identifiable, SECONDS, key};
use crate::cells::json;
use crate::measure::{Cell, Run, consume, repeat_on};
use crate::measured_types::Identified;
use crate::stand_in::StandIn;
use crate::ways::{Best, Ours, Usual, Way};
use redis::{FromRedisValue, ToRedisArgs, Value, cmd, pipe};
use redis_derive::DocumentCommands;
use std::hint::black_box;

pub(crate) const MANY: u64 = 1000;

pub(crate) fn cells() -> Vec<Cell<'static>> {
    of_both_sizes!(cells_of)
}

fn cells_of<P, O>(size: &str, value: &P) -> [Cell<'static>; 3]
where
    P: Identified,
    O: Identifiable + ToRedisArgs + FromRedisValue,
{
    let json = &json(value);
    let save = vec![save::<Best<P>>(json), save::<Usual<P>>(json), save::<Ours<O>>(json)];
    let load = vec![load::<Best<P>>(json), load::<Usual<P>>(json), load::<Ours<O>>(json)];
    let walk = vec![walk::<Best<P>>(json), walk::<Usual<P>>(json), walk::<Ours<O>>(json)];
    [
        Cell { name: format!("save 1000 of {size}"), contenders: save },
        Cell { name: format!("load 1000 of {size}"), contenders: load },
        Cell { name: format!("walk through 1000 of {size}"), contenders: walk },
    ]
}

fn save<W: Store>(json: &str) -> (&'static str, Run<'static>) {
    let json = json.to_owned();
    let documents = move || (0..MANY).map(|_| serde_json::from_str(&json).unwrap()).collect();
    let save = |documents: &Vec<W::Document>| {
        W::save(&mut StandIn::new(vec![Value::Okay; documents.len()]), documents);
    };
    (W::NAME, repeat_on(documents, save))
}

fn documents_in_reply(json: &str) -> Value {
    Value::Array((0..MANY).map(|_| Value::BulkString(json.into())).collect())
}

fn load<W: Store>(json: &str) -> (&'static str, Run<'static>) {
    let reply = documents_in_reply(json);
    let connection = move || StandIn::new([reply.clone()]);
    let ids: Vec<u64> = (0..MANY).collect();
    (W::NAME, consume(connection, move |mut con| W::load(&mut con, &ids)))
}

fn walk<W: Store>(json: &str) -> (&'static str, Run<'static>) {
    let keys = (0..MANY).map(|id| Value::BulkString(key(id).into()));
    let found = Value::Array(vec![Value::BulkString(b"0".to_vec()), Value::Array(keys.collect())]);
    let reply = documents_in_reply(json);
    let connection = move || StandIn::new([found.clone(), reply.clone()]);
    (W::NAME, consume(connection, |mut con| W::walk(&mut con)))
}

/// A way to store many documents.
trait Store: Way {
    fn save(con: &mut StandIn, documents: &[Self::Document]);
    fn load(con: &mut StandIn, ids: &[u64]) -> Vec<Option<Self::Document>>;
    fn walk(con: &mut StandIn) -> usize;
}

impl<T: Identified> Store for Best<T> {
    fn save(con: &mut StandIn, documents: &[T]) {
        let mut pipeline = pipe();
        for document in documents {
            let set = pipeline.cmd("SET").arg(key(document.id()));
            set.arg(serde_json::to_vec(document).unwrap()).arg("EX").arg(SECONDS).ignore();
        }
        pipeline.exec(con).unwrap();
    }

    fn load(con: &mut StandIn, ids: &[u64]) -> Vec<Option<T>> {
        let mut mget = cmd("MGET");
        for id in ids {
            mget.arg(key(*id));
        }
        let found: Vec<Option<Vec<u8>>> = mget.query(con).unwrap();
        let read = |json: Vec<u8>| serde_json::from_str(str::from_utf8(&json).unwrap()).unwrap();
        found.into_iter().map(|json| json.map(read)).collect()
    }

    fn walk(con: &mut StandIn) -> usize {
        walk_by_hand::<T>(con)
    }
}

impl<T: Identified> Store for Usual<T> {
    fn save(con: &mut StandIn, documents: &[T]) {
        let mut pipeline = pipe();
        for document in documents {
            let json = serde_json::to_string(document).unwrap();
            let set = pipeline.cmd("SET").arg(key(document.id())).arg(json);
            set.arg("EX").arg(SECONDS).ignore();
        }
        pipeline.exec(con).unwrap();
    }

    fn load(con: &mut StandIn, ids: &[u64]) -> Vec<Option<T>> {
        let keys: Vec<String> = ids.iter().map(|id| key(*id)).collect();
        let found: Vec<Option<String>> = redis::Commands::mget(con, keys).unwrap();
        let read = |json: String| serde_json::from_str(&json).unwrap();
        found.into_iter().map(|json| json.map(read)).collect()
    }

    fn walk(con: &mut StandIn) -> usize {
        walk_by_hand::<T>(con)
    }
}

fn walk_by_hand<T: Identified>(con: &mut StandIn) -> usize {
    let (mut count, mut cursor) = (0, 0);
    loop {
        let mut scan = cmd("SCAN");
        scan.arg(cursor).arg("MATCH").arg("document:*").arg("COUNT").arg(1000);
        let (next, keys): (u64, Vec<String>) = scan.query(con).unwrap();
        if !keys.is_empty() {
            let found: Vec<Option<String>> = redis::Commands::mget(con, &keys).unwrap();
            for (key, json) in keys.into_iter().zip(found) {
                let Some(json) = json else { continue };
                let document: T = serde_json::from_str(&json).unwrap();
                black_box((key, document));
                count += 1;
            }
        }
        if next == 0 {
            return count;
        }
        cursor = next;
    }
}

impl<T: Identifiable + ToRedisArgs + FromRedisValue> Store for Ours<T> {
    fn save(con: &mut StandIn, documents: &[T]) {
        con.save_many(documents).into_iter().collect::<Result<(), _>>().unwrap();
    }

    fn load(con: &mut StandIn, ids: &[u64]) -> Vec<Option<T>> {
        con.load_many(ids.iter().map(|id| T::key_of(*id))).unwrap()
    }

    fn walk(con: &mut StandIn) -> usize {
        let mut count = 0;
        for found in con.scan_documents(&T::key_pattern()) {
            let (key, document) = found.unwrap();
            black_box((key, document.unwrap()));
            count += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::{MANY, Store, documents_in_reply, key};
    use crate::cells::json;
    use crate::measured_types::{ours, plain, small};
    use crate::stand_in::StandIn;
    use crate::ways::{Best, Ours, Usual};
    use redis::Value;

    fn sent<W: Store>() -> [Vec<u8>; 3] {
        let json = json(&small());
        let documents: Vec<W::Document> =
            (0..3).map(|_| serde_json::from_str(&json).unwrap()).collect();
        let mut save = StandIn::new(vec![Value::Okay; 3]);
        W::save(&mut save, &documents);
        let mut load = StandIn::new([documents_in_reply(&json)]);
        let ids: Vec<u64> = (0..MANY).collect();
        assert_eq!(W::load(&mut load, &ids).len(), ids.len());
        let keys = ids.iter().map(|id| Value::BulkString(key(*id).into())).collect();
        let found = Value::Array(vec![Value::BulkString(b"0".to_vec()), Value::Array(keys)]);
        let mut walk = StandIn::new([found, documents_in_reply(&json)]);
        assert_eq!(W::walk(&mut walk), ids.len());
        [save.sent, load.sent, walk.sent]
    }

    #[test]
    fn every_way_sends_the_same() {
        let best = sent::<Best<plain::Small>>();
        assert!(best[0].starts_with(b"*5\r\n$3\r\nSET\r\n"));
        assert_eq!(sent::<Usual<plain::Small>>(), best);
        assert_eq!(sent::<Ours<ours::Small>>(), best);
    }
}
