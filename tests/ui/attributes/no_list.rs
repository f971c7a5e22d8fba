//! No list of keys.
//@ errors: 1
//@ at: redis_json

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json]
struct User {
    id: u64,
}

fn main() {}
