//! A derived type passed to a client, none of which is switched on.
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
