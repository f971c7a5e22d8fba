//! A type that borrows, declared to be read alone.
//@ errors: 1
//@ at: &'a str

use redis_derive::RedisJson;
use serde::Deserialize;

#[derive(Deserialize, RedisJson)]
#[redis_json(read_only)]
struct View<'a> {
    name: &'a str,
}

fn main() {}
