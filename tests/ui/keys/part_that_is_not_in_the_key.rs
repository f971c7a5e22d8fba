//! A part that the key does not have.
//@ errors: 1
//@ at: user

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "session:{id}", part(user: u64))]
struct Session {
    id: u64,
}

fn main() {}
