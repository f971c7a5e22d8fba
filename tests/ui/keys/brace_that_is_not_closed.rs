//! A brace that is not closed.
//@ errors: 1
//@ at: "user:{id"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id")]
struct User {
    id: u64,
}

fn main() {}
