//! A value in place of its key.
//@ errors: 1
//@ at: user

use redis::Connection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
    visits: u64,
}

fn visit(con: &mut Connection, user: &User) {
    con.update(user, |user| user.visits += 1).unwrap();
}

fn main() {}
