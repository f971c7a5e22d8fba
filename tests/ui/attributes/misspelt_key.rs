//! A key that is nearly one.
//@ errors: 1
//@ at: writeonly

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(writeonly)]
struct User {
    id: u64,
}

fn main() {}
