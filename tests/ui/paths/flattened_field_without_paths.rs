//! A flattened field of a type without paths.
//@ errors: 1
//@ at: Address

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    id: u64,
    #[serde(flatten)]
    address: Address,
}

#[derive(Serialize, Deserialize, RedisJson)]
struct Address {
    city: String,
}

fn main() {
    let _ = User::paths().id();
}
