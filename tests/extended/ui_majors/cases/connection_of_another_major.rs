//! A command of one major on a connection of another.
//@ errors: 1
//@ at: con

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn read(con: &mut redis::Connection) {
    let _: User = redis_1::cmd("GET").arg("key").query(con).unwrap();
}

fn main() {}
