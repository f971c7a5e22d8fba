//! A placeholder for a field that is not in the document.
//@ errors: 1
//@ at: "user:{id}"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    #[serde(skip)]
    id: u64,
    username: String,
}

fn main() {}
