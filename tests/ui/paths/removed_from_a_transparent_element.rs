//! The removal of what a transparent type holds, which would remove the element around it.
//@ errors: 1
//@ at: paths.nicks().index(0).name()

use redis_derive::{JsonPathCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    nicks: Vec<Nick>,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(transparent)]
struct Nick {
    name: Option<String>,
}

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap().get_connection().unwrap();
    let key: Key<User> = Key::new("user:42");
    let paths = User::paths();
    let _ = con.json_remove_at(&key, paths.nicks().index(0).name());
}
