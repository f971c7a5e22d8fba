//! A type that borrows, asked of a reply.

use redis_1::Commands;
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
struct View<'a> {
    name: &'a str,
}

fn read(con: &mut redis_1::Connection) {
    let _: View<'_> = con.get("key").unwrap();
}

fn main() {}
