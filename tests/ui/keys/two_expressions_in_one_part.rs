//! Two expressions where a part has one.
//@ errors: 1
//@ at: self

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "session:{user}", part(user: u64 = self.user, self.id))]
struct Session {
    user: u64,
    id: u64,
}

fn main() {
    let _ = Session::key_for(1);
}
