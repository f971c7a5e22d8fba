//! A cache whose entries do not expire.
//@ errors: 1
//@ at: cache

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", cache)]
struct User {
    id: u64,
}

fn main() {}
