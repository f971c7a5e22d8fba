//! A command on a connection of one major, in a function that returns the error of another.
//@ errors: 1
//@ at: ?

use redis::RedisResult;
use redis_1::Connection;
use redis_derive::{DocumentCommands, Key};

fn visits(con: &mut Connection, key: &Key<u64>) -> RedisResult<Option<u64>> {
    Ok(con.load(key)?)
}

fn main() {}
