//! What is derived is no use of a type.

#![deny(unfulfilled_lint_expectations)]

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "draft:{number}", paths)]
#[expect(dead_code, reason = "no program makes one yet")]
struct Draft {
    number: u64,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "sketch:{number}")]
#[expect(unused, reason = "no program makes one yet")]
struct Sketch {
    number: u64,
}

fn main() {}
