//! An attribute of the type, on a field.
//@ errors: 1
//@ at: #[redis_json(write_only)]

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    #[redis_json(write_only)]
    id: u64,
}

fn main() {}
