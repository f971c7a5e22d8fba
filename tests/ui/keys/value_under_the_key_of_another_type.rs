//! A value, saved under the key of another type.
//@ errors: 1
//@ at: (&User::key_for(1), &7)

use redis::Connection;
use redis_derive::{DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

fn save(con: &mut Connection) {
    con.save((&User::key_for(1), &7)).unwrap();
}

fn main() {}
