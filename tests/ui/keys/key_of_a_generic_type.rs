//! The key of a generic type, in a function that does not say that the part has a text.
//@ errors: 1
//@ at: key

use redis_derive::{Keyed, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "page:{id}")]
struct Page<K> {
    id: K,
}

fn key_of<K: Serialize>(page: &Page<K>) -> String {
    page.key().to_string()
}

fn main() {}
