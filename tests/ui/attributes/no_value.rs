//! A key without its value.
//@ errors: 1
//@ at: crate

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(crate)]
struct User {
    id: u64,
}

fn main() {}
