//! A fill of a type that is no entry of a cache.
//@ errors: 1
//@ at: load_or_else

use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "30m")]
struct User {
    id: u64,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    con.load_or_else(&User::key_for(1), || User { id: 1 }).unwrap();
}
