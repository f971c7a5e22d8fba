//! Documents in RedisJSON: whole documents, and parts of them by path.
//!
//! `scripts/with-redis cargo run -p examples --example redisjson`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::{JsonCommands, cmd};
use redis_derive::{RedisJson, path};
use serde::{Deserialize, Serialize};
use std::error::Error;

#[derive(Debug, Serialize, Deserialize, RedisJson)]
struct Shop {
    name: String,
    lamps: Vec<Lamp>,
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
struct Lamp {
    name: String,
    price: f64,
}

/// The reply for two paths: an object with the matches of each path.
#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Overview {
    #[serde(rename = "$.name")]
    name: path::One<String>,
    #[serde(rename = "$..price")]
    prices: path::All<f64>,
}

const KEY: &str = "redis-derive:redisjson:shop";

fn main() -> Result<(), Box<dyn Error>> {
    let server = test_server::Server::start_with_json()?;
    let mut con = redis::Client::open(server.url())?.get_connection()?;

    let lamps =
        vec![Lamp { name: "desk".into(), price: 3.5 }, Lamp { name: "floor".into(), price: 40.0 }];
    let () = con.json_set(KEY, "$", &Shop { name: "Lux".into(), lamps })?;

    let shop: Shop = con.json_get(KEY, ".")?;
    println!("the document         .            {shop:?}");

    let name: path::One<String> = con.json_get(KEY, "$.name")?;
    println!("one match            $.name       {:?}", *name);

    let owner: path::Optional<String> = con.json_get(KEY, "$.owner")?;
    println!("no match             $.owner      {:?}", *owner);

    let prices: path::All<f64> = con.json_get(KEY, "$..price")?;
    println!("every match          $..price     {:?}", *prices);

    let overview: Overview = con.json_get(KEY, &["$.name", "$..price"])?;
    println!("two paths            both         {:?}, {:?}", *overview.name, *overview.prices);

    let lamp = Lamp { name: "wall".into(), price: 9.0 };
    let lengths: path::One<usize> = con.json_arr_append(KEY, "$.lamps", &lamp)?;
    println!("after appending      $.lamps      {} lamps", *lengths);

    let prices: path::All<f64> =
        cmd("JSON.NUMINCRBY").arg(KEY).arg("$..price").arg(1).query(&mut con)?;
    println!("after an increase    $..price     {:?}", *prices);

    let names: Vec<Option<path::One<String>>> =
        con.json_mget(&[KEY, "redis-derive:redisjson:none"], "$.name")?;
    println!("many keys            $.name       {names:?}");

    // `$` replies with an array of matches. That never becomes the document itself by accident:
    if let Err(error) = con.json_get::<_, _, Shop>(KEY, "$") {
        println!("\nThe reply to a path is not the document:\n{error}");
    }

    cmd("DEL").arg(KEY).exec(&mut con)?;
    Ok(())
}
