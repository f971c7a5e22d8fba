//! Two parts of one name.
//@ errors: 1
//@ at: user

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "session:{user}:{id}", part(user: u64), part(user: String))]
struct Session {
    id: u64,
}

fn main() {}
