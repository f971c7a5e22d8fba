//! Text in place of a key, for a command that is awaited.
//@ errors: 1
//@ at: "user:1"

use redis_1::aio::MultiplexedConnection;
use redis_derive::{AsyncDocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

async fn load(con: &mut MultiplexedConnection) -> Option<User> {
    con.load("user:1").await.unwrap()
}

fn main() {}
