//! `paths` with a value. The type has its paths all the same.
//@ errors: 1
//@ at: =

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths = true)]
struct User {
    id: u64,
}

fn main() {
    let _ = User::paths().id();
}
