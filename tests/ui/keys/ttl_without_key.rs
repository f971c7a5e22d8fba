//! A time without a key.
//@ errors: 1
//@ at: ttl

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(ttl = "30m")]
struct User {
    id: u64,
}

fn main() {}
