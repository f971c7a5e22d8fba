//! A command for one place at a path with many matches.
//@ errors: 1
//@ at: User::paths().visits().all()

use redis_derive::{JsonPathCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    visits: Vec<u64>,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap().get_connection().unwrap();
    let key: Key<User> = Key::new("user:42");
    let _ = con.json_increment_at(&key, User::paths().visits().all(), 1);
}
