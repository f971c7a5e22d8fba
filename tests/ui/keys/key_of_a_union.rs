//! A union with a key.
//@ errors: 1
//@ at: union

use redis_derive::RedisJson;

#[derive(RedisJson)]
#[redis_json(key = "user:{id}")]
union User {
    id: u64,
}

fn main() {
    let _ = User::key_for(1);
}
