//! A key that the map cannot have.
//@ errors: 1
//@ at: "chess"

use redis_derive::{JsonPathCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    scores: BTreeMap<u32, u8>,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap().get_connection().unwrap();
    let key: Key<User> = Key::new("user:42");
    let paths = User::paths();
    let _ = con.json_get_at(&key, paths.scores().key("chess"));
}
