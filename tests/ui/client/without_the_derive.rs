//! A type without the derive, where a generic function asks for one that has it.
//@ errors: 1
//@ at: &User { id: 1 }

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct User {
    id: u64,
}

fn save<T: RedisJson>(_: &T) {}

fn main() {
    save(&User { id: 1 });
}
