//! A type that is only written, asked of a reply.
//@ errors: 1
//@ at: get

use redis::Commands;
use redis_derive::RedisJson;
use serde::Serialize;

#[derive(Serialize, RedisJson)]
#[redis_json(write_only)]
struct Event {
    id: u64,
}

fn read(con: &mut redis::Connection) {
    let _: Event = con.get("key").unwrap();
}

fn main() {}
