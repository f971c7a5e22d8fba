//! A removal of each element.
//@ errors: 1
//@ at: paths.roles().all()

use redis_derive::{JsonPathCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    name: String,
    visits: u64,
    roles: Vec<String>,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Shop {
    name: String,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap().get_connection().unwrap();
    let key: Key<User> = Key::new("user:42");
    let paths = User::paths();
    let _ = con.json_remove_at(&key, paths.roles().all());
}
