//! Typed keys: documents that know their key and how long they are kept, changed by many tasks at once over one connection, and
//! a cache in one call.
//!
//! `scripts/with-redis cargo run -p examples --example keys`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::aio::MultiplexedConnection;
use redis_derive::{AsyncDocumentCommands, DocumentCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:keys:user:{id}", ttl = "30m")]
struct UserProfile {
    id: u64,
    username: String,
    visits: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start()?;
    let client = redis::Client::open(server.url())?;
    let mut con = client.get_connection()?;
    let key = UserProfile::key_for(42);

    println!("A value is saved under its own key, and kept for half an hour:\n");
    con.save(&UserProfile { id: 42, username: "ada".into(), visits: 0 })?;
    println!("    {key}: {:?}", con.load(&key)?);
    println!("    {} s", seconds_left(&mut con, &key)?);

    println!("\nEight tasks count a hundred visits each, over one connection:\n");
    count_visits(&client.get_multiplexed_async_connection().await?, &key).await?;
    println!("    {:?}, {} s", con.load(&key)?, seconds_left(&mut con, &key)?);

    println!("\nA cache asks its source once:\n");
    for _ in 0..2 {
        let bob = UserProfile::key_for(43);
        let profile = con.load_or_else(&bob, || {
            println!("    the source is asked");
            UserProfile { id: 43, username: "bob".into(), visits: 0 }
        })?;
        println!("    {profile:?}");
    }

    println!("\nThe keys of a type are found by its template:\n");
    let mut keys: Vec<Key<UserProfile>> =
        con.scan_keys(&UserProfile::key_pattern()).collect::<Result<_, _>>()?;
    keys.sort();
    for key in keys {
        println!("    {key}: removed: {}", con.remove(&key)?);
    }
    Ok(())
}

async fn count_visits(
    con: &MultiplexedConnection,
    key: &Key<UserProfile>,
) -> Result<(), Box<dyn Error>> {
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (mut con, key) = (con.clone(), key.clone());
            tokio::spawn(async move {
                for _ in 0..100 {
                    con.update(&key, |user| user.visits += 1).await?;
                }
                Ok::<_, redis::RedisError>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

fn seconds_left(con: &mut redis::Connection, key: &Key<UserProfile>) -> redis::RedisResult<i64> {
    redis::Commands::ttl(con, key)
}
