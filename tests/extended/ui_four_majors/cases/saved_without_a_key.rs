//! A value of a type without a key, saved under its own.
//@ errors: 1
//@ at: User { id: 1 }

use redis_1::Connection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn save(con: &mut Connection) {
    con.save(&User { id: 1 }).unwrap();
}

fn main() {}
