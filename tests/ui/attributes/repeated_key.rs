//! A key given twice, in one attribute and in two.
//@ errors: 2
//@ at: write_only

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(write_only, write_only)]
#[redis_json(write_only)]
struct User {
    id: u64,
}

fn main() {}
