//! A closure of an update whose last expression is a value.
//@ errors: 1
//@ at: update

use redis::Connection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
    tags: BTreeMap<String, u64>,
}

fn tag(con: &mut Connection) {
    con.update(&User::key_for(1), |user| user.tags.insert("a".to_owned(), 1)).unwrap();
}

fn main() {}
