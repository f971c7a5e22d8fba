//! The trait for connections that are awaited, on one that blocks.
//@ errors: 1
//@ at: save

use redis_0_27::Connection;
use redis_derive::{AsyncDocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

fn save(con: &mut Connection, user: &User) {
    con.save(user);
}

fn main() {}
