//! A `Vec` where one argument is needed, which `Json(vec)` is.
//@ errors: 1
//@ at: vec![User { id: 1 }]

use redis::Commands;
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn write(con: &mut redis::Connection) {
    let () = con.set("key", vec![User { id: 1 }]).unwrap();
}

fn main() {}
