//! A variant that hides `key_for`.
//@ errors: 1
//@ at: key_for

#![allow(non_camel_case_types)]

use redis_derive::{Keyed, RedisJson};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "state")]
enum State {
    key_for,
}

fn main() {
    let _ = State::key_for.key();
}
