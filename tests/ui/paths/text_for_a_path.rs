//! A path as RedisJSON writes it, in place of one that the compiler checks.
//@ errors: 1
//@ at: "$.visits"

use redis::Connection;
use redis_derive::{JsonPathCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", paths)]
struct User {
    id: u64,
    visits: u64,
}

fn visit(con: &mut Connection) {
    con.json_set_at(User::key_for(1), "$.visits", 1).unwrap();
}

fn main() {}
