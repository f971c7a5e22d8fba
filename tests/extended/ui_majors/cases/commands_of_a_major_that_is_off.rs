//! The commands, on a connection of a major whose feature is off: only that of redis 1 is on here.
//@ errors: 1
//@ at: load

use redis::Connection;
use redis_derive::{DocumentCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn load(con: &mut Connection, key: &Key<User>) -> Option<User> {
    con.load(key).unwrap()
}

fn main() {}
