//! A value that is no string.
//@ errors: 1
//@ at: crate

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(crate = redis_derive)]
struct User {
    id: u64,
}

fn main() {}
