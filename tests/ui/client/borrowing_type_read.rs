//! A type that borrows, asked of a reply.
//@ errors: 1
//@ at: get

use redis::Commands;
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct View<'a> {
    name: &'a str,
}

fn read(con: &mut redis::Connection) {
    let _: View<'_> = con.get("key").unwrap();
}

fn main() {}
