//! A type in and out of Redis: its key, its expiry, an update, and what goes over the wire.
//!
//! `scripts/with-redis cargo run -p examples --example quickstart`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::{Commands, cmd};
use redis_derive::{DocumentCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:quickstart:user:{id}", ttl = "30m")]
struct User {
    id: u64,
    username: String,
    visits: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start()?;
    let client = redis::Client::open(server.url())?;
    let (mut con, mut other) = (client.get_connection()?, client.get_connection()?);

    println!("A type knows its key, and how long a document is kept:\n");
    let ada = User { id: 1, username: "ada".into(), visits: 0 };
    con.save(&ada)?;
    let key = User::key_for(1);
    println!("    {key}, for {} seconds\n", con.ttl::<_, u64>(&key)?);

    println!("It is loaded by that key, which need not exist:\n");
    println!("    {:?}", con.load(&key)?);
    println!("    {:?}\n", con.load(User::key_for(2))?);

    println!("Two clients change it at once, and no change is lost:\n");
    let mut runs = 0;
    con.update(&key, |ada| {
        runs += 1;
        if runs == 1 {
            // Another client is faster, so this closure runs once more.
            other.update(&key, |ada| ada.username = "ada.l".into()).expect("it is there");
        }
        ada.visits += 1;
    })?;
    println!("    {:?}\n", con.load(&key)?);

    println!("Any other key and any type of serde go as well:\n");
    let top: Key<Vec<String>> = Key::new("redis-derive:quickstart:top");
    con.save((&top, &vec!["ada".into(), "bob".into()]))?;
    println!("    {:?}\n", con.load(&top)?);

    println!("A document that is no user is an error that keeps its values to itself:\n");
    let () = con.set(&key, r#"{"id": 1, "username": "ada", "visits": "s3cret"}"#)?;
    match con.load(&key) {
        Ok(profile) => println!("    {profile:?}"),
        Err(error) => println!("    {error}"),
    }
    con.remove(&key)?;
    con.remove(&top)?;

    println!("\nIn a command of the client's own it is one argument, its JSON:\n");
    println!("{}", lines(&cmd("SET").arg("any-key").arg(&ada).get_packed_command())?);
    Ok(())
}

/// Returns a command in the Redis protocol, with visible ends of lines.
fn lines(command: &[u8]) -> Result<String, std::str::Utf8Error> {
    let lines = str::from_utf8(command)?.split_terminator("\r\n");
    Ok(lines.map(|line| ["    ", line, "\\r\\n\n"].concat()).collect())
}
