//! A placeholder for a field that has no text of its own.
//@ errors: 1
//@ at: Option<u64>

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: Option<u64>,
}

fn main() {
    let _ = User::key_for(Some(1));
}
