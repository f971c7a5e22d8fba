//! Rust types in and out of Redis as JSON.
//!
//! `#[derive(RedisJson)]` lets a Rust type travel in and out of Redis as one JSON document:
//! straight into `cmd().arg(&value)`, straight out of `query::<T>()`. It implements the traits of
//! the [`redis`](https://docs.rs/redis) crate for a type with [`serde`](https://serde.rs)'s derives,
//! and gives it a key, a time to live, and updates that lose no other client's change.
//!
//! ```toml
//! [dependencies]
//! redis = "1"
//! redis-derive = { path = "path/to/redis-derive" }
//! serde = { version = "1", features = ["derive"] }
//! ```
//!
//! ```
//! # extern crate redis_1 as redis;
//! use redis::Commands;
//! use redis_derive::{DocumentCommands, RedisJson};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize, RedisJson)]
//! #[redis_json(key = "user:{id}", ttl = "30m")] // this line is optional
//! struct User { id: u64, name: String, visits: u64 }
//!
//! fn example(con: &mut redis::Connection, user: &User) -> redis::RedisResult<()> {
//!     // The client's own commands, with any key:
//!     let () = con.set("some-key", user)?; // SET some-key {"id":42,…}
//!     let found: Option<User> = con.get("some-key")?; // `None` if the key does not exist
//!
//!     // The commands of this library, with the key and the time to live of the type:
//!     con.save(user)?; // SET user:42 {…} EX 1800
//!     let key = User::key_for(42);
//!     let found = con.load(&key)?; // GET user:42
//!     con.update(&key, |user| user.visits += 1)?; // safe on every connection; the expiry stays
//!     Ok(())
//! }
//! # let server = test_server::Server::start_private(&[])?;
//! # let mut con = redis::Client::open(server.url())?.get_connection()?;
//! # let ada = User { id: 42, name: "Ada".to_owned(), visits: 0 };
//! # example(&mut con, &ada)?;
//! # assert_eq!(con.load(User::key_for(42))?.map(|user| user.visits), Some(1));
//! # assert_eq!(con.get::<_, User>("some-key")?.visits, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! For an asynchronous connection, import `AsyncDocumentCommands`, and switch on the feature of the
//! runtime in both crates, such as `tokio-comp`.
//!
//! # The guide
//!
//! | chapter | |
//! |---|---|
//! | [Start](guide::start) | the trait for each kind of connection |
//! | [Arguments and replies](guide::replies) | one value is one argument; what a reply becomes; the wrappers [`Json`], [`path`], [`Cached`] and [`Document`] |
//! | [Keys and expiry](guide::keys) | templates, namespaces, time to live, the commands |
//! | [Concurrent updates](guide::updates) | `update` |
//! | [When a type changes](guide::changes) | rolling out a new version while the old one runs |
//! | [Caches](guide::caches) | `load_or_else`: one caller fills an entry, the others wait |
//! | [Paths of RedisJSON](guide::paths) | a part of a document, checked by the compiler |
//! | [Errors](guide::errors) | what they say, and what they never say |
//! | [Generic types](guide::generics) | parameters, lifetimes, functions over any type |
//! | [Libraries and re-exports](guide::reexports) | deriving on public types, without choosing a client |
//! | [Majors](guide::majors) | the client's versions, runtimes and pools |
//! | [Testing](guide::testing) | keys and documents, with a server and without one |
//! | [Performance](guide::performance) | what it costs, and what to do in a program |
//! | [Move here](guide::moving) | from commands by hand, from redis-macros |
//! | [Security](guide::security) | what hostile data can do |
//!
//! # Attributes
//!
//! `#[redis_json(...)]` goes on the type. [`RedisJson`](macro@RedisJson) lists its keys. Use
//! `#[serde(...)]` to set how a field or a variant looks in JSON.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `redis-1` (default)<br>`redis-2`<br>`redis-0-32`<br>`redis-0-27` | derived types implement the traits of that [major](guide::majors) of the client, and its connections have the commands |
//! | `float_roundtrip` (default) | a float that is read is the float that was written; without it, one in ten differs in the last bit. It is serde_json's feature: if one crate switches it on, it is on in the whole program. RedisJSON reads floats [in its own way](guide::paths#limits) |
//! | `aio` | `AsyncDocumentCommands`, and with `paths` also [`AsyncJsonPathCommands`](guide::paths). The client also needs a runtime, from one of its own features or one of the next two. A synchronous connection needs neither |
//! | `tokio-comp`<br>`smol-comp` | `aio`, and the client's feature of the same name |
//! | `async-std-comp` | the same as `smol-comp`, which is `async-std-comp` in client 0.27 |
//! | `paths` | `#[redis_json(paths)]`, and its commands. It adds a small dependency |
//! | `tracing` | events of the crate `tracing` for the target `redis_derive`: hits, misses, fills and waits of a [cache](guide::caches), and conflicts of an update. An event has the name of the type and no value |
//! | `cluster` | the commands for the client's `ClusterPipeline` |
//!
//! Without `float_roundtrip`, floats are read in four fifths of the instructions. Everything else
//! costs the same.

