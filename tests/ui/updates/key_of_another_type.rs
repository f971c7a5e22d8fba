//! The key of one type for an update of another.
//@ errors: 1
//@ at: update

use redis::Connection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "post:{id}")]
struct Post {
    id: u64,
    title: String,
}

fn clear(con: &mut Connection) {
    con.update(User::key_for(1), |post: &mut Post| post.title.clear()).unwrap();
}

fn main() {}
