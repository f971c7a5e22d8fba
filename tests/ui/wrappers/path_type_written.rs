//! A path type, which only replies have, passed to a command.
//@ errors: 1
//@ at: path::One(1)

use redis_derive::path;

fn main() {
    redis::cmd("SET").arg("key").arg(path::One(1));
}
