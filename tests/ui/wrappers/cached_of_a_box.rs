//! A wrapper around a type of another crate, which cannot derive.
//@ errors: 1
//@ at: get

use redis::Commands;
use redis_derive::{Cached, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    let _: Cached<Box<User>> = con.get("key").unwrap();
}
