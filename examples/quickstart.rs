//! Structs into a Redis and back out: what goes over the wire, reading one and many, a key that is
//! missing, and a document that does not fit.
//!
//! `scripts/with-redis cargo run -p examples --example quickstart`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::{Commands, cmd};
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Debug, Serialize, Deserialize, RedisJson)]
struct UserProfile {
    id: u64,
    username: String,
    roles: Vec<Role>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Admin,
    Author,
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start()?;
    let mut con = redis::Client::open(server.url())?.get_connection()?;

    let ada = UserProfile { id: 1, username: "ada".into(), roles: vec![Role::Admin, Role::Author] };
    let bob = UserProfile { id: 2, username: "bob".into(), roles: vec![] };

    println!("A struct is one argument of a command, and that argument is its JSON:\n");
    let command = cmd("SET").arg("redis-derive:quickstart:ada").arg(&ada).get_packed_command();
    println!("{}\n", indent(&String::from_utf8(command)?));

    println!("Store two profiles, and read one back with `get`:\n");
    let () = con.set("redis-derive:quickstart:ada", &ada)?;
    let () = con.set("redis-derive:quickstart:bob", &bob)?;
    let profile: UserProfile = con.get("redis-derive:quickstart:ada")?;
    println!("    {profile:?}\n");

    println!("A key may be missing, so ask for an `Option`:\n");
    let nobody: Option<UserProfile> = con.get("redis-derive:quickstart:nobody")?;
    println!("    {nobody:?}\n");

    println!("Many at once, with one `MGET`:\n");
    let profiles: Vec<Option<UserProfile>> = con.mget(&[
        "redis-derive:quickstart:ada",
        "redis-derive:quickstart:nobody",
        "redis-derive:quickstart:bob",
    ])?;
    for profile in &profiles {
        println!("    {:?}", profile.as_ref().map(|profile| &profile.username));
    }

    println!(
        "\nA document that is no profile is an error, which says where and keeps the values to itself:\n"
    );
    let () = con.set(
        "redis-derive:quickstart:odd",
        r#"{"id": 3, "username": "eve", "roles": ["s3cret"]}"#,
    )?;
    match con.get::<_, UserProfile>("redis-derive:quickstart:odd") {
        Ok(profile) => println!("    {profile:?}"),
        Err(error) => println!("    {error}"),
    }

    let () = con.del(&[
        "redis-derive:quickstart:ada",
        "redis-derive:quickstart:bob",
        "redis-derive:quickstart:odd",
    ])?;
    Ok(())
}

/// The lines of a command as the Redis protocol has them, each with its end made visible.
fn indent(command: &str) -> String {
    let lines: Vec<String> =
        command.split_terminator("\r\n").map(|line| format!("    {line}\\r\\n")).collect();
    lines.join("\n")
}
