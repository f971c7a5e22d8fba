//! A generic type without `Serialize`, where it is used.
//@ errors: 1
//@ at: Page { item: 1 }

use redis_derive::RedisJson;
use serde::Deserialize;

#[derive(Deserialize, RedisJson)]
struct Page<T> {
    item: T,
}

fn main() {
    redis::cmd("SET").arg("key").arg(Page { item: 1 });
}
