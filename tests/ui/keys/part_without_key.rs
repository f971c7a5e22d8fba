//! A part of no key.
//@ errors: 1
//@ at: part

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(part(user: u64))]
struct Session {
    id: u64,
}

fn main() {}
