//! `key` itself, misspelt. What it would have given the type is no further mistake.
//@ errors: 1
//@ at: kye

use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(kye = "user:{org}:{id}", ttl = "30m")]
struct User {
    org: u64,
    id: u64,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    con.save(&User { org: 1, id: 2 }).unwrap();
    con.load(User::key_for(1, 2)).unwrap();
}
