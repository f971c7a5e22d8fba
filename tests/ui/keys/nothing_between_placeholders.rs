//! Two placeholders with nothing between them.
//@ errors: 1
//@ at: "user:{tenant}{id}"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{tenant}{id}")]
struct User {
    tenant: String,
    id: u64,
}

fn main() {
    let _ = User::key_for("a", 1);
}