// A library that derives leaves the choice of the client to the application.
#![cfg_attr(
    not(any(
        feature = "redis-0-27",
        feature = "redis-0-32",
        feature = "redis-1",
        feature = "redis-2"
    )),
    allow(dead_code, unused_macros, unused_imports, reason = "what only clients use")
)]

pub mod client;
mod commands;
mod conversion;
mod errors;
#[cfg(any(doc, doctest))]
pub mod guide;
mod keys;
#[cfg(feature = "paths")]
pub mod paths;
mod reply;
mod wrappers;

pub use client::namespaced::Namespaced;
pub use client::redis_json::RedisJson;
#[cfg(feature = "aio")]
pub use commands::async_document_commands::AsyncDocumentCommands;
#[cfg(all(feature = "aio", feature = "paths"))]
pub use commands::async_json_path_commands::AsyncJsonPathCommands;
pub use commands::document_commands::DocumentCommands;
pub use commands::document_pipeline::DocumentPipeline;
pub use commands::entry::Entry;
pub use commands::filled::{Filled, Origin, WithOrigin};
#[cfg(feature = "paths")]
pub use commands::json_path_commands::JsonPathCommands;
#[cfg(feature = "paths")]
pub use commands::json_path_pipeline::JsonPathPipeline;
pub use commands::lookup::Lookup;
pub use commands::scan::Page;
pub use commands::update::{IntoUpdate, Update};
pub use conversion::decode::from_redis_json;
pub use conversion::encode::to_redis_json;
pub use errors::error::{Error, ErrorKind};
pub use keys::as_key::AsKey;
pub use keys::cache::{Cache, CacheEntry};
pub use keys::expiry::Expiry;
pub use keys::key::{CacheKey, Key};
pub use keys::keyed::{Keyed, Patterned};
pub use keys::pattern::KeyPattern;
pub use keys::view::{AsCached, AsRaw};
#[cfg(feature = "paths")]
pub use paths::json_path::JsonPath;
#[cfg(feature = "paths")]
pub use paths::patch::Patch;
/// Implements the client's traits for a type, through serde and JSON: `ToRedisArgs`,
/// `FromRedisValue`, and `ToSingleRedisArg` if the client has it.
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis_derive::{Keyed, RedisJson};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(key = "user:{id}", ttl = "30m")] // this line is optional
/// struct User { id: u64, name: String }
///
/// let ada = User { id: 42, name: "Ada".to_owned() };
/// let command = redis::cmd("SET").arg("some-key").arg(&ada).get_packed_command();
/// assert!(command.ends_with(b"{\"id\":42,\"name\":\"Ada\"}\r\n")); // one argument
/// assert_eq!(ada.key(), User::key_for(42));
/// ```
///
/// The [front page](crate) has an example with a server.
///
/// # Attributes
///
/// They go on the type, in one list or in several. Use `#[serde(...)]` to set how a field or a
/// variant looks in JSON. Anything else in `#[redis_json(...)]` is a compile error that says what
/// to write.
///
/// | attribute | what it does |
/// |---|---|
/// | `key = "user:{id}"` | gives each value a key: `{id}` is the field `id`, `{0}` a field of a tuple struct, `{{` a brace. The type becomes [`Keyed`], and has `key_for` and `key_pattern`: see [Keys and expiry](guide::keys) |
/// | `part(owner: u64 = self.owner.id)` | defines a placeholder that is not a field. Without an expression, only `key_for` takes it: see [Templates](guide::keys#templates). Needs `key`, and can be repeated |
/// | `verbatim` | does not escape the parts, for existing keys. Such a type has no [`key_pattern`](Patterned). Needs `key` |
/// | `ttl = "30m"` | sets the [expiry](Expiry) of its keys: one or several numbers with `ms`, `s`, `m`, `h`, `d` or `w`, as in `1h 30m`. Needs `key` |
/// | `cache` | makes its documents entries of a cache, which one caller fills while the others wait: see [Caches](guide::caches). Needs `ttl` |
/// | `paths` | gives the type the function `paths`, with a typed path of RedisJSON for each field: see [Paths of RedisJSON](guide::paths). Needs the feature `paths` |
/// | `write_only` | implements only writing, so that the type needs no `Deserialize` |
/// | `read_only` | implements only reading, so that the type needs no `Serialize` |
/// | `bound = "T: Serialize"` | replaces the where predicates of the impls of a generic type: see [Generic types](guide::generics) |
/// | `crate = "library::redis_derive"` | says where redis-derive is, for a [library that re-exports it](guide::reexports) |
///
/// # What it expands to
///
/// For each direction and each enabled client, a short impl that calls ordinary functions of
/// redis-derive. A generic type gets `where Self: Serialize` for writing and `where Self:
/// DeserializeOwned` for reading, and no bounds for its parameters. A type with a field that
/// borrows can only be written.
///
/// # Panics
///
/// In a command of the client, if the value does not serialize: see
/// [Writing](guide::replies#writing).
#[doc(inline)]
pub use redis_derive_core::RedisJson;
pub use wrappers::cached::Cached;
pub use wrappers::document::Document;
pub use wrappers::json::Json;
pub use wrappers::path;

