//! `Json` of a type that borrows, read from a reply. The compiler reports the lifetimes itself, and
//! no attribute can replace its message. A derived type has no such impl, and gets a plain error.
//@ errors: 1
//@ at: con.get("key")

use redis::Commands;
use redis_derive::Json;
use serde::Deserialize;

#[derive(Deserialize)]
struct View<'a> {
    name: &'a str,
}

fn read(con: &mut redis::Connection) {
    let _: Json<View<'_>> = con.get("key").unwrap();
}

fn main() {}
