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
//! # #[derive(serde::Serialize)] struct User { id: u64 }
//! use redis_derive::to_redis_json;
//!
//! fn save(con: &mut redis::Connection, user: &User) -> redis::RedisResult<()> {
//!     redis::cmd("SET").arg("user").arg(to_redis_json(user)?).exec(con)
//! }
//! ```
//!
//! Two things can be written and not read back. JSON has no `NaN` and no infinity: serde_json writes them as `null`, and reading that
//! as a number is an error, which says so. And serde_json reads at most 127 arrays and objects inside each other, and
//! writes any number.
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
//! A reply inside an attribute is read like the reply itself, except into a `Vec`, which the client refuses.
//!
//! A number is read as the number that it is, not by way of text. An integral double fits an integer type, so that a command such as
//! `ZSCORE` reads alike on RESP2, where it replies with the string `3`, and on RESP3.
//!
//! The `Vec` of the table is one of a type that derives, or of a wrapper. For others the client has its own rules: a
//! `Vec<Option<T>>`, `Vec<Box<T>>` or `Vec<Arc<T>>` takes a bulk string for one element, and a tuple takes an array of the
//! protocol and no JSON array. [`Json<Vec<Option<T>>>`](Json) and `Json<(u8, T)>` are read from a JSON array.
//!
//! A JSON array at the top of a document never becomes a struct with named fields, although serde alone would fill the fields in
//! order. That is how RedisJSON replies to a path that begins with `$`, with `[]` where nothing matches: read such a reply as [`path::One`], or
//! ask for the path `.`. An untagged or internally tagged enum is the exception: serde reads those from any JSON first and looks for a
//! variant after that. (An adjacently tagged enum follows the rule: serde reads it like a struct.)
//!
//! # Wrappers and commands
//!
//! - [`Json<T>`] is any serde type as one document, without a derive: a `Vec` or a map as one argument, a type of another crate.
//! - [`path::One`], [`path::Optional`] and [`path::All`] are the replies of RedisJSON to a path that begins with `$`.
//! - [`Document`] is the JSON of a reply as it came, for types that borrow from it, and for JSON that is only handed on.
//! - [`Cached<T>`] is an entry of a cache: a hit, a miss, or an entry that no longer decodes.
//! - `redis_1::DocumentCommands`, and the same in the module of each client that is on, has `get_json`, `set_json` and the like, for any serde type.
//!   Writes return the error of a value that does not serialize. It works beside the client's `Commands` and its `TypedCommands`, whose
//!   `get` returns a string. `AsyncDocumentCommands` has the same for an asynchronous connection, with the feature `aio`, and
//!   `DocumentPipeline` for pipelines, with the feature `cluster` also for those of a cluster.
//!
//! The client's own JSON commands (its feature `json`) take and return the same types: `con.json_set(key, "$", &value)`,
//! and `con.json_get` into a path type.
//!
//! # Keys, expiry and updates
//!
//! A type can carry its key and how long it is kept, and be changed by several clients at once without a change being lost:
//!
//! ```
//! # extern crate redis_1 as redis;
//! use redis_derive::redis_1::DocumentCommands;
//! # use redis_derive::RedisJson;
//!
//! #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
//! #[redis_json(key = "user:{id}", ttl = "30m")]
//! struct UserProfile { id: u64, username: String, visits: u64 }
//!
//! fn example(con: &mut redis::Connection, user: &UserProfile) -> redis::RedisResult<()> {
//!     con.save(user)?;                                                      // SET user:42 {…} EX 1800
//!     let user: Option<UserProfile> = con.load(&UserProfile::key_for(42))?; // GET user:42
//!     con.update(&UserProfile::key_for(42), |user| user.visits += 1)?;      // atomic, and the expiry stays
//!     Ok(())
//! }
//! ```
//!
//! The chapters [Keys and expiry](guide::keys) and [Concurrent updates](guide::updates) say how.
//!
//! # Errors
//!
//! An [`Error`] names the type and the place in the document, and never a value out of the document, so that it can be logged. Of what
//! serde says, only words pass that are certain to be the program's: the type's own names, and the vocabulary of serde, serde_json and
//! the standard library. Whatever a `Deserialize` of your own says beyond that is left out, and so are the names of types and fields
//! further in; the path tells where they are. An error is small, however large the document: at most 1 KiB of text, and 64 KiB in memory.
//!
//! Through the client's traits it is the text of the client's own error:
//! a `ParsingError`, or in 0.x a `RedisError` of the kind `TypeError`.
//!
//! Where the client itself refuses a reply before this library sees it, the error is the client's own, which prints the
//! reply with the payload:
//!
//! - for a `Vec<T>`, a set or a map when the reply is of another kind, which includes a simple string, a number, and a bulk string
//!   inside an attribute;
//! - for a tuple or a `[T; N]` when the reply is of another kind or length;
//! - for a `Vec<T>` that is read by reference, as a message's payload or a stream's field is, from a bulk string that does
//!   not decode.
//!
//! [`Json<Vec<T>>`](Json) reads a JSON array without that. Otherwise do not log those errors.
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
//! | `#[redis_json(key = "user:{id}")]` | the key of a value, see [Keys and expiry](guide::keys) |
//! | `#[redis_json(ttl = "30m")]` | how long it is kept there |
//!
//! A type with type or const parameters is written where `Self: Serialize` and read where `Self: DeserializeOwned`, so it has the
//! bounds that serde gave it.
//!
//! A type with a field that borrows, such as `name: &'a str`, can be written; it cannot be read from a reply, which is gone by then. Read the
//! reply as a [`Document`], and the type from that; or let the type own its data, or have a `Cow` without `#[serde(borrow)]`. If you wrote
//! `Deserialize` by hand and it can read such a type, say so with `bound`, for example `bound = ""`.
//!
//! # Clients
//!
//! A derived type implements the traits of each client major that is switched on here. The features only ever add, so
//! several can be on in one program, for one type.
//!
//! | feature | client |
//! |---|---|
//! | `redis-1` (default) | redis 1.x |
//! | `redis-2` | redis 2.0, as a release candidate today |
//! | `redis-0-32` | redis 0.32 |
//! | `redis-0-27` | redis 0.27 |
//!
//! The rest of the features:
//!
//! | feature | what it adds |
//! |---|---|
//! | `float_roundtrip` (default) | a float that is read is the float that was written; without it, one in ten differs in the last bit. Leave it out where documents are full of floats whose last bit does not matter: nothing but floats is read in four fifths of the instructions then, and anything else costs the same. It is serde_json's feature, so one crate in a program decides for all |
//! | `aio` | `AsyncDocumentCommands`. The client needs a runtime as well, by its own features or by the next two |
//! | `tokio-comp`, `smol-comp` | `aio`, and the client's feature of the same name |
//! | `async-std-comp` | the same as `smol-comp`, which in 0.27 is the client's `async-std-comp` |
//! | `cluster` | the commands for the client's `ClusterPipeline` |
//!
//! ```toml
//! [dependencies]
//! redis = "0.27"
//! redis-derive = { path = "...", default-features = false, features = ["redis-0-27", "float_roundtrip"] }
//! ```
//!
//! A pool brings a client of its own, and the feature is that of its major:
//!
//! | pool | `redis-0-27` | `redis-0-32` | `redis-1` | `redis-2` |
//! |---|---|---|---|---|
//! | `r2d2` 0.8, with the client's feature `r2d2` | yes | yes | yes | yes |
//! | `bb8` 0.9, with the client's feature `bb8` | no | yes | yes | yes |
//! | `bb8-redis`, which re-exports `bb8_redis::redis` | 0.18 | 0.24 | 0.26 | not yet |
//! | `deadpool-redis`, which re-exports `deadpool_redis::redis` | 0.18 | 0.22 | 0.23 | not yet |
//!
//! Without any of them the crate is still of use: a library derives on its public types and leaves the choice of the
//! client to the application, and [`to_redis_json`] and [`from_redis_json`] work.
//!
//! **Two majors of `redis` in one tree** are two crates with traits of the same names. When the program's own `redis` is not one
//! of those that are on here, the compiler says that the type does not implement `ToRedisArgs` (E0277), perhaps with the note that
//! there are multiple versions of the crate `redis`. Switch the feature of the program's major on; `cargo tree -d` lists
//! them. The same error means that a connection of one major was given to a command of another.
//!
//! With several majors on, `value.to_redis_args()` on a `T: RedisJson` is ambiguous (E0034), since each major has a method of that
//! name. Generic code that is to work with all of them passes the value to the client, as in `cmd().arg(value)`.
//!
//! # Compile time
//!
//! JSON is read with the deserializer of [`serde_json::from_str`] and written with the serializer of [`serde_json::to_vec`]. A
//! program that uses those for the same types shares most of their code. `redis-derive-core` is an
//! implementation detail of this crate.

