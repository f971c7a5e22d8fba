//! Client majors, for code that is generic over them.
//!
//! Each major of the `redis` crate has a type here, such as [`Redis1`]. The commands take this type
//! as a parameter, which the compiler infers from the connection. A function for one major names
//! that major's connection. A function for every major has the parameter:
//!
//! ```
//! use redis_derive::client::Client;
//! use redis_derive::{DocumentCommands, Error, Key};
//!
//! fn visit<C: Client>(
//!     con: &mut impl DocumentCommands<C>,
//!     visits: &Key<u64>,
//! ) -> Result<Option<u64>, Error> {
//!     con.update(visits, |visits| *visits += 1)
//! }
//! # let server = test_server::Server::start_private(&[])?;
//! # let mut con = redis_1::Client::open(server.url())?.get_connection()?;
//! # let mut old = redis_0_27::Client::open(server.url())?.get_connection()?;
//! # con.save((&Key::new("visits"), &1))?;
//! # assert_eq!(visit(&mut con, &Key::new("visits"))?, Some(2));
//! # assert_eq!(visit(&mut old, &Key::new("visits"))?, Some(3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With this bound, a function has only the commands of this library. If it also needs the client's
//! own commands, write the client's bound: `con: &mut impl redis::ConnectionLike`.
//!
//! A struct that is generic over the connection needs the client's bound too (`Con:
//! redis::ConnectionLike`). A struct that is generic over the major must hold the parameter:
//! `struct Store<C, Con> { con: Con, client: PhantomData<C> }`.

// Nothing below this folder names a `redis`. Each major has a line in `majors!` and a line in
// `__implement!`, both in `majors`. Its line names the shape of its traits: `v0`, `v1` or `v2`.
// `major` has what all majors share.

#[macro_use]
mod major;
#[macro_use]
mod v0;
#[macro_use]
mod v1;
#[macro_use]
mod v2;
mod command;
pub(crate) mod majors;
pub(crate) mod namespaced;
mod off;
pub(crate) mod redis_json;
pub(crate) mod script;
mod wrappers;

use crate::errors::error::{Error, ErrorKind};
use crate::errors::refusal::Refusal;
use crate::reply::Reply;
#[doc(hidden)]
pub use command::Command;
#[cfg(feature = "redis-1")]
pub use majors::Redis1;
#[cfg(feature = "redis-2")]
pub use majors::Redis2;
#[cfg(feature = "redis-0-27")]
pub use majors::Redis027;
#[cfg(feature = "redis-0-32")]
pub use majors::Redis032;
use std::sync::Arc;
use std::time::Duration;

/// A major of the client.
///
/// The types in this module implement it. Other crates cannot implement it.
#[allow(private_bounds, reason = "nobody else implements it")]
pub trait Client: Sealed + Sized + Send + Sync + 'static {
    /// A command, such as `redis::Cmd`.
    type Command: Send + Sync;
    /// A reply, such as `redis::Value`.
    type Value: Send;
    /// The error of a command, such as `redis::RedisError`.
    type Error: Refusal + ClientError + From<Error> + Send + Sync + 'static;

    /// Makes a command with room for so many arguments and bytes.
    #[doc(hidden)]
    fn command(arguments: usize, bytes: usize) -> Self::Command;

    #[doc(hidden)]
    fn add(command: &mut Self::Command, argument: &[u8]);

    #[doc(hidden)]
    fn add_number(command: &mut Self::Command, argument: u64);

    #[doc(hidden)]
    fn arguments(command: &Self::Command) -> impl Iterator<Item = &[u8]>;

    #[doc(hidden)]
    fn reply(value: &Self::Value) -> Reply<'_>;

    /// Returns the bytes of a bulk string, also those of a placeholder, which other methods read as
    /// nil.
    #[doc(hidden)]
    fn stored(value: &Self::Value) -> Option<&[u8]>;

    /// Returns the bytes of a bulk string without a copy, or any other reply as an error.
    #[doc(hidden)]
    fn into_bytes(value: Self::Value) -> Result<Vec<u8>, Self::Value>;

    /// Returns the elements of an array without copies, or any other reply as an error.
    #[doc(hidden)]
    fn into_elements(value: Self::Value) -> Result<Vec<Self::Value>, Self::Value>;

    /// Returns the first word of a server's error.
    #[doc(hidden)]
    fn code(error: &Self::Error) -> Option<&str>;
}

pub(crate) trait Sealed {}

/// The results of several commands: an error of the connection, or a result for each command.
#[doc(hidden)]
pub type Replies<C> =
    Result<Vec<Result<<C as Client>::Value, <C as Client>::Error>>, <C as Client>::Error>;

