//! A value too many.
//@ errors: 1
//@ at: User::key_for

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

fn main() {
    let _ = User::key_for(1, 2);
}
