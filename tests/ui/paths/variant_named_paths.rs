//! A variant that hides the function of its enum.
//@ errors: 1
//@ at: paths

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[allow(non_camel_case_types)]
enum Shape {
    paths(u8),
    circle { radius: f64 },
}

fn main() {}
