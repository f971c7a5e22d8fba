//! Text in place of the key of an update.
//@ errors: 1
//@ at: "user:1"

use redis::Connection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
    visits: u64,
}

fn visit(con: &mut Connection) {
    con.update("user:1", |user| user.visits += 1).unwrap();
}

fn main() {}
