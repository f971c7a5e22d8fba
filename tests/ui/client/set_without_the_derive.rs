//! A type without the derive, passed to `set`.
//@ errors: 1
//@ at: User { id: 1 }

use redis::Commands;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct User {
    id: u64,
}

fn write(con: &mut redis::Connection) {
    let () = con.set("key", User { id: 1 }).unwrap();
}

fn main() {}
