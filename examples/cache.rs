//! A cache in front of a slow source: entries with a time to live, and what becomes of entries that were written before
//! the type changed.
//!
//! `scripts/with-redis cargo run -p examples --example cache`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::{Commands, Connection};
use redis_derive::{Cached, Document, DocumentCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:cache:{city}", ttl = "60s")]
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

/// The slow source.
fn measure(city: &str) -> Weather {
    Weather { city: city.to_owned(), celsius: 21.5 }
}

fn weather(con: &mut Connection, city: &str) -> Result<Weather, redis_derive::Error> {
    match con.load(Weather::key_for(city).cached())? {
        Cached::Hit(weather) => {
            println!("{city:8} hit");
            return Ok(weather);
        }
        Cached::Miss => println!("{city:8} miss"),
        Cached::Undecodable(error) => println!("{city:8} undecodable: {error}"),
    }
    let weather = measure(city);
    con.save(&weather)?;
    Ok(weather)
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start()?;
    let mut con = redis::Client::open(server.url())?.get_connection()?;

    weather(&mut con, "Oslo")?;
    let oslo = weather(&mut con, "Oslo")?;
    println!("         {oslo:?}");
    println!("         kept for {} s\n", con.ttl::<_, i64>(Weather::key_for("Oslo"))?);

    let old = OldWeather { city: "Rome".into(), temperature: "warm".into() };
    con.save((&Weather::key_for("Rome"), &Document::from_value(&old)?))?;
    weather(&mut con, "Rome")?;
    weather(&mut con, "Rome")?;

    println!("\nMany at once:");
    let cities = ["Oslo", "Kyiv", "Rome"];
    let keys = cities.map(Weather::key_for);
    let entries = con.load_many(keys.iter().map(Key::cached))?;
    for (city, entry) in cities.iter().zip(entries) {
        let celsius = entry.into_option().map(|weather| weather.celsius);
        println!("{city:8} {celsius:?}");
    }

    let () = con.del(&keys)?;
    Ok(())
}
