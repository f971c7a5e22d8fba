//! The entries of a flattened map, which cannot be told from the fields.
//@ errors: 1
//@ at: key

use redis_derive::{JsonPathCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    id: u64,
    #[serde(flatten)]
    labels: BTreeMap<String, String>,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap().get_connection().unwrap();
    let key: Key<User> = Key::new("user:42");
    let paths = User::paths();
    let _ = con.json_set_at(&key, paths.labels().key("id"), "7");
}
