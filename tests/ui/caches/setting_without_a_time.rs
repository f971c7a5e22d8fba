//! A lease that is no time.
//@ errors: 1
//@ at: lease

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "30m", cache(lease))]
struct User {
    id: u64,
}

fn main() {}
