//! A function over connections that block, given one that is awaited.
//@ errors: 1
//@ at: con

use redis_1::aio::MultiplexedConnection;
use redis_derive::client::Client;
use redis_derive::{DocumentCommands, Key};

fn visits<C: Client>(con: &mut impl DocumentCommands<C>) -> Option<u64> {
    con.load(&Key::new("visits")).ok().flatten()
}

fn show(con: &mut MultiplexedConnection) {
    visits(con);
}

fn main() {}
