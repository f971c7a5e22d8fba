//! User profiles on tokio, over one multiplexed connection that its clones share.
//!
//! `scripts/with-redis cargo run -p examples --example user_profile`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::RedisResult;
use redis::aio::MultiplexedConnection;
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
struct User {
    id: u64,
    username: String,
    visits: u64,
}

/// The time to live of a profile, in seconds.
const KEPT: u32 = 60;

fn key(id: u64) -> String {
    format!("redis-derive:user_profile:{id}")
}

async fn save(con: &mut MultiplexedConnection, profile: &User) -> RedisResult<()> {
    redis::cmd("SET").arg(key(profile.id)).arg(profile).arg("EX").arg(KEPT).query_async(con).await
}

async fn load(con: &mut MultiplexedConnection, id: u64) -> RedisResult<Option<User>> {
    redis::cmd("GET").arg(key(id)).query_async(con).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start()?;
    let mut con = redis::Client::open(server.url())?.get_multiplexed_async_connection().await?;

    let ada = User { id: 1, username: "ada".into(), visits: 0 };
    save(&mut con, &ada).await?;
    println!("saved   {ada:?}");

    let mut other = con.clone();
    let (found, missing) = tokio::try_join!(load(&mut con, 1), load(&mut other, 2))?;
    println!("found   {found:?}");
    println!("missing {missing:?}");

    let profile: User = redis::cmd("GETDEL").arg(key(1)).query_async(&mut con).await?;
    println!("removed {profile:?}");
    Ok(())
}
