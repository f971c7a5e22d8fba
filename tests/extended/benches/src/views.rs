//! Reading without owning: a type that borrows, from a `Document`, beside the same type with
//! strings of its own.

use crate::cells::json;
use crate::measure::{Cell, Run, consume, repeat_on};
use crate::measured_types::{list, macros, ours, small};
use crate::ways::{Macros, Ours, Way};
use redis::{Value, from_redis_value};
use redis_derive::Document;
use serde::Deserialize;
use std::hint::black_box;

#[derive(Debug, Deserialize)]
struct Small<'a> {
    #[serde(rename = "id")]
    _id: u64,
    #[serde(rename = "name")]
    _name: &'a str,
    #[serde(rename = "active")]
    _active: bool,
    #[serde(rename = "score")]
    _score: f64,
}

#[derive(Debug, Deserialize)]
struct List<'a> {
    #[serde(rename = "id")]
    _id: u64,
    #[serde(rename = "title")]
    _title: &'a str,
    #[serde(rename = "items", borrow)]
    _items: Vec<Item<'a>>,
}

#[derive(Debug, Deserialize)]
struct Item<'a> {
    #[serde(rename = "sku")]
    _sku: &'a str,
    #[serde(rename = "quantity")]
    _quantity: u32,
    #[serde(rename = "price")]
    _price: f64,
    #[serde(rename = "note")]
    _note: Option<&'a str>,
    #[serde(rename = "tags", borrow)]
    _tags: Vec<&'a str>,
}

/// The first contender owns what it reads, by reference, as the payload of a message is.
macro_rules! cell {
    ($size:literal, $document:ident, $value:expr) => {{
        let json = json(&$value);
        Cell {
            name: concat!("view of ", $size).to_owned(),
            contenders: vec![
                owned::<Macros<macros::$document>>(&json),
                owned::<Ours<ours::$document>>(&json),
                ("serde_json alone, no client", {
                    let json = json.clone();
                    repeat_on(
                        move || json.clone(),
                        |json| _ = black_box(serde_json::from_str::<$document<'_>>(json).unwrap()),
                    )
                }),
                ("redis-derive: Document", {
                    let reply = Value::BulkString(json.into_bytes());
                    consume(
                        move || reply.clone(),
                        |reply| {
                            let document: Document = from_redis_value(reply).unwrap();
                            black_box(document.read::<$document<'_>>().unwrap());
                            // Its memory is that of the reply, which the others do not give back
                            // either.
                            document
                        },
                    )
                }),
            ],
        }
    }};
}

pub(crate) fn cells() -> [Cell<'static>; 3] {
    [
        cell!("60 B", Small, small()),
        cell!("2 KB", List, list(20)),
        cell!("1 MB", List, list(10_500)),
    ]
}

fn owned<W: Way>(json: &str) -> (&'static str, Run<'static>) {
    let reply = W::reply(json);
    (
        W::NAME,
        repeat_on(move || reply.clone(), |reply| drop(black_box(W::read_by_reference(reply)))),
    )
}
