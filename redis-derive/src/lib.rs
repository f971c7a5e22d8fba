//! Rust types in and out of Redis as JSON.
//!
//! `#[derive(RedisJson)]` implements the traits of the [`redis`](https://docs.rs/redis) crate for a type that serde
//! can serialize and deserialize. The type then goes straight into a command as one JSON argument, and
//! comes straight out of a reply:
//!
//! ```
//! # extern crate redis_1 as redis;
//! use redis::Commands;
//! use redis_derive::RedisJson;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
//! struct UserProfile {
//!     id: u64,
//!     username: String,
//! }
//!
//! fn rename(con: &mut redis::Connection, key: &str, name: &str) -> redis::RedisResult<()> {
//!     let profile: Option<UserProfile> = con.get(key)?; // `None` when the key is missing
//!     if let Some(mut profile) = profile {
//!         profile.username = name.to_owned();
//!         let () = con.set(key, &profile)?;
//!     }
//!     Ok(())
//! }
//!
//! // What goes over the wire:
//! let profile = UserProfile { id: 42, username: "ada".to_owned() };
//! let command = redis::cmd("SET").arg("user:42").arg(&profile).get_packed_command();
//! assert!(command.ends_with(b"\r\n$26\r\n{\"id\":42,\"username\":\"ada\"}\r\n"));
//! ```
//!
//! # Writing
//!
//! One value is one argument: the bytes of [`serde_json::to_string`], whether it is passed by value, by reference, in a
//! `Box` or an `Arc`. An `Option` is one argument or none; a slice, a `Vec` or a tuple is one argument for each element, which is
//! what `RPUSH` and `MSET` need.
//!
//! A value is serialized completely before the command sees a byte of it. When that fails, `ToRedisArgs` has no way to
//! return the error, and an argument that is empty, missing or cut off would store something wrong. So it **panics**, and the message
//! names the type and the cause. Where a value may fail to serialize, [`to_redis_json`] returns the [`Error`]:
//!
//! ```
//! # extern crate redis_1 as redis;
//! # use redis_derive::RedisJson;
//! # #[derive(serde::Serialize, serde::Deserialize, RedisJson)] struct User { id: u64 }
//! fn save(con: &mut redis::Connection, user: &User) -> redis::RedisResult<()> {
//!     redis::cmd("SET").arg("user").arg(user.to_redis_json()?).exec(con)
//! }
//! ```
//!
//! # Reading
//!
//! What a reply becomes depends on its kind and on the type that is asked for, and on nothing else; nothing is tried
//! and then tried in another way.
//!
//! | reply | `T` | `Option<T>` | `Vec<T>` |
//! |---|---|---|---|
//! | bulk string | the document | `Some` | the elements of a JSON array, or one element |
//! | simple or verbatim string | the document | `Some` | an error |
//! | integer, double, boolean, big number | that JSON number or boolean | `Some` | an error |
//! | nil | an error | `None` | empty |
//! | array, set | an error | an error | an element for each |
//! | `OK`, map, push, server error | an error | an error | as the client has it |
//!
//! A JSON array at the top of a document never becomes a struct with named fields, although serde alone would fill the fields in
//! order. That is how RedisJSON replies to a path that begins with `$`, with `[]` where nothing matches: read such a reply as `Vec<T>`, or
//! ask for the path `.`. An untagged or internally tagged enum is the exception: serde reads those from any JSON first and looks for a
//! variant after that.
//!
//! # Errors
//!
//! An [`Error`] names the type and the place in the document, and never a value out of the document, so that it can be logged.
//! Through the client's traits it is the text of a `redis::ParsingError`.
//!
//! Where the client itself refuses a reply before this library sees it, the error is the client's own, which prints the
//! reply with the payload. It does so for `Vec<T>`, `[T; N]`, maps and tuples when the reply is no array or map, and for a `Vec<T>` that is read
//! by reference (as a message's payload or a stream's field is) from a bulk string that does not decode. Read `T` there in place of `Vec<T>`, or
//! do not log those errors.
//!
//! # Attributes
//!
//! They go on the type. How a field or a variant looks in JSON is set with `#[serde(...)]`.
//!
//! | attribute | meaning |
//! |---|---|
//! | `#[redis_json(write_only)]` | the type is written and not read: it needs no `Deserialize` |
//! | `#[redis_json(read_only)]` | the type is read and not written: it needs no `Serialize` |
//! | `#[redis_json(bound = "T: Serialize")]` | the where predicates of the impls, in place of those below |
//! | `#[redis_json(crate = "library::redis_derive")]` | where this crate is, for a library that re-exports it |
//!
//! A type with type or const parameters is written where `Self: Serialize` and read where `Self: DeserializeOwned`, so it has the
//! bounds that serde gave it.
//!
//! A type with a field that borrows, such as `name: &'a str`, can be written; it cannot be read, because the reply that it would borrow
//! from is gone. Let it own its data instead, or let it have a `Cow` without `#[serde(borrow)]`.
//!
//! # Features
//!
//! | feature | client |
//! |---|---|
//! | `redis-1` (default) | redis 1.x |
//!
//! The macro and this crate are one library: `redis-derive-core` is an implementation detail. Types and compile times: JSON
//! is read with [`serde_json::from_str`]'s deserializer and written with [`serde_json::to_vec`]'s serializer, so a program that uses those for
//! the same types shares their code.

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
    pub use crate::client::{redis_0_27, redis_0_32, redis_1, redis_2};
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
