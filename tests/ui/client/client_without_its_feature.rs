//! A client whose feature is off.
//@ errors: 1
//@ at: redis_0_32

use redis_derive::redis_0_32::RedisResult;

fn main() {}
