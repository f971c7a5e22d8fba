//! A path that leads nowhere.
//@ errors: 1
//@ at: "library::redis_derive"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(crate = "library::redis_derive")]
struct User {
    id: u64,
}

fn main() {}
