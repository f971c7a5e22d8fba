//! A path through a type that has none.
//@ errors: 1
//@ at: city

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    address: Address,
}

#[derive(Serialize, Deserialize, RedisJson)]
struct Address {
    city: String,
}

fn main() {
    let _ = User::paths().address().city();
}
