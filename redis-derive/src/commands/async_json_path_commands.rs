//! The commands of RedisJSON, for an asynchronous connection.

use crate::client::{AsyncConnection, Client};
use crate::commands::at_path;
use crate::commands::entry::Entry;
use crate::commands::lookup::Lookup;
use crate::commands::request::ask_async;
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;
use crate::paths::flag::Flag;
use crate::paths::json_path::AnyPath;
use crate::paths::list::List;
use crate::paths::matches::{Matches, OneMatch};
use crate::paths::number::Number;
use crate::paths::patch::{Patch, Removable};
use crate::paths::value::ValueOf;
use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;

/// The commands of [`JsonPathCommands`](crate::JsonPathCommands), for an asynchronous connection.
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis_derive::{AsyncJsonPathCommands, Key, RedisJson};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { name: String, visits: u64 }
///
/// async fn visit(
///     con: &mut redis::aio::MultiplexedConnection,
///     key: &Key<User>,
/// ) -> Result<Option<u64>, redis_derive::Error> {
///     con.json_increment_at(key, User::paths().visits(), 1).await
/// }
/// ```
///
/// # Errors
///
/// Those of [`JsonPathCommands`](crate::JsonPathCommands).
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no asynchronous connection of a `redis` major that is switched on",
    label = "not an asynchronous connection of such a major",
    note = "a synchronous connection has its commands by `redis_derive::JsonPathCommands`",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`"
)]
pub trait AsyncJsonPathCommands<C: Client>: AsyncConnection<C> {
    /// Stores a value under its own key, or an [entry](Entry) under another key, with the
    /// [expiry](crate::Key::expiry) of the key (`JSON.SET`, and `PEXPIRE` or the like). A save that
    /// is refused, for example for a float that is not finite, changes nothing.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// con.json_save(&ada).await?;
    /// assert_eq!(con.json_load(&key).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn json_save<E: Entry>(&mut self, entry: E) -> BoxFuture<'_, Result<(), Error>> {
        ask_async(self, at_path::save(&entry))
    }

    /// Loads the document at a key, or `None` if the key does not exist (`JSON.GET`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// assert_eq!(con.json_load(&key).await?, Some(ada));
    /// assert_eq!(con.json_load(User::key_for("nobody")).await?, None);
    /// # Ok(()) });
    /// ```
    fn json_load<'a, F: 'a>(
        &'a mut self,
        key: impl Lookup<Found = F>,
    ) -> BoxFuture<'a, Result<F, Error>> {
        ask_async(self, Ok(at_path::load(&key)))
    }

    /// Gets the value at a path, or `None` if the key does not exist (`JSON.GET`). An element or an
    /// entry is an `Option` itself. With `all()` the result has a value for each element.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// let name: Option<String> = con.json_get_at(&key, User::paths().name()).await?;
    /// assert_eq!(name.as_deref(), Some("Ada"));
    /// # Ok(()) });
    /// ```
    fn json_get_at<'a, R: ?Sized, T: DeserializeOwned + 'a, M: Matches + 'a>(
        &'a mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value = T, Matches = M>,
    ) -> BoxFuture<'a, Result<Option<M::Reply<T>>, Error>> {
        ask_async(self, at_path::get_at(key.as_key(), &path))
    }

    /// Sets the value at a path, and returns whether the key exists (`JSON.SET`). An `Option`, a
    /// field with a default or an entry of a map may be missing before. With `all()` it returns the
    /// number of places that were set, or `None` if the key does not exist.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// assert!(con.json_set_at(&key, User::paths().nickname(), "Countess").await?);
    /// assert!(!con.json_set_at(User::key_for("nobody"), User::paths().name(), "nobody").await?);
    /// # Ok(()) });
    /// ```
    fn json_set_at<'a, R: ?Sized, T: DeserializeOwned, M: Matches + 'a>(
        &'a mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value = T, Matches = M>,
        value: impl ValueOf<T>,
    ) -> BoxFuture<'a, Result<M::Set, Error>> {
        ask_async(self, at_path::set_at(key.as_key(), &path, &value))
    }

    /// Removes the value at a path, and returns whether it existed (`JSON.DEL`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// assert!(con.json_remove_at(&key, User::paths().roles().last()).await?);
    /// assert!(!con.json_remove_at(&key, User::paths().roles().index(7)).await?);
    /// # Ok(()) });
    /// ```
    fn json_remove_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl Removable<R>,
    ) -> BoxFuture<'_, Result<bool, Error>> {
        ask_async(self, at_path::remove_at(key.as_key(), &path))
    }

    /// Adds to the number at a path, and returns the sum, or `None` if the key does not exist
    /// (`JSON.NUMINCRBY`). A sum outside the range of the type is an error, and so is a stored
    /// float for an integer type. Nothing is changed then.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// assert_eq!(con.json_increment_at(&key, User::paths().visits(), 1).await?, Some(1));
    /// # Ok(()) });
    /// ```
    fn json_increment_at<
        'a,
        R: ?Sized + 'a,
        P: AnyPath<R, Value: Number, Matches: OneMatch> + 'a,
    >(
        &'a mut self,
        key: impl AsKey<Document = R>,
        path: P,
        by: <P::Value as Number>::By,
    ) -> BoxFuture<'a, Result<Option<<P::Value as Number>::Sum>, Error>> {
        ask_async(self, at_path::increment_at(key.as_key(), &path, &by))
    }

    /// Toggles the boolean at a path, and returns the new value, or `None` if the key does not
    /// exist (`JSON.TOGGLE`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// assert_eq!(con.json_toggle_at(&key, User::paths().is_away()).await?, Some(true));
    /// # Ok(()) });
    /// ```
    fn json_toggle_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value: Flag, Matches: OneMatch>,
    ) -> BoxFuture<'_, Result<Option<bool>, Error>> {
        ask_async(self, at_path::toggle_at(key.as_key(), &path))
    }

    /// Appends an element to the `Vec` at a path, and returns the new length, or `None` if the key
    /// does not exist (`JSON.ARRAPPEND`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// assert_eq!(con.json_append_at(&key, User::paths().roles(), "editor").await?, Some(2));
    /// # Ok(()) });
    /// ```
    fn json_append_at<R: ?Sized, P: AnyPath<R, Value: List, Matches: OneMatch>>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: P,
        value: impl ValueOf<<P::Value as List>::Item>,
    ) -> BoxFuture<'_, Result<Option<usize>, Error>> {
        ask_async(self, at_path::append_at(key.as_key(), &path, &value))
    }

    /// Returns the length of the `Vec` at a path, or `None` if the key does not exist
    /// (`JSON.ARRLEN`).
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// assert_eq!(con.json_length_at(&key, User::paths().roles()).await?, Some(1));
    /// # Ok(()) });
    /// ```
    fn json_length_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value: List, Matches: OneMatch>,
    ) -> BoxFuture<'_, Result<Option<usize>, Error>> {
        ask_async(self, at_path::length_at(key.as_key(), &path))
    }

    /// Makes the changes of a patch in one step, and returns whether the key exists (`JSON.MERGE`,
    /// RedisJSON 2.6). If an object on the way is missing, nothing is changed, and the error says
    /// which object.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example_async(async |con, ada, key| {
    /// let paths = User::paths();
    /// let patch = Patch::new().set(paths.name(), "Ada L.")?.remove(paths.nickname())?;
    /// assert!(con.json_patch(&key, &patch).await?);
    /// # Ok(()) });
    /// ```
    fn json_patch<'a, R: ?Sized + 'a>(
        &'a mut self,
        key: impl AsKey<Document = R>,
        patch: &Patch<R>,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        ask_async(self, Ok(at_path::patch(key.as_key(), patch)))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, Con: AsyncConnection<C> + ?Sized> AsyncJsonPathCommands<C> for Con {}
