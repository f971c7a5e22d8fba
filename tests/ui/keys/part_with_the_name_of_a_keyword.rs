//! A part whose name is a keyword.
//@ errors: 1
//@ at: type

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "event:{type}:{id}", part(type: String))]
struct Event {
    id: u64,
}

fn main() {
    let _ = Event::key_for("login", 1);
}
