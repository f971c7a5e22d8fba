//! A union, which serde has no impls for.

use redis_derive::RedisJson;

#[derive(RedisJson)]
union Either {
    id: u64,
    bytes: [u8; 8],
}

fn main() {}
