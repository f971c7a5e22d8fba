//! What is flattened and has no paths takes none from the fields beside it.

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    id: u64,
    #[serde(flatten)]
    address: Option<Address>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Address {
    city: String,
}

fn main() {
    assert_eq!(User::paths().id().to_string(), "$.id");
}
