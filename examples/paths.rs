//! Paths of RedisJSON that the compiler checks: many clients read and change parts of a document in
//! place.
//!
//! `scripts/with-redis cargo run -p examples --example paths`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis_derive::{JsonPathCommands, Keyed, Patch, RedisJson};
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:paths:user:{id}", ttl = "30m", paths)]
struct User {
    id: u64,
    username: String,
    visits: u64,
    address: Address,
    roles: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(rename_all = "camelCase")]
struct Address {
    city_name: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start_with_json()?;
    let mut con = redis::Client::open(server.url())?.get_connection()?;
    let address = Address { city_name: "Oslo".into() };
    let ada = User { id: 42, username: "ada".into(), visits: 0, address, roles: vec![] };
    let (key, paths) = (ada.key(), User::paths());
    con.json_save(&ada)?;

    println!("A part is read and changed where it is:\n");
    let city = paths.address().city_name();
    println!("    {city}: {:?}", con.json_get_at(&key, city.clone())?);
    con.json_set_at(&key, city.clone(), "Bergen")?;
    println!("    {city}: {:?}", con.json_get_at(&key, city.clone())?);
    println!("    {}: {:?}", paths.visits(), con.json_increment_at(&key, paths.visits(), 1)?);
    println!("    {}: {:?}", paths.roles(), con.json_append_at(&key, paths.roles(), "author")?);

    println!("\nA counter stays within its type:\n");
    if let Err(error) = con.json_increment_at(&key, paths.visits(), -2) {
        println!("    {error}");
    }

    println!("\nSeveral parts are changed in one step:\n");
    let patch = Patch::new().set(paths.username(), "ada.l")?.set(paths.visits(), 7)?;
    println!("    {}: {}", patch.to_json(), con.json_patch(&key, &patch)?);
    println!("    {:?}", con.json_load(&key)?);

    redis::Commands::del(&mut con, &key).map(|removed: u8| println!("\nRemoved: {removed}"))?;
    Ok(())
}
