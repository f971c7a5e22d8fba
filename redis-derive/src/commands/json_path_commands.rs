//! The commands of RedisJSON, for a synchronous connection.

use crate::client::{Client, Connection};
use crate::commands::at_path;
use crate::commands::entry::Entry;
use crate::commands::lookup::Lookup;
use crate::commands::request::ask;
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;
use crate::paths::flag::Flag;
use crate::paths::json_path::AnyPath;
use crate::paths::list::List;
use crate::paths::matches::{Matches, OneMatch};
use crate::paths::number::Number;
use crate::paths::patch::{Patch, Removable};
use crate::paths::value::ValueOf;
use serde::de::DeserializeOwned;

/// Commands for documents of [RedisJSON](https://redis.io/docs/latest/develop/data-types/json/),
/// whole or at a [path](crate::JsonPath), for a synchronous connection.
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis_derive::{Error, JsonPathCommands, RedisJson};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(key = "user:{id}", ttl = "30m", paths)]
/// struct User { id: u64, name: String, visits: u64 }
///
/// fn visit(con: &mut redis::Connection, id: u64) -> Result<Option<u64>, Error> {
///     con.json_increment_at(User::key_for(id), User::paths().visits(), 1)
/// }
/// ```
///
/// In the examples of the commands, `ada` is a user with more fields and one role, who is stored.
/// `key` is her key.
///
/// `None` or `false` means that the key does not exist. If it exists but has no value at the path,
/// that is an error of the kind [`NoMatch`](crate::ErrorKind::NoMatch). If the value has another
/// type, it is one of the kind [`Data`](crate::ErrorKind::Data). A missing field is read as serde
/// reads it: as `None` if it is an `Option`, or as its default. The chapter [Paths of
/// RedisJSON](crate::guide::paths) has all answers.
///
/// All commands except `json_load`, and mostly `json_get_at`, are scripts, so each is one step for
/// other clients. The chapter says which rights a user with ACLs needs.
///
/// # Errors
///
/// An [`Error`]: of this crate, or the client's own error as
/// [`ErrorKind::Client`](crate::ErrorKind::Client).
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no synchronous connection of a `redis` major that is switched on",
    label = "not a synchronous connection of such a major",
    note = "an asynchronous connection has its commands by `redis_derive::AsyncJsonPathCommands`",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`"
)]
pub trait JsonPathCommands<C: Client>: Connection<C> {
    /// Stores a value under its own key, or an [entry](Entry) under another key, with the
    /// [expiry](crate::Key::expiry) of the key (`JSON.SET`, and `PEXPIRE` or the like). A save that
    /// is refused, for example for a float that is not finite, changes nothing.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// con.json_save(&ada)?;
    /// assert_eq!(con.json_load(&key)?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn json_save<E: Entry>(&mut self, entry: E) -> Result<(), Error> {
        ask(self, at_path::save(&entry)?)
    }

    /// Loads the document at a key, or `None` if the key does not exist (`JSON.GET`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// assert_eq!(con.json_load(&key)?, Some(ada));
    /// assert_eq!(con.json_load(User::key_for("nobody"))?, None);
    /// # Ok(()) });
    /// ```
    fn json_load<F>(&mut self, key: impl Lookup<Found = F>) -> Result<F, Error> {
        ask(self, at_path::load(&key))
    }

    /// Gets the value at a path, or `None` if the key does not exist (`JSON.GET`). An element or an
    /// entry is an `Option` itself. With `all()` the result has a value for each element.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let name: Option<String> = con.json_get_at(&key, User::paths().name())?;
    /// assert_eq!(name.as_deref(), Some("Ada"));
    /// # Ok(()) });
    /// ```
    fn json_get_at<R: ?Sized, T: DeserializeOwned, M: Matches>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value = T, Matches = M>,
    ) -> Result<Option<M::Reply<T>>, Error> {
        ask(self, at_path::get_at(key.as_key(), &path)?)
    }

    /// Sets the value at a path, and returns whether the key exists (`JSON.SET`). An `Option`, a
    /// field with a default or an entry of a map may be missing before. With `all()` it returns the
    /// number of places that were set, or `None` if the key does not exist.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// assert!(con.json_set_at(&key, User::paths().nickname(), "Countess")?);
    /// assert!(!con.json_set_at(User::key_for("nobody"), User::paths().name(), "nobody")?);
    /// # Ok(()) });
    /// ```
    fn json_set_at<R: ?Sized, T: DeserializeOwned, M: Matches>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value = T, Matches = M>,
        value: impl ValueOf<T>,
    ) -> Result<M::Set, Error> {
        ask(self, at_path::set_at(key.as_key(), &path, &value)?)
    }

    /// Removes the value at a path, and returns whether it existed (`JSON.DEL`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// assert!(con.json_remove_at(&key, User::paths().roles().last())?);
    /// assert!(!con.json_remove_at(&key, User::paths().roles().index(7))?);
    /// # Ok(()) });
    /// ```
    fn json_remove_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl Removable<R>,
    ) -> Result<bool, Error> {
        ask(self, at_path::remove_at(key.as_key(), &path)?)
    }

    /// Adds to the number at a path, and returns the sum, or `None` if the key does not exist
    /// (`JSON.NUMINCRBY`). A sum outside the range of the type is an error, and so is a stored
    /// float for an integer type. Nothing is changed then.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// assert_eq!(con.json_increment_at(&key, User::paths().visits(), 1)?, Some(1));
    /// # Ok(()) });
    /// ```
    fn json_increment_at<R: ?Sized, P: AnyPath<R, Value: Number, Matches: OneMatch>>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: P,
        by: <P::Value as Number>::By,
    ) -> Result<Option<<P::Value as Number>::Sum>, Error> {
        ask(self, at_path::increment_at(key.as_key(), &path, &by)?)
    }

    /// Toggles the boolean at a path, and returns the new value, or `None` if the key does not
    /// exist (`JSON.TOGGLE`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// assert_eq!(con.json_toggle_at(&key, User::paths().is_away())?, Some(true));
    /// # Ok(()) });
    /// ```
    fn json_toggle_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value: Flag, Matches: OneMatch>,
    ) -> Result<Option<bool>, Error> {
        ask(self, at_path::toggle_at(key.as_key(), &path)?)
    }

    /// Appends an element to the `Vec` at a path, and returns the new length, or `None` if the key
    /// does not exist (`JSON.ARRAPPEND`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// assert_eq!(con.json_append_at(&key, User::paths().roles(), "editor")?, Some(2));
    /// # Ok(()) });
    /// ```
    fn json_append_at<R: ?Sized, P: AnyPath<R, Value: List, Matches: OneMatch>>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: P,
        value: impl ValueOf<<P::Value as List>::Item>,
    ) -> Result<Option<usize>, Error> {
        ask(self, at_path::append_at(key.as_key(), &path, &value)?)
    }

    /// Returns the length of the `Vec` at a path, or `None` if the key does not exist
    /// (`JSON.ARRLEN`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// assert_eq!(con.json_length_at(&key, User::paths().roles())?, Some(1));
    /// # Ok(()) });
    /// ```
    fn json_length_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value: List, Matches: OneMatch>,
    ) -> Result<Option<usize>, Error> {
        ask(self, at_path::length_at(key.as_key(), &path)?)
    }

    /// Makes the changes of a patch in one step, and returns whether the key exists (`JSON.MERGE`,
    /// RedisJSON 2.6). If an object on the way is missing, nothing is changed, and the error says
    /// which object.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let paths = User::paths();
    /// let patch = Patch::new().set(paths.name(), "Ada L.")?.remove(paths.nickname())?;
    /// assert!(con.json_patch(&key, &patch)?);
    /// # Ok(()) });
    /// ```
    fn json_patch<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        patch: &Patch<R>,
    ) -> Result<bool, Error> {
        ask(self, at_path::patch(key.as_key(), patch))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, Con: Connection<C> + ?Sized> JsonPathCommands<C> for Con {}
