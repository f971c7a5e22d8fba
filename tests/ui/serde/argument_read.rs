//! The same where the type is read.
//@ errors: 1
//@ at: get

use redis_derive::RedisJson;
use redis::Commands;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct Page<T> {
    item: T,
}

struct Opaque;

fn read(con: &mut redis::Connection) {
    let _: Page<Opaque> = con.get("key").unwrap();
}

fn main() {}
