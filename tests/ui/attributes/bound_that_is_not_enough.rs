//! A bound that does not say what is needed.
//@ errors: 2
//@ at: Page

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(bound = "")]
struct Page<T> {
    item: T,
}

fn main() {}
