//! A part with an expression and no type.
//@ errors: 1
//@ at: part

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "session:{user}:{id}", part(user = self.user.id))]
struct Session {
    id: u64,
}

fn main() {
    let _ = Session::key_for(1, 2);
}
