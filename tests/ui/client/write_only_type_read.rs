//! A type that is only written, asked of a reply.

use redis_1::Commands;
use redis_derive::RedisJson;
use serde::Serialize;

#[derive(Serialize, RedisJson)]
#[redis_json(write_only)]
struct Event {
    id: u64,
}

fn read(con: &mut redis_1::Connection) {
    let _: Event = con.get("key").unwrap();
}

fn main() {}
