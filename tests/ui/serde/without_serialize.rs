//! Without `Serialize`.
//@ errors: 1
//@ at: User

use redis_derive::RedisJson;
use serde::Deserialize;

#[derive(Deserialize, RedisJson)]
struct User {
    id: u64,
}

fn main() {}
