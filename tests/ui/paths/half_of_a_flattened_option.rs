//! A field of a flattened `Option`, which would be half of it.
//@ errors: 1
//@ at: city

use redis_derive::{JsonPathCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    id: u64,
    #[serde(flatten)]
    address: Option<Address>,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Address {
    city: String,
    zip: String,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap().get_connection().unwrap();
    let key: Key<User> = Key::new("user:42");
    let paths = User::paths();
    let _ = con.json_set_at(&key, paths.address().city(), "Oslo");
}
