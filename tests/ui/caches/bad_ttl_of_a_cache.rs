//! A cache with a time that is none.
//@ errors: 1
//@ at: "30 minutes"

use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "30 minutes", cache)]
struct User {
    id: u64,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    con.load_or_else(&User::key_for(1), || User { id: 1 }).unwrap();
}
