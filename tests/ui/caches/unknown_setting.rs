//! A setting that a cache does not have.
//@ errors: 1
//@ at: timeout

use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "30m", cache(timeout = "10s"))]
struct User {
    id: u64,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    con.load_or_else(&User::key_for(1), || User { id: 1 }).unwrap();
}
