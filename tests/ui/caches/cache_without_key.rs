//! A cache without a key.
//@ errors: 1
//@ at: cache

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(cache)]
struct User {
    id: u64,
}

fn main() {}
