//! A placeholder that names no field.
//@ errors: 1
//@ at: "user:{number}"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{number}")]
struct User {
    id: u64,
    username: String,
}

fn main() {}
