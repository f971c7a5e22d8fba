//! An enum whose documents do not tell which variant they are.
//@ errors: 1
//@ at: paths

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(untagged)]
enum Shape {
    Circle { radius: f64 },
    Square { side: f64 },
}

fn main() {
    let _ = Shape::paths().circle().radius();
}
