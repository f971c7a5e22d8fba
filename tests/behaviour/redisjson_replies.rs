//! Documents and path replies of a real RedisJSON, on RESP2 and RESP3.

use super::server::Client;
use crate::JsonCommands;
use crate::client;
use crate::redis::{RedisResult, cmd};
use redis_derive::{Cached, Json, RedisJson, path};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tests::{Number, url_with_json};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[serde(default)]
struct Shop {
    name: String,
    lamps: Vec<Lamp>,
    owner: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
struct Lamp {
    name: String,
    price: f64,
}

fn shop() -> Shop {
    let lamp = |name: &str, price| Lamp { name: name.to_owned(), price };
    Shop {
        name: "Lux".to_owned(),
        lamps: vec![lamp("desk", 3.5), lamp("floor", 40.0)],
        owner: None,
    }
}

/// A connection on each protocol, with a shop at a key and none at another.
fn with_shop(test: impl Fn(&mut Client, &str, &str)) {
    for protocol in ["resp2", "resp3"] {
        let mut con = Client::connect(&format!("{}?protocol={protocol}", url_with_json()));
        let (key, missing) = (con.key("shop"), con.key("missing"));
        let () = con.json_set(&key, "$", &shop()).unwrap();
        test(&mut con, &key, &missing);
    }
}

#[test]
fn a_document_is_read_at_its_root() {
    with_shop(|con, key, missing| {
        assert_eq!(con.json_get::<_, _, Shop>(key, ".").unwrap(), shop());
        assert_eq!(con.json_get::<_, _, path::One<Shop>>(key, "$").unwrap(), path::One(shop()));
        assert_eq!(con.json_get::<_, _, Vec<Shop>>(key, "$").unwrap(), [shop()]);
        assert_eq!(con.json_get::<_, _, Option<Shop>>(missing, ".").unwrap(), None);
        assert_eq!(con.json_get::<_, _, Option<path::One<Shop>>>(missing, "$").unwrap(), None);
        assert!(con.json_get::<_, _, Cached<Shop>>(missing, "$").unwrap().is_miss());
        let whole: Shop = cmd("JSON.GET").arg(key).query(con).unwrap();
        assert_eq!(whole, shop());
    });
}

#[test]
fn a_path_reply_does_not_pass_for_a_document() {
    with_shop(|con, key, _| {
        for path in ["$", "$.none"] {
            let error = con.json_get::<_, _, Shop>(key, path).unwrap_err();
            assert!(error.to_string().contains("`path::One<Shop>`"), "{error}");
        }
        let error = con.json_get::<_, _, path::One<Shop>>(key, ".").unwrap_err();
        assert!(
            error.to_string().contains("invalid type: map, expected an array with the one match"),
            "{error}"
        );
    });
}

#[test]
fn each_path_type_reads_its_number_of_matches() {
    with_shop(|con, key, missing| {
        let price = "$.lamps[0].price";
        assert_eq!(con.json_get::<_, _, path::One<f64>>(key, price).unwrap(), path::One(3.5));
        assert_eq!(
            con.json_get::<_, _, path::Optional<f64>>(key, price).unwrap(),
            path::Optional(Some(3.5))
        );
        assert_eq!(
            con.json_get::<_, _, path::Optional<f64>>(key, "$.none").unwrap(),
            path::Optional(None)
        );
        let all: path::All<f64> = con.json_get(key, "$..price").unwrap();
        assert_eq!(*all, [3.5, 40.0]);
        assert_eq!(con.json_get::<_, _, path::All<f64>>(key, "$.none").unwrap(), path::All(vec![]));
        let lamps: path::One<Vec<Lamp>> = con.json_get(key, "$.lamps").unwrap();
        assert_eq!(*lamps, shop().lamps);
        let owner: path::One<Option<String>> = con.json_get(key, "$.owner").unwrap();
        assert_eq!(owner.into_inner(), None);
        // A missing key is not a path without a match.
        let none: Option<path::Optional<f64>> = con.json_get(missing, price).unwrap();
        assert_eq!(none, None);
        con.json_get::<_, _, path::Optional<f64>>(missing, price).unwrap_err();
    });
}

#[test]
fn the_wrong_number_of_matches_names_the_right_type() {
    fn message<T: std::fmt::Debug>(result: RedisResult<T>) -> String {
        result.unwrap_err().to_string()
    }
    with_shop(|con, key, missing| {
        let none = message(con.json_get::<_, _, path::One<f64>>(key, "$.none"));
        assert!(none.contains("no match") && none.contains("`path::Optional`"), "{none}");
        let two = message(con.json_get::<_, _, path::One<f64>>(key, "$..price"));
        assert!(two.contains("several matches") && two.contains("`path::All`"), "{two}");
        let two = message(con.json_get::<_, _, path::Optional<f64>>(key, "$..price"));
        assert!(two.contains("several matches") && two.contains("`path::All`"), "{two}");
        let nil = message(con.json_get::<_, _, path::One<f64>>(missing, "$"));
        assert!(nil.contains("nil") && nil.contains("`Option<One<f64>>`"), "{nil}");
    });
}

#[test]
fn many_keys_are_read_with_their_gaps() {
    with_shop(|con, key, missing| {
        let names: Vec<Option<path::One<String>>> =
            client::json_mget(con, &[key, missing], "$.name").unwrap();
        assert_eq!(names, [Some(path::One("Lux".to_owned())), None]);
        let shops: Vec<Option<Shop>> = client::json_mget(con, &[key, missing], ".").unwrap();
        assert_eq!(shops, [Some(shop()), None]);
        let shops: Vec<Cached<path::One<Shop>>> =
            client::json_mget(con, &[key, missing], "$").unwrap();
        assert!(shops[0].is_hit() && shops[1].is_miss());
        let old: Vec<Cached<path::One<u8>>> =
            client::json_mget(con, &[key, missing], "$.name").unwrap();
        assert!(old[0].is_undecodable() && old[1].is_miss());
    });
}

#[test]
fn several_paths_are_an_object_of_arrays() {
    #[derive(Debug, Deserialize, RedisJson)]
    #[redis_json(read_only)]
    struct Summary {
        #[serde(rename = "$.name")]
        name: path::One<String>,
        #[serde(rename = "$..price")]
        prices: path::All<f64>,
        #[serde(rename = "$.none")]
        none: path::Optional<u8>,
    }
    with_shop(|con, key, _| {
        let paths = ["$.name", "$..price", "$.none"];
        let summary: Summary = con.json_get(key, &paths).unwrap();
        assert_eq!((&**summary.name, &**summary.prices), ("Lux", &[3.5, 40.0][..]));
        assert_eq!(summary.none.into_inner(), None);
        let map: Json<BTreeMap<String, path::All<serde_json::Value>>> =
            con.json_get(key, &paths).unwrap();
        assert_eq!(map["$..price"].len(), 2);
    });
}

#[test]
fn native_arrays_and_strings_give_the_same_value() {
    with_shop(|con, key, _| {
        let increase = |path: &str| cmd("JSON.NUMINCRBY").arg(key).arg(path).arg(1).to_owned();
        let prices: path::All<f64> = increase("$..price").query(con).unwrap();
        assert_eq!(*prices, [4.5, 41.0]);
        let price: path::One<Number> = increase("$.lamps[0].price").query(con).unwrap();
        assert_eq!(*price, Number(5.5));
        // Where the path matches something that is no number there is null, or nil.
        let some: path::All<Option<f64>> = increase("$.lamps[0].*").query(con).unwrap();
        assert_eq!(*some, [None, Some(6.5)]);
        let error = increase("$..price").query::<path::One<f64>>(con).unwrap_err().to_string();
        assert!(error.contains("several matches") && error.contains("`path::All`"), "{error}");
        let none: path::Optional<f64> = increase("$.none").query(con).unwrap();
        assert_eq!(*none, None);
    });
}

#[test]
fn values_are_written_at_every_path() {
    with_shop(|con, key, _| {
        let lamp = Lamp { name: "wall".to_owned(), price: 9.0 };
        let lengths: path::All<u32> = con.json_arr_append(key, "$.lamps", &lamp).unwrap();
        assert_eq!(*lengths, [3]);
        let length: path::One<u32> = con.json_arr_len(key, "$.lamps").unwrap();
        assert_eq!(*length, 3);
        let popped: path::One<Lamp> = con.json_arr_pop(key, "$.lamps", -1).unwrap();
        assert_eq!(*popped, lamp);
        let () = con.json_set(key, "$.lamps[1]", &lamp).unwrap();
        let () = cmd("JSON.SET").arg(key).arg("$.owner").arg(Json("Zoë")).query(con).unwrap();
        let changed: Shop = con.json_get(key, ".").unwrap();
        assert_eq!(changed.lamps[1], lamp);
        assert_eq!(changed.owner.as_deref(), Some("Zoë"));
        let () = cmd("JSON.SET").arg(key).arg(".").arg(shop()).query(con).unwrap();
        assert_eq!(con.json_get::<_, _, Shop>(key, ".").unwrap(), shop());
    });
}
