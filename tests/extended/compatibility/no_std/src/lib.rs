//! A crate without std derives on its types. (The program that they go into Redis from has std, as
//! the client does.)

#![no_std]

extern crate alloc;

use alloc::string::String;
use alloc::vec::Vec;
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

/// A type with all that the derive writes.
#[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "reading:{sensor}", ttl = "1m", paths)]
pub struct Reading {
    /// Where it is from.
    pub sensor: String,
    /// What was measured.
    pub values: Vec<f32>,
}
