//! A source that may fail, where one that does not is asked for.
//@ errors: 1
//@ at: "7".parse()

use redis_derive::{Cache, DocumentCommands, Key};

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    let port = Key::<u16>::new("port").with_cache(Cache::new());
    con.load_or_else(&port, || "7".parse()).unwrap();
}
