//! A type without the derive, asked of `get`.
//@ errors: 1
//@ at: get

use redis::Commands;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct User {
    id: u64,
}

fn read(con: &mut redis::Connection) {
    let _: User = con.get("key").unwrap();
}

fn main() {}
