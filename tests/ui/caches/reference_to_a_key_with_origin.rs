//! A reference to what a key returns, where that itself is asked for.
//@ errors: 1
//@ at: &port.with_origin()

use redis_derive::{Cache, DocumentCommands, Key};

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    let port = Key::<u16>::new("port").with_cache(Cache::new());
    con.load_or_else(&port.with_origin(), || 80).unwrap();
}
