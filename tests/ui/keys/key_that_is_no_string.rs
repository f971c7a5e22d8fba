//! A key that is not written as a string.
//@ errors: 1
//@ at: key

use redis_derive::{Keyed, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = concat!("user", ":{id}"), ttl = "30m")]
struct User {
    id: u64,
}

fn main() {
    let _ = User::key_for(1);
    let _ = User { id: 1 }.key();
}
