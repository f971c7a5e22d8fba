//! Without `Deserialize`.
//@ errors: 1
//@ at: User

use redis_derive::RedisJson;
use serde::Serialize;

#[derive(Serialize, RedisJson)]
struct User {
    id: u64,
}

fn main() {}
