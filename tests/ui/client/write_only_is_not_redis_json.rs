//! A type of one direction, where both are asked for.
//@ errors: 1
//@ at: &Event { id: 1 }

use redis_derive::RedisJson;
use serde::Serialize;

#[derive(Serialize, RedisJson)]
#[redis_json(write_only)]
struct Event {
    id: u64,
}

fn save<T: RedisJson>(_: &T) {}

fn main() {
    save(&Event { id: 1 });
}
