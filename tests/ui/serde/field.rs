//! A field of a type that serde does not know: only the four errors of serde's two derives.
//@ errors: 4
//@ at: Serialize

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct User {
    opaque: Opaque,
}

struct Opaque;

fn main() {}
