//! A placeholder that names no field, by a slip.
//@ errors: 1
//@ at: "user:{usrname}"

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{usrname}")]
struct User {
    id: u64,
    username: String,
}

fn main() {
    let _ = User::key_for("ada");
}
