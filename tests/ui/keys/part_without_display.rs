//! A part of a type that has no text.
//@ errors: 1
//@ at: Owner

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

struct Owner;

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "repo:{owner}:{id}", part(owner: Owner))]
struct Repo {
    id: u64,
}

fn main() {}
