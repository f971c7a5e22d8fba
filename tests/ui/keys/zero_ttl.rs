//! A time of zero.
//@ errors: 1
//@ at: "0s"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "0s")]
struct User {
    id: u64,
}

fn main() {}
