//! Two keys that leave the type no direction.

use redis_derive::RedisJson;

#[derive(RedisJson)]
#[redis_json(write_only, read_only)]
struct User {
    id: u64,
}

fn main() {}
