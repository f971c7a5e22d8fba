//! A placeholder in the key of an enum.
//@ errors: 1
//@ at: "event:{id}"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "event:{id}")]
enum Event {
    Login { id: u64 },
}

fn main() {
    let _ = Event::key_for(1);
}
