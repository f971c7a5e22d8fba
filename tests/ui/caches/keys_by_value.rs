//! Keys that are given away, where their references are asked for.
//@ errors: 1
//@ at: load_many_or_find

use redis_derive::{Cache, DocumentCommands, Error, Key};

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    let ports = vec![Key::<u16>::new("port").with_cache(Cache::new())];
    con.load_many_or_find(ports, |_| Ok::<_, Error>(vec![Some(80)])).unwrap();
}
