//! Two parts written as one.
//@ errors: 1
//@ at: part

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "session:{user}:{device}:{id}", part(user: u64, device: u64))]
struct Session {
    id: u64,
}

fn main() {
    let _ = Session::key_for(1, 2, 3);
}