/// A synchronous connection of the major `C`: any type that implements its `ConnectionLike`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no synchronous connection of a `redis` major that is switched on",
    label = "not a synchronous connection of such a major",
    note = "an asynchronous connection has its commands by `redis_derive::AsyncDocumentCommands` \
            and `AsyncJsonPathCommands`",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`"
)]
pub trait Connection<C: Client> {
    #[doc(hidden)]
    fn send_document_command(&mut self, command: &Command<C>) -> Result<C::Value, C::Error>;

    /// Sends all commands together. In a cluster they belong to one slot. After a command that
    /// fails, the others are still executed.
    #[doc(hidden)]
    fn send_document_commands(&mut self, commands: Vec<Command<C>>) -> Replies<C>;

    /// Tells whether the connection may be one to a cluster.
    #[doc(hidden)]
    fn may_be_cluster(&self) -> bool;

    /// Waits before the next command. A simulation waits in its own time.
    #[doc(hidden)]
    fn wait_for_document(&mut self, time: Duration) {
        std::thread::sleep(time);
    }

    /// Returns the beginning of each key on this connection, which a scan removes from the keys
    /// that it returns.
    #[doc(hidden)]
    fn document_namespace(&self) -> String {
        String::new()
    }
}

/// An asynchronous connection of the major `C`: any type that implements its `aio::ConnectionLike`.
#[cfg(feature = "aio")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no asynchronous connection of a `redis` major that is switched on",
    label = "not an asynchronous connection of such a major",
    note = "a synchronous connection has its commands by `redis_derive::DocumentCommands` and \
            `JsonPathCommands`",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`"
)]
pub trait AsyncConnection<C: Client>: Send {
    #[doc(hidden)]
    fn send_document_command(
        &mut self,
        command: &Command<C>,
    ) -> impl Future<Output = Result<C::Value, C::Error>> + Send;

    /// Sends all commands together. In a cluster they belong to one slot. After a command that
    /// fails, the others are still executed.
    #[doc(hidden)]
    fn send_document_commands(
        &mut self,
        commands: Vec<Command<C>>,
    ) -> impl Future<Output = Replies<C>> + Send;

    /// Tells whether the connection may be one to a cluster.
    #[doc(hidden)]
    fn may_be_cluster(&self) -> bool;

    /// Waits before the next command, as [`Connection::wait_for_document`] does.
    #[doc(hidden)]
    fn wait_for_document(&mut self, time: Duration) -> impl Future<Output = ()> + Send {
        futures_timer::Delay::new(time)
    }

    /// Returns the beginning of each key on this connection, which a scan removes from the keys
    /// that it returns.
    #[doc(hidden)]
    fn document_namespace(&self) -> String {
        String::new()
    }
}

/// A pipeline of the major `C`. With the feature `cluster`, its `ClusterPipeline` is one too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no pipeline of a `redis` major that is switched on",
    label = "not a pipeline of such a major",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`; a `ClusterPipeline` also takes the feature `cluster`"
)]
pub trait Pipeline<C: Client> {
    #[doc(hidden)]
    fn add_document_command(&mut self, command: Command<C>) -> &mut Self;
}

/// An error of a client: the `RedisError` of each major.
pub trait ClientError {
    /// Returns the text after the description, or `None` for an error of the server.
    #[doc(hidden)]
    fn own_detail(&self) -> Option<&str>;
}

impl<E: ClientError + ?Sized> ClientError for &E {
    fn own_detail(&self) -> Option<&str> {
        (**self).own_detail()
    }
}

impl<E: ClientError + ?Sized> ClientError for Box<E> {
    fn own_detail(&self) -> Option<&str> {
        (**self).own_detail()
    }
}

impl<E: ClientError + ?Sized> ClientError for Arc<E> {
    fn own_detail(&self) -> Option<&str> {
        (**self).own_detail()
    }
}

impl ErrorKind {
    /// Returns the kind of an [`Error`] that was converted to a client's error, by the client's own
    /// `get` or `query` or by `?`. Returns `None` for any other error of the client.
    ///
    /// A document, a reply or a server's error is never taken for an error of this library.
    ///
    /// # Examples
    ///
    /// ```
    /// # extern crate redis_1 as redis;
    /// use redis::Commands;
    /// use redis_derive::{ErrorKind, RedisJson};
    ///
    /// #[derive(Debug, serde::Serialize, serde::Deserialize, RedisJson)]
    /// struct User { id: u64 }
    ///
    /// # let server = test_server::Server::start_private(&[])?;
    /// # let mut con = redis::Client::open(server.url())?.get_connection()?;
    /// let () = con.set("user", r#"{"id": "of an older version"}"#)?;
    /// let error = con.get::<_, User>("user").unwrap_err();
    /// assert_eq!(ErrorKind::of(&error), Some(ErrorKind::Data));
    ///
    /// let error = redis::cmd("NONSENSE").exec(&mut con).unwrap_err();
    /// assert_eq!(ErrorKind::of(&error), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(error: &impl ClientError) -> Option<Self> {
        error.own_detail().and_then(Self::of_message)
    }
}
