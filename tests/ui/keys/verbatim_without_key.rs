//! How a key is written, without a key.
//@ errors: 1
//@ at: verbatim

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(verbatim)]
struct Session {
    id: u64,
}

fn main() {}
