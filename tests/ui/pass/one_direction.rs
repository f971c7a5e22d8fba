//! Types with one of serde's derives and the direction that goes with it.

use redis::{Commands, Connection, RedisResult};
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Serialize, RedisJson)]
#[redis_json(write_only)]
struct Event<'a> {
    name: &'a str,
}

#[derive(Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Entry {
    name: String,
}

#[derive(Serialize, RedisJson)]
struct View<'a, T> {
    value: &'a T,
}

fn replace(con: &mut Connection) -> RedisResult<Option<Entry>> {
    let () = con.rpush("log", Event { name: "set" })?;
    let () = con.set("key", View { value: &1 })?;
    let entry: Option<Entry> = con.get("key")?;
    Ok(entry.filter(|entry| !entry.name.is_empty()))
}

fn main() {
    let _ = replace;
}
