//! An empty key.
//@ errors: 1
//@ at: ""

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "")]
struct User {
    id: u64,
}

fn main() {}
