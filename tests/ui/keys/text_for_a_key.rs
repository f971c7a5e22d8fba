//! Text in place of a key.
//@ errors: 1
//@ at: "user:1"

use redis::Connection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

fn load(con: &mut Connection) -> Option<User> {
    con.load("user:1").unwrap()
}

fn main() {}
