//! A value of any type, saved under a key that the type may not have.
//@ errors: 1
//@ at: value

use redis::{Connection, RedisResult};
use redis_derive::{DocumentCommands, RedisJson};

fn save<T: RedisJson>(con: &mut Connection, value: &T) -> RedisResult<()> {
    con.save(value)?;
    Ok(())
}

fn main() {}
