//! The key of one type where another is stored.
//@ errors: 1
//@ at: con.load(&User::key_for(1)).unwrap()

use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    let _: Option<u8> = con.load(&User::key_for(1)).unwrap();
}
