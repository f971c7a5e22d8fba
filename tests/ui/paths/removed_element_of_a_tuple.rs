//! The removal of an element of a tuple, which would move the others.
//@ errors: 1
//@ at: paths.pair()._1()

use redis_derive::{JsonPathCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct User {
    pair: Pair,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Pair(u8, Option<u8>);

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap().get_connection().unwrap();
    let key: Key<User> = Key::new("user:42");
    let paths = User::paths();
    let _ = con.json_remove_at(&key, paths.pair()._1());
}
