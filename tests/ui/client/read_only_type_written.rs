//! A type that is only read, passed to a command.
//@ errors: 1
//@ at: Event { id: 1 }

use redis_derive::RedisJson;
use serde::Deserialize;

#[derive(Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Event {
    id: u64,
}

fn main() {
    redis::cmd("SET").arg("key").arg(Event { id: 1 });
}
