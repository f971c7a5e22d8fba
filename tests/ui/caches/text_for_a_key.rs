//! Text in place of the key of a cache.
//@ errors: 1
//@ at: load_or_else

use redis_derive::DocumentCommands;

fn main() {
    let mut con = redis::Client::open("redis://localhost").unwrap();
    con.load_or_else("port", || 80).unwrap();
}
