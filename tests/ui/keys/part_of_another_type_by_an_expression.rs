//! An expression of another type than its part.
//@ errors: 1
//@ at: self

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "repo:{owner}", part(owner: u64 = self.owner))]
struct Repo {
    owner: String,
}

fn main() {}
