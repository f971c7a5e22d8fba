//! A key of serde's.
//@ errors: 1
//@ at: rename_all

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(rename_all = "camelCase")]
struct User {
    id: u64,
}

fn main() {}
