//! A document as it is, saved without a key.
//@ errors: 1
//@ at: document

use redis::Connection;
use redis_derive::{Document, DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}")]
struct User {
    id: u64,
}

fn save(con: &mut Connection, document: &Document) {
    con.save(document).unwrap();
}

fn main() {}
