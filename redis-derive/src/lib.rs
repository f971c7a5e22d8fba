//! Rust types in and out of Redis as JSON.

mod client;
mod codec;
mod decode;
mod document;
mod encode;
mod error;
mod place;
mod reason;
mod redis_json;
mod reply;
mod scratch;

pub use decode::from_redis_json;
pub use encode::to_redis_json;
pub use error::{Error, ErrorKind};
pub use redis_derive_core::RedisJson;
pub use redis_json::RedisJson;

/// What the derive's expansion names. Not part of the interface: it can change in any release.
#[doc(hidden)]
pub mod __private {
    pub use crate::__implement as implement;
    pub use crate::client::redis_1;
    pub use crate::codec::{Serde, Unchecked};
    pub use crate::decode::{Decode, Decoder};
    pub use crate::encode::{Encode, Encoder, write};
    pub use serde::Serialize;
    pub use serde::de::DeserializeOwned;
    pub use std::marker::Sized;
    pub use std::option::Option;
    pub use std::primitive::u8;
    pub use std::result::Result;
    pub use std::vec::Vec;
}
