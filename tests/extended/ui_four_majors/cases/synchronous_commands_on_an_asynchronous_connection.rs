//! The trait for connections that block, on one that is awaited.
//@ errors: 1
//@ at: save

use redis_1::aio::MultiplexedConnection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

async fn save(con: &mut MultiplexedConnection, user: &User) {
    con.save(user).await.unwrap();
}

fn main() {}
