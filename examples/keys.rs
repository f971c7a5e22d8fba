//! Typed keys: documents with a key and a time to live, changed by many tasks at once over one
//! connection, a cache in one call, and keys of more than fields.
//!
//! `scripts/with-redis cargo run -p examples --example keys`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::aio::MultiplexedConnection;
use redis_derive::{
    AsyncDocumentCommands, DocumentCommands, Key, KeyPattern, Keyed, Patterned, RedisJson,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::fmt;

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:keys:user:{id}", ttl = "30m", cache)]
struct User {
    id: u64,
    username: String,
    visits: u64,
}

/// Its key has the UUID without hyphens, as another program writes it.
#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:keys:device:{id}", part(id: Simple = Simple(self.id)))]
struct Device {
    id: u128,
}

/// A UUID without hyphens. (The crate `uuid` has such a type: `part(id: Simple =
/// self.id.simple())`.)
struct Simple(u128);

impl fmt::Display for Simple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Its key is the hash of its content, so `Keyed` is implemented by hand.
#[derive(Serialize, Deserialize)]
struct Upload {
    content: String,
}

impl Keyed for Upload {
    fn key(&self) -> Key<Self> {
        let hash = Sha256::digest(&self.content);
        let hash = hash.iter().fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
        Key::new(format!("redis-derive:keys:upload:{hash}")).own()
    }
}

impl Patterned for Upload {
    fn key_pattern() -> KeyPattern<Self> {
        KeyPattern::new("redis-derive:keys:upload:{hash}").expect("it is a template")
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start()?;
    let client = redis::Client::open(server.url())?;
    let mut con = client.get_connection()?;
    let key = User::key_for(42);

    println!("A value is saved under its own key, and kept for half an hour:\n");
    con.save(&User { id: 42, username: "ada".into(), visits: 0 })?;
    println!("    {key}: {:?}", con.load(&key)?);
    println!("    {} s", seconds_left(&mut con, &key)?);

    println!("\nEight tasks count a hundred visits each, over one connection:\n");
    count_visits(&client.get_multiplexed_async_connection().await?, &key).await?;
    println!("    {:?}, {} s", con.load(&key)?, seconds_left(&mut con, &key)?);

    println!("\nA cache asks its source once:\n");
    for _ in 0..2 {
        let bob = User::key_for(43);
        let profile = con.load_or_else(&bob, || {
            println!("    the source is asked");
            User { id: 43, username: "bob".into(), visits: 0 }
        })?;
        println!("    {profile:?}");
    }

    println!("\nA key can be made of more than fields:\n");
    let device = Device { id: 0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8 };
    let upload = Upload { content: "…".to_owned() };
    con.save(&device)?;
    con.save(&upload)?;
    println!("    {}\n    {}", device.key(), upload.key());

    println!("\nThe documents of a type are found by its template, and removed:\n");
    for found in con.scan_documents(&User::key_pattern()) {
        let (key, user) = found?;
        println!("    {key}: {}", user?.username);
    }
    let users = con.remove_all(&User::key_pattern())?;
    let others = con.remove_all(&Upload::key_pattern())? + con.remove_all(&Device::key_pattern())?;
    println!("    {users} users and {others} others are removed");
    Ok(())
}

async fn count_visits(con: &MultiplexedConnection, key: &Key<User>) -> Result<(), Box<dyn Error>> {
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

fn seconds_left(con: &mut redis::Connection, key: &Key<User>) -> redis::RedisResult<i64> {
    redis::Commands::ttl(con, key)
}
