//! A type whose fields are not those of its document.
//@ errors: 1
//@ at: paths

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(into = "String", from = "String")]
struct Name {
    first: String,
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.first
    }
}

impl From<String> for Name {
    fn from(first: String) -> Self {
        Self { first }
    }
}

fn main() {
    let _ = Name::paths().first();
}
