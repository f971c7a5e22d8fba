//! A cache for a slow source. Of many callers at the same time, one asks the source. An entry that
//! was written before the type changed is filled again. A missing value is remembered.
//!
//! `scripts/with-redis cargo run -p examples --example cache`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::{Client, Commands, Connection};
use redis_derive::{Document, DocumentCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::thread;
use std::time::Duration;

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:cache:{city}", ttl = "60s", cache(lease = "5s", absent = "10s"))]
struct Weather {
    city: String,
    celsius: f64,
}

/// The same type in an earlier version of the program.
#[derive(Serialize)]
struct OldWeather {
    city: String,
    temperature: String,
}

/// The slow source, which does not know every city.
fn measure(city: &str) -> Option<Weather> {
    println!("{city:8} is measured");
    thread::sleep(Duration::from_millis(100));
    let is_known = city != "Atlantis";
    is_known.then(|| Weather { city: city.to_owned(), celsius: 21.5 })
}

fn weather(con: &mut Connection, city: &str) -> Result<Option<Weather>, redis_derive::Error> {
    con.load_or_find(Weather::key_for(city), || Ok(measure(city)))
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start()?;
    let client = Client::open(server.url())?;
    let mut con = client.get_connection()?;

    println!("Eight ask at once, and one of them asks the source:\n");
    thread::scope(|scope| {
        let asks = || weather(&mut client.get_connection()?, "Oslo");
        let askers: Vec<_> = (0..8).map(|_| scope.spawn(asks)).collect();
        askers.into_iter().try_for_each(|asker| asker.join().expect("nobody panics").map(drop))
    })?;
    println!("{:8} {:?}", "Oslo", weather(&mut con, "Oslo")?);
    println!("         kept for {} s", con.ttl::<_, i64>(Weather::key_for("Oslo"))?);

    println!("\nAn entry that does not decode is filled again:\n");
    let old = OldWeather { city: "Rome".into(), temperature: "warm".into() };
    con.save((Weather::key_for("Rome"), &Document::from_value(&old)?))?;
    println!("{:8} {:?}", "Rome", weather(&mut con, "Rome")?);

    println!("\nThat there is nothing is remembered:\n");
    for _ in 0..2 {
        println!("{:8} {:?}", "Atlantis", weather(&mut con, "Atlantis")?);
    }

    println!("\nMany are read at once:\n");
    let cities = ["Oslo", "Kyiv", "Rome"];
    let keys = cities.map(Weather::key_for);
    let entries = con.load_many(keys.iter().map(Key::cached))?;
    for (city, entry) in cities.iter().zip(entries) {
        let celsius = entry.into_option().map(|weather| weather.celsius);
        println!("{city:8} {celsius:?}");
    }

    con.remove_all(&Weather::key_pattern())?;
    Ok(())
}
