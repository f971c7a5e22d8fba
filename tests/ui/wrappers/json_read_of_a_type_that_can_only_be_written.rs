//! `Json` of a type that can only be written, asked of a reply.
//@ errors: 1
//@ at: get

use redis::Commands;
use redis_derive::Json;
use serde::Serialize;

#[derive(Serialize)]
struct Event {
    id: u64,
}

fn read(con: &mut redis::Connection) {
    let _: Json<Event> = con.get("key").unwrap();
}

fn main() {}
