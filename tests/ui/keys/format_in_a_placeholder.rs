//! A placeholder with a format.
//@ errors: 1
//@ at: "user:{id:08}"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id:08}")]
struct User {
    id: u64,
}

fn main() {}
