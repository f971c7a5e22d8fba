//! A setting that is nearly one.
//@ errors: 1
//@ at: jiter

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "30m", cache(jiter = "10%"))]
struct User {
    id: u64,
}

fn main() {
    let _ = User::key_for(1);
}
