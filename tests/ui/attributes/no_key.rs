//! Something else than a key.
//@ errors: 1
//@ at: "write_only"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json("write_only")]
struct User {
    id: u64,
}

fn main() {}
