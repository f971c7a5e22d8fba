//! A value for a key that has none.
//@ errors: 1
//@ at: =

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(write_only = true)]
struct User {
    id: u64,
}

fn main() {}
