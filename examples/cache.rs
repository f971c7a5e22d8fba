//! A cache in front of a slow source: entries with a time to live, and what becomes of entries that were written before
//! the type changed.
//!
//! `scripts/with-redis cargo run -p examples --example cache`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::{Commands, Connection, RedisResult};
use redis_derive::{Cached, DocumentCommands, RedisJson};
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Debug, Serialize, Deserialize, RedisJson)]
struct Weather {
    city: String,
    celsius: f64,
}

/// The same, as an earlier version of the program had it.
#[derive(Serialize)]
struct OldWeather {
    city: String,
    temperature: String,
}

/// How long an entry is kept, in seconds.
const KEPT: u64 = 60;

fn key(city: &str) -> String {
    format!("redis-derive:cache:{city}")
}

/// The slow source.
fn measure(city: &str) -> Weather {
    Weather { city: city.to_owned(), celsius: 21.5 }
}

fn weather(con: &mut Connection, city: &str) -> RedisResult<Weather> {
    match con.get(key(city))? {
        Cached::Hit(weather) => {
            println!("{city:8} hit");
            return Ok(weather);
        }
        Cached::Miss => println!("{city:8} miss"),
        Cached::Stale(error) => println!("{city:8} stale: {error}"),
    }
    let weather = measure(city);
    con.set_json_ex(key(city), &weather, KEPT)?;
    Ok(weather)
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start()?;
    let mut con = redis::Client::open(server.url())?.get_connection()?;

    weather(&mut con, "Oslo")?;
    let oslo = weather(&mut con, "Oslo")?;
    println!("         {oslo:?}");
    println!("         kept for {} s\n", con.ttl::<_, i64>(key("Oslo"))?);

    con.set_json(key("Rome"), &OldWeather { city: "Rome".into(), temperature: "warm".into() })?;
    weather(&mut con, "Rome")?;
    weather(&mut con, "Rome")?;

    println!("\nMany at once:");
    let cities = ["Oslo", "Kyiv", "Rome"];
    let entries: Vec<Cached<Weather>> = con.mget(&cities.map(key))?;
    for (city, entry) in cities.iter().zip(entries) {
        let celsius = entry.into_option().map(|weather| weather.celsius);
        println!("{city:8} {celsius:?}");
    }

    let () = con.del(&cities.map(key))?;
    Ok(())
}
