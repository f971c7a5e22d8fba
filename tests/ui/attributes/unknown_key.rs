//! An unknown key, and a mistake in another key: both are reported, and the type can be used.
//@ errors: 2
//@ at: prefix

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(prefix = "user:", bound)]
struct User {
    id: u64,
}

fn main() {
    redis::cmd("SET").arg("key").arg(User { id: 1 });
}
