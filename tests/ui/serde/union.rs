//! A union, which has no JSON form.
//@ errors: 1
//@ at: union

use redis_derive::RedisJson;

#[derive(RedisJson)]
union Either {
    id: u64,
    bytes: [u8; 8],
}

fn main() {}
