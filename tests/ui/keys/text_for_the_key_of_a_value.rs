//! Text in place of the key that a value is saved under.
//@ errors: 1
//@ at: ("user:1", user)

use redis::Connection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

fn save(con: &mut Connection, user: &User) {
    con.save(("user:1", user)).unwrap();
}

fn main() {}
