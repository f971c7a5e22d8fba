//! Documents under keys of their own: `SET` with an expiry, and `GET`, from the identifier and the value to the bytes
//! that are sent, and from the reply to the value.
//!
//! There is no server: what stands in for the connection replies at once, so that nothing but this is measured.

use crate::cells::{document, json};
use crate::documents::{Identified, list, ours, plain, small};
use crate::measure::{Cell, Run, consume, repeat_on};
use crate::ways::{Best, Ours, Usual, Way};
use redis::{
    Commands, ConnectionLike, FromRedisValue, RedisResult, SetExpiry, SetOptions, ToRedisArgs,
    Value, cmd,
};
use redis_derive::redis_1::DocumentCommands;
use redis_derive::{Key, Keyed};
use std::hint::black_box;

/// Half an hour, as the derived types have it.
const SECONDS: u64 = 1800;

pub(crate) fn cells() -> Vec<Cell<'static>> {
    let mut cells = Vec::new();
    cells.extend(cells_of::<plain::Small, ours::Small>("60 B", &small()));
    cells.extend(cells_of::<plain::List, ours::List>("2 KB", &list(20)));
    cells
}

fn cells_of<P, O>(size: &str, value: &P) -> [Cell<'static>; 2]
where
    P: Identified,
    O: Identifiable + ToRedisArgs + FromRedisValue,
{
    let (id, json) = (value.id(), &json(value));
    let save = vec![save::<Best<P>>(json), save::<Usual<P>>(json), save::<Ours<O>>(json)];
    let load =
        vec![load::<Best<P>>(id, json), load::<Usual<P>>(id, json), load::<Ours<O>>(id, json)];
    [
        Cell { name: format!("save {size} at its key"), contenders: save },
        Cell { name: format!("load {size} from its key"), contenders: load },
    ]
}

fn save<W: Store>(json: &str) -> (&'static str, Run<'static>) {
    let json = json.to_owned();
    let save = |document: &W::Document| W::save(&mut StandIn::new(Value::Okay), document);
    (W::NAME, repeat_on(move || document::<W>(&json), save))
}

fn load<W: Store>(id: u64, json: &str) -> (&'static str, Run<'static>) {
    let reply = Value::BulkString(json.into());
    let connection = move || StandIn::new(reply.clone());
    (W::NAME, consume(connection, move |mut con| W::load(&mut con, black_box(id))))
}

/// A way to store documents under their keys.
trait Store: Way {
    fn save(con: &mut StandIn, document: &Self::Document);
    fn load(con: &mut StandIn, id: u64) -> Option<Self::Document>;
}

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
}

impl<T: Identifiable + ToRedisArgs + FromRedisValue> Store for Ours<T> {
    fn save(con: &mut StandIn, document: &T) {
        con.save(document).unwrap();
    }

    fn load(con: &mut StandIn, id: u64) -> Option<T> {
        con.load(&T::key_of(id)).unwrap()
    }
}

/// The derived types, whose function for keys is no trait's.
pub(crate) trait Identifiable: Identified + Keyed {
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

/// In place of a connection: it takes one command, and replies with what it has.
struct StandIn {
    reply: Value,
    /// The command, for a test.
    sent: Vec<u8>,
}

impl StandIn {
    fn new(reply: Value) -> Self {
        Self { reply, sent: Vec::new() }
    }
}

impl ConnectionLike for StandIn {
    fn req_packed_command(&mut self, command: &[u8]) -> RedisResult<Value> {
        if cfg!(test) {
            command.clone_into(&mut self.sent);
        }
        black_box(command);
        Ok(std::mem::replace(&mut self.reply, Value::Nil))
    }

    fn req_packed_commands(&mut self, _: &[u8], _: usize, _: usize) -> RedisResult<Vec<Value>> {
        unreachable!("there are no pipelines here")
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

#[cfg(test)]
mod tests {
    use super::{StandIn, Store};
    use crate::cells::{document, json};
    use crate::documents::{ours, plain, small};
    use crate::ways::{Best, Ours, Usual};
    use redis::Value;

    fn sent<W: Store>() -> [Vec<u8>; 2] {
        let json = json(&small());
        let mut save = StandIn::new(Value::Okay);
        W::save(&mut save, &document::<W>(&json));
        let mut load = StandIn::new(Value::BulkString(json.into()));
        assert!(W::load(&mut load, small().id).is_some());
        [save.sent, load.sent]
    }

    #[test]
    fn every_way_sends_the_same() {
        let [save, load] = sent::<Best<plain::Small>>();
        assert!(save.starts_with(b"*5\r\n$3\r\nSET\r\n$13\r\ndocument:4711\r\n"));
        assert!(load.starts_with(b"*2\r\n$3\r\nGET\r\n$13\r\ndocument:4711\r\n"));
        assert_eq!(sent::<Usual<plain::Small>>(), [&save[..], &load]);
        assert_eq!(sent::<Ours<ours::Small>>(), [&save[..], &load]);
    }
}
