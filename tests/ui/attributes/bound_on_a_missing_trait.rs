//! Bounds that name a trait which is not there.
//@ errors: 1
//@ at: "T: Missing"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(bound = "T: Missing")]
struct Page<T> {
    item: T,
}

fn main() {}
