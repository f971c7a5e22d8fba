//! A `crate` that is no path.
//@ errors: 1
//@ at: "redis derive"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(crate = "redis derive")]
struct User {
    id: u64,
}

fn main() {}
