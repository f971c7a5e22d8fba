//! In a program that forbids what the names of its fields do, an `allow` is an error.

#![forbid(
    dead_code,
    missing_debug_implementations,
    missing_docs,
    non_local_definitions,
    private_bounds,
    private_interfaces,
    unreachable_pub
)]

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
pub(crate) struct User {
    pub(crate) iter: u8,
    _hidden: u8,
    #[serde(default)]
    private: BTreeMap<String, Private>,
    #[serde(flatten)]
    pair: Pair<u8>,
}

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Private(u8, u8);

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Pair<T> {
    one: T,
    other: Shape,
}

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
enum Shape {
    #[default]
    None,
    Circle {
        radius: u8,
    },
}

#[test]
fn nothing_is_allowed() {
    let shapes = [Shape::None, Shape::Circle { radius: 1 }];
    assert!(format!("{:?} {shapes:?}", User::default()).contains("Pair"));
    assert_eq!(User::paths().pair().other().circle().radius().to_string(), "$.other.Circle.radius");
}

mod capitals {
    use super::{Deserialize, RedisJson, Serialize};

    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(paths)]
    #[expect(non_snake_case, reason = "it is told of the field alone")]
    struct Link {
        URL: String,
    }

    #[test]
    fn a_name_is_told_once() {
        assert_eq!(Link::paths().URL().to_string(), "$.URL");
    }
}
