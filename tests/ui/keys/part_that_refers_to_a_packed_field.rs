//! A part that is a field of a packed struct, which nobody may refer to. `{ self.id }` copies it.
//@ errors: 1
//@ at: self

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "packet:{number}", part(number: u64 = self.id))]
#[repr(C, packed)]
struct Packet {
    version: u8,
    id: u64,
}

fn main() {
    let _ = Packet::key_for(1);
}
