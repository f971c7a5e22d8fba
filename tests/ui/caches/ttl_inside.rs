//! `ttl` as a setting of the cache.
//@ errors: 1
//@ at: ttl

use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", cache(ttl = "30m"))]
struct User {
    id: u64,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    con.load_or_else(&User::key_for(1), || User { id: 1 }).unwrap();
}
