//! A closure of an update that may fail.
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

fn tag(con: &mut Connection, text: &str) {
    let parse = |user: &mut User| text.parse().map(|id| user.id = id);
    con.update(&User::key_for(1), parse).unwrap();
}

fn main() {}