// Each enabled client, for a program whose own dependencies do not name it.
#[cfg(feature = "redis-0-27")]
pub use ::redis_0_27;
#[cfg(feature = "redis-0-32")]
pub use ::redis_0_32;
#[cfg(feature = "redis-1")]
pub use ::redis_1;
#[cfg(feature = "redis-2")]
pub use ::redis_2;

/// The names that the expansion of the derive uses. They are not part of the interface: they can
/// change in any release.
#[doc(hidden)]
pub mod __private {
    pub use crate::__expression as expression;
    pub use crate::__implement as implement;
    pub use crate::__implement_to_redis_args as to_redis_args;
    pub use crate::client::majors::*;
    pub use crate::conversion::codec::{Decoder, Encoder, Serde, Unchecked};
    pub use crate::conversion::decode::{Decode, read_elements, read_elements_or_none};
    pub use crate::conversion::encode::Encode;
    pub use crate::keys::keyed::{Templated, fill, key_of, own_key, pattern_of};
    pub use crate::keys::part::{KeyPart, PartOf};
    pub use crate::keys::template::{Placeholder, Template};
    #[cfg(feature = "paths")]
    pub use crate::paths::fields::{
        Flattened, FlattenedWithoutPaths, Inside, Paths, inside, path, root,
    };
    #[cfg(feature = "paths")]
    pub use crate::paths::matches::{Field, Fixed, Matches};
    #[cfg(feature = "paths")]
    pub use crate::paths::steps::{Steps, default_json, unknown_default};
    pub use serde::Serialize;
    pub use serde::de::DeserializeOwned;
    pub use std::compile_error;
    pub use std::default::Default;
    pub use std::fmt::Display;
    pub use std::marker::{PhantomData, Sized};
    pub use std::option::Option;
    pub use std::primitive::{bool, u8, usize};
    pub use std::result::Result;
    pub use std::string::String;
    pub use std::time::Duration;
    pub use std::vec::Vec;
}