// A library that derives leaves the choice of the client to the application.
#![cfg_attr(
    not(any(
        feature = "redis-0-27",
        feature = "redis-0-32",
        feature = "redis-1",
        feature = "redis-2"
    )),
    allow(dead_code, unused_macros, reason = "what only clients use")
)]

#[macro_use]
mod client;
#[macro_use]
mod commands;
mod conversion;
mod errors;
#[cfg(any(doc, doctest))]
pub mod guide;
mod keys;
mod redis_json;
mod reply;
mod update;
mod wrappers;

pub use conversion::decode::from_redis_json;
pub use conversion::encode::to_redis_json;
pub use errors::error::{Error, ErrorKind};
pub use keys::expiry::Expiry;
pub use keys::key::Key;
pub use keys::keyed::Keyed;
pub use keys::pattern::KeyPattern;
pub use redis_derive_core::RedisJson;
pub use redis_json::RedisJson;
pub use update::Update;
pub use wrappers::cached::Cached;
pub use wrappers::document::Document;
pub use wrappers::json::Json;
pub use wrappers::path;

majors!(command_modules);

/// What the derive's expansion names. Not part of the interface: it can change in any release.
#[doc(hidden)]
pub mod derive {
    pub use crate::__implement as implement;
    pub use crate::__implement_to_redis_args as to_redis_args;
    pub use crate::client::*;
    pub use crate::conversion::codec::{Decoder, Encoder, Serde, Unchecked};
    pub use crate::conversion::decode::Decode;
    pub use crate::conversion::encode::Encode;
    pub use crate::keys::keyed::key_of;
    pub use crate::keys::part::{KeyPart, PartOf};
    pub use crate::keys::template::{Placeholder, Template};
    pub use serde::Serialize;
    pub use serde::de::DeserializeOwned;
    pub use std::marker::Sized;
    pub use std::option::Option;
    pub use std::primitive::{u8, usize};
    pub use std::result::Result;
    pub use std::time::Duration;
    pub use std::vec::Vec;
}
