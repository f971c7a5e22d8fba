//! Documents under their own keys: `SET` with an expiry, `GET`, and an update of two commands
//! without a conflict. The measurement is from the identifier and the value to the sent bytes, and
//! from the reply to the value.
//!
//! There is no server: a stand-in for the connection replies at once, so that nothing else is
//! measured.

use crate::cells::{document, json};
use crate::measure::{Cell, Run, consume, repeat_on};
use crate::measured_types::{Identified, ours};
use crate::stand_in::StandIn;
use crate::ways::{Best, Ours, Usual, Way};
use redis::{Commands, FromRedisValue, SetExpiry, SetOptions, ToRedisArgs, Value, cmd};
use redis_derive::{DocumentCommands, Key, Keyed, Patterned};
use std::hint::black_box;

/// Half an hour, as the derived types have it.
pub(crate) const SECONDS: u64 = 1800;

pub(crate) fn cells() -> Vec<Cell<'static>> {
    of_both_sizes!(cells_of)
}

fn cells_of<P, O>(size: &str, value: &P) -> [Cell<'static>; 3]
where
    P: Identified,
    O: Identifiable + ToRedisArgs + FromRedisValue,
{
    let (id, json) = (value.id(), &json(value));
    let save = vec![save::<Best<P>>(json), save::<Usual<P>>(json), save::<Ours<O>>(json)];
    let load =
        vec![load::<Best<P>>(id, json), load::<Usual<P>>(id, json), load::<Ours<O>>(id, json)];
    let update = vec![
        update::<Best<P>>(id, json),
        update::<Usual<P>>(id, json),
        update::<Ours<O>>(id, json),
    ];
    [
        Cell { name: format!("save {size} at its key"), contenders: save },
        Cell { name: format!("load {size} from its key"), contenders: load },
        Cell { name: format!("update {size} at its key"), contenders: update },
    ]
}

pub(crate) fn save<W: Store>(json: &str) -> (&'static str, Run<'static>) {
    let json = json.to_owned();
    let save = |document: &W::Document| W::save(&mut StandIn::new([Value::Okay]), document);
    (W::NAME, repeat_on(move || document::<W>(&json), save))
}

pub(crate) fn load<W: Store>(id: u64, json: &str) -> (&'static str, Run<'static>) {
    let reply = Value::BulkString(json.into());
    let connection = move || StandIn::new([reply.clone()]);
    (W::NAME, consume(connection, move |mut con| W::load(&mut con, black_box(id))))
}

pub(crate) fn update<W: Store>(id: u64, json: &str) -> (&'static str, Run<'static>) {
    let replies = [Value::BulkString(json.into()), Value::Int(1)];
    let connection = move || StandIn::new(replies.clone());
    (W::NAME, consume(connection, move |mut con| W::update(&mut con, black_box(id))))
}

/// A way to store documents under their keys.
pub(crate) trait Store: Way {
    fn save(con: &mut StandIn, document: &Self::Document);
    fn load(con: &mut StandIn, id: u64) -> Option<Self::Document>;
    fn update(con: &mut StandIn, id: u64) -> Self::Document;
}

/// Writes the new document in place of the old one, by the name of a script that compares the two
/// on the server.
fn compare_and_set(con: &mut StandIn, key: &str, old: &[u8], new: &[u8]) {
    let mut command = cmd("EVALSHA");
    command.arg(COMPARE_AND_SET).arg(1).arg(key).arg(old).arg(new);
    assert!(command.query::<bool>(con).unwrap());
}

/// The name of such a script.
const COMPARE_AND_SET: &str = "2a3816f77680e855560934eb9ade09f1e2aedba5";

pub(crate) fn key(id: u64) -> String {
    format!("document:{id}")
}

impl<T: Identified> Store for Best<T> {
    fn save(con: &mut StandIn, document: &T) {
        let mut command = cmd("SET");
        command.arg(key(document.id())).arg(serde_json::to_vec(document).unwrap());
        command.arg("EX").arg(SECONDS).exec(con).unwrap();
    }

    fn load(con: &mut StandIn, id: u64) -> Option<T> {
        let json: Option<Vec<u8>> = con.get(key(id)).unwrap();
        json.map(|json| serde_json::from_str(str::from_utf8(&json).unwrap()).unwrap())
    }

    fn update(con: &mut StandIn, id: u64) -> T {
        let key = key(id);
        let old: Vec<u8> = con.get(&key).unwrap();
        let mut document: T = serde_json::from_str(str::from_utf8(&old).unwrap()).unwrap();
        document.count();
        compare_and_set(con, &key, &old, &serde_json::to_vec(&document).unwrap());
        document
    }
}

impl<T: Identified> Store for Usual<T> {
    fn save(con: &mut StandIn, document: &T) {
        let json = serde_json::to_string(document).unwrap();
        let options = SetOptions::default().with_expiration(SetExpiry::EX(SECONDS));
        let () = con.set_options(key(document.id()), json, options).unwrap();
    }

    fn load(con: &mut StandIn, id: u64) -> Option<T> {
        let json: Option<String> = con.get(key(id)).unwrap();
        json.map(|json| serde_json::from_str(&json).unwrap())
    }

    fn update(con: &mut StandIn, id: u64) -> T {
        let key = key(id);
        let old: String = con.get(&key).unwrap();
        let mut document: T = serde_json::from_str(&old).unwrap();
        document.count();
        let new = serde_json::to_string(&document).unwrap();
        compare_and_set(con, &key, old.as_bytes(), new.as_bytes());
        document
    }
}

impl<T: Identifiable + ToRedisArgs + FromRedisValue> Store for Ours<T> {
    fn save(con: &mut StandIn, document: &T) {
        con.save(document).unwrap();
    }

    fn load(con: &mut StandIn, id: u64) -> Option<T> {
        con.load(T::key_of(id)).unwrap()
    }

    fn update(con: &mut StandIn, id: u64) -> T {
        con.update(T::key_of(id), T::count).unwrap().unwrap()
    }
}

/// The derived types, whose function for keys is no trait's.
pub(crate) trait Identifiable: Identified + Keyed + Patterned {
    fn key_of(id: u64) -> Key<Self>;
}

impl Identifiable for ours::Small {
    fn key_of(id: u64) -> Key<Self> {
        Self::key_for(id)
    }
}

impl Identifiable for ours::List {
    fn key_of(id: u64) -> Key<Self> {
        Self::key_for(id)
    }
}

#[cfg(test)]
mod tests {
    use super::Store;
    use crate::cells::{document, json};
    use crate::measured_types::{ours, plain, small};
    use crate::stand_in::StandIn;
    use crate::ways::{Best, Ours, Usual};
    use redis::Value;

    fn sent<W: Store>() -> [Vec<u8>; 3] {
        let json = json(&small());
        let mut save = StandIn::new([Value::Okay]);
        W::save(&mut save, &document::<W>(&json));
        let reply = Value::BulkString(json.into());
        let mut load = StandIn::new([reply.clone()]);
        assert!(W::load(&mut load, small().id).is_some());
        let mut update = StandIn::new([reply, Value::Int(1)]);
        W::update(&mut update, small().id);
        [save.sent, load.sent, update.sent]
    }

    #[test]
    fn every_way_sends_the_same() {
        let [save, load, update] = sent::<Best<plain::Small>>();
        assert!(save.starts_with(b"*5\r\n$3\r\nSET\r\n$13\r\ndocument:4711\r\n"));
        assert!(load.starts_with(b"*2\r\n$3\r\nGET\r\n$13\r\ndocument:4711\r\n"));
        assert!(update.starts_with(&load) && update.len() > load.len());
        assert_eq!(sent::<Usual<plain::Small>>(), [&save[..], &load, &update]);
        assert_eq!(sent::<Ours<ours::Small>>(), [&save[..], &load, &update]);
    }
}
