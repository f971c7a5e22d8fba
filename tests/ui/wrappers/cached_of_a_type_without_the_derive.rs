//! A cache entry of a type without the derive.
//@ errors: 1
//@ at: get

use redis::Commands;
use redis_derive::Cached;
use serde::Deserialize;

#[derive(Deserialize)]
struct User {
    id: u64,
}

fn read(con: &mut redis::Connection) {
    let _: Cached<User> = con.get("key").unwrap();
}

fn main() {}
