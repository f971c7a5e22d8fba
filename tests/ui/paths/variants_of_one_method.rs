//! Variants whose names are the same in snake case.
//@ errors: 1
//@ at: Ab

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
enum Shape {
    AB { width: f64 },
    Ab(f64),
}

fn main() {
    let _ = Shape::paths().ab().width();
}
