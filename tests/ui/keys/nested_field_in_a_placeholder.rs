//! A field of a field in a template.
//@ errors: 1
//@ at: "repo:{owner.id}"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Owner {
    id: u64,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "repo:{owner.id}")]
struct Repo {
    owner: Owner,
}

fn main() {}
