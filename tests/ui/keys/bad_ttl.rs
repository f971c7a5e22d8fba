//! A time that is none.
//@ errors: 1
//@ at: "30 minutes"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "30 minutes")]
struct User {
    id: u64,
}

fn main() {
    let _ = User::key_for(1);
}
