//! The pattern of a key that has none.
//@ errors: 1
//@ at: Cache::key_pattern()

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "cache_{org}_{app}", verbatim)]
struct Cache {
    org: String,
    app: String,
}

fn main() {
    let _ = Cache::key_pattern();
}
