//! A function over any connection, given one of a major whose feature is off.
//@ errors: 1
//@ at: con

use redis::Connection;
use redis_derive::client::Client;
use redis_derive::{DocumentCommands, Key};

fn visits<C: Client>(con: &mut impl DocumentCommands<C>) -> Option<u64> {
    con.load(&Key::new("visits")).ok().flatten()
}

fn show(con: &mut Connection) {
    visits(con);
}

fn main() {}
