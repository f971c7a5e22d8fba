//! A value that does not have all parts of its key, saved without a key.
//@ errors: 1
//@ at: session

use redis_derive::{DocumentCommands, Error, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "session:{user}:{id}", part(user: u64))]
struct Session {
    id: u64,
}

fn save(con: &mut redis::Connection, session: Session) -> Result<(), Error> {
    con.save(&session)
}

fn main() {}
