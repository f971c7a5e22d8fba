//! An attribute of the type, on a variant and on a field in it.
//@ errors: 2
//@ at: #[redis_json(write_only)]

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
enum Role {
    #[redis_json(write_only)]
    Admin,
    Team(#[redis_json(read_only)] u64),
}

fn main() {}
