//! A value of another type for a placeholder.
//@ errors: 1
//@ at: "42"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

fn main() {
    let _ = User::key_for("42");
}
