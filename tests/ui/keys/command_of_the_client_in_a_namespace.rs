//! A command of the client's, which would leave the namespace.
//@ errors: 1
//@ at: get

use redis::{Commands, Connection};
use redis_derive::Namespaced;

fn greeting(con: Connection) -> Option<String> {
    let mut con = Namespaced::new(con, "staging").unwrap();
    con.get("motd").unwrap()
}

fn main() {}
