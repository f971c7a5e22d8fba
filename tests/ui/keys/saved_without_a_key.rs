//! A value that has no key of its own, saved under it.
//@ errors: 1
//@ at: User { id: 1 }

use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    con.save(&User { id: 1 }).unwrap();
}
