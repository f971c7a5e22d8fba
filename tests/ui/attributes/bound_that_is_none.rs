//! Bounds that are none.
//@ errors: 1
//@ at: "Serialize"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(bound = "Serialize")]
struct User {
    id: u64,
}

fn main() {}
