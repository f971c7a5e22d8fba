//! A path type of a type that serde does not know.
//@ errors: 1
//@ at: query

use redis_derive::path;

struct Opaque;

fn read(con: &mut redis::Connection) {
    let _: path::One<Opaque> = redis::cmd("JSON.GET").arg("key").arg("$").query(con).unwrap();
}

fn main() {}
