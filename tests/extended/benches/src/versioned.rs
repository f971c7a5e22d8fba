//! Documents that say their version, by a tag of serde's, beside the same type without one.

use crate::at_their_keys::{Identifiable, load, save, update};
use crate::cells::json;
use crate::measure::Cell;
use crate::measured_types::ours::Item;
use crate::measured_types::{Identified, list, ours, plain, small};
use crate::ways::Ours;
use redis::{FromRedisValue, ToRedisArgs};
use redis_derive::{Key, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "document:{id}", ttl = "30m")]
#[serde(from = "StoredSmall", into = "StoredSmall")]
struct Small {
    id: u64,
    name: String,
    active: bool,
    score: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
enum StoredSmall {
    #[serde(rename = "1")]
    V1 { id: u64, name: String, active: bool },
    #[serde(rename = "2")]
    V2 { id: u64, name: String, active: bool, score: f64 },
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "document:{id}", ttl = "30m")]
#[serde(from = "StoredList", into = "StoredList")]
struct List {
    id: u64,
    title: String,
    items: Vec<Item>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
enum StoredList {
    #[serde(rename = "1")]
    V1 { id: u64, items: Vec<Item> },
    #[serde(rename = "2")]
    V2 { id: u64, title: String, items: Vec<Item> },
}

pub(crate) fn cells() -> Vec<Cell<'static>> {
    let mut cells = Vec::new();
    cells.extend(cells_of::<plain::Small, ours::Small, Small>("60 B", &small()));
    cells.extend(cells_of::<plain::List, ours::List, List>("2 KB", &list(20)));
    cells
}

/// The plain type and the versioned one, of the same value.
fn cells_of<P, O, V>(size: &str, value: &P) -> [Cell<'static>; 3]
where
    P: Identified,
    O: Identifiable + ToRedisArgs + FromRedisValue,
    V: Identifiable + ToRedisArgs + FromRedisValue,
{
    let (id, plain) = (value.id(), &json(value));
    let tagged = &plain.replacen('{', r#"{"version":"2","#, 1);
    let _: V = serde_json::from_str(tagged).expect("it is the second version");
    let cell = |name: &str, plain, (_, versioned)| Cell {
        name: format!("{name} {size} that says its version"),
        contenders: vec![plain, ("redis-derive, versioned", versioned)],
    };
    [
        cell("save", save::<Ours<O>>(plain), save::<Ours<V>>(tagged)),
        cell("load", load::<Ours<O>>(id, plain), load::<Ours<V>>(id, tagged)),
        cell("update", update::<Ours<O>>(id, plain), update::<Ours<V>>(id, tagged)),
    ]
}

impl From<StoredSmall> for Small {
    fn from(stored: StoredSmall) -> Self {
        match stored {
            StoredSmall::V1 { id, name, active } => Self { id, name, active, score: 0.0 },
            StoredSmall::V2 { id, name, active, score } => Self { id, name, active, score },
        }
    }
}

impl From<Small> for StoredSmall {
    fn from(Small { id, name, active, score }: Small) -> Self {
        Self::V2 { id, name, active, score }
    }
}

impl From<StoredList> for List {
    fn from(stored: StoredList) -> Self {
        match stored {
            StoredList::V1 { id, items } => Self { id, title: String::new(), items },
            StoredList::V2 { id, title, items } => Self { id, title, items },
        }
    }
}

impl From<List> for StoredList {
    fn from(List { id, title, items }: List) -> Self {
        Self::V2 { id, title, items }
    }
}

impl Identified for Small {
    fn id(&self) -> u64 {
        self.id
    }

    fn count(&mut self) {
        self.score += 1.0;
    }

    fn counted(&self) -> f64 {
        self.score
    }
}

impl Identified for List {
    fn id(&self) -> u64 {
        self.id
    }

    fn count(&mut self) {
        self.items[0].quantity += 1;
    }

    fn counted(&self) -> f64 {
        self.items[0].quantity.into()
    }
}

impl Identifiable for Small {
    fn key_of(id: u64) -> Key<Self> {
        Self::key_for(id)
    }
}

impl Identifiable for List {
    fn key_of(id: u64) -> Key<Self> {
        Self::key_for(id)
    }
}
