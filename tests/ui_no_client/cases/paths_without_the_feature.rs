//! Paths, without the feature that they take.
//@ errors: 1
//@ at: paths

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    name: String,
}

fn main() {}
