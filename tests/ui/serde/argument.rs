//! An argument of a generic type that serde does not know: the error is about the argument.
//@ errors: 1
//@ at: Opaque

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct Page<T> {
    item: T,
}

struct Opaque;

fn main() {
    redis::cmd("SET").arg("key").arg(Page { item: Opaque });
}
