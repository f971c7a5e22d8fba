//! A part that is a reference without a lifetime.
//@ errors: 1
//@ at: &str

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "repo:{name}", part(name: &str = &self.name))]
struct Repo {
    name: String,
}

fn main() {
    let _ = Repo::key_for("engine");
}
