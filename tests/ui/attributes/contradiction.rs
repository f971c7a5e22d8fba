//! Two keys that leave the type no direction.
//@ errors: 1
//@ at: read_only

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(write_only, read_only)]
struct User {
    id: u64,
}

fn main() {}
