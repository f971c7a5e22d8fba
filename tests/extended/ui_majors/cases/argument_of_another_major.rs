//! The program's client is 0.32, and the facade is built for 1.x.
//@ errors: 1
//@ at: User { id: 1 }

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn main() {
    redis::cmd("SET").arg("key").arg(User { id: 1 });
}
