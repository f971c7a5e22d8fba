//! What does a program look like that moves from redis-macros to this library? This is the program
//! on redis-macros; `after` is the same one here, and a `diff` of the two is the move.
//!
//! `../../scripts/with-redis cargo run --bin before`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::{Commands, Connection, JsonCommands, RedisResult};
use redis_macros::{FromRedisValue, Json, ToRedisArgs};
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Debug, Serialize, Deserialize, FromRedisValue, ToRedisArgs)]
struct User {
    id: u32,
    name: String,
    addresses: Vec<Address>,
}

#[derive(Debug, Serialize, Deserialize, FromRedisValue, ToRedisArgs)]
enum Address {
    Street(String),
    Road(String),
}

const USER: &str = "redis-derive:from_redis_macros:user";
const ROADS: &str = "redis-derive:from_redis_macros:roads";
const DOCUMENT: &str = "redis-derive:from_redis_macros:document";
const NOBODY: &str = "redis-derive:from_redis_macros:nobody";

fn write(con: &mut Connection) -> RedisResult<()> {
    let addresses = vec![Address::Street("Downing".into()), Address::Road("Abbey".into())];
    let user = User { id: 1, name: "Ziggy".into(), addresses };
    let () = con.set(USER, &user)?;
    let () = con.rpush(ROADS, &[Address::Road("Abbey".into()), Address::Road("Penny".into())])?;
    let () = con.json_set(DOCUMENT, "$", &user)?;
    Ok(())
}

fn read(con: &mut Connection) -> RedisResult<()> {
    let user: User = con.get(USER)?;
    println!("{user:?}");
    let nobody: Option<User> = con.get(NOBODY)?;
    println!("{nobody:?}");
    let users: Vec<Option<User>> = con.mget(&[USER, NOBODY])?;
    println!("{users:?}");
    let roads: Vec<Address> = con.lrange(ROADS, 0, -1)?;
    println!("{roads:?}");

    let user: User = con.json_get(DOCUMENT, "$")?;
    println!("{user:?}");
    let address: Address = con.json_get(DOCUMENT, "$.addresses[0]")?;
    println!("{address:?}");
    let Json(name): Json<String> = con.json_get(DOCUMENT, "$.name")?;
    println!("{name:?}");
    let Json(addresses): Json<Vec<Address>> = con.json_get(DOCUMENT, "$.addresses")?;
    println!("{addresses:?}");
    Ok(())
}

/// Writes and reads, or one of the two as its argument says.
fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start_with_json()?;
    let mut con = redis::Client::open(server.url())?.get_connection()?;
    let only = std::env::args().nth(1);
    if only.as_deref() != Some("read") {
        let () = con.del(&[USER, ROADS, DOCUMENT])?;
        write(&mut con)?;
    }
    if only.as_deref() != Some("write") {
        read(&mut con)?;
        let () = con.del(&[USER, ROADS, DOCUMENT])?;
    }
    Ok(())
}
