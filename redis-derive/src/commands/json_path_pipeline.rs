//! The commands of RedisJSON, for a pipeline.

use crate::client::{Client, Pipeline};
use crate::commands::at_path;
use crate::commands::entry::Entry;
use crate::commands::lookup::Lookup;
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;
use crate::paths::flag::Flag;
use crate::paths::json_path::AnyPath;
use crate::paths::list::List;
use crate::paths::matches::OneMatch;
use crate::paths::number::Number;
use crate::paths::patch::{Patch, Removable};
use crate::paths::value::ValueOf;
use serde::de::DeserializeOwned;

/// The commands of [`JsonPathCommands`](crate::JsonPathCommands), for a pipeline. In a transaction
/// (`atomic()`) they are one step.
///
/// The reply of `json_load` is read as an `Option<Json<T>>` or an `Option` of a derived type. The
/// replies of the others are read as an `Option` of a [path type](crate::path): nil if the key does
/// not exist, `[]` if the path has no value, and otherwise `[match]`, with `true` for a set. A
/// command that does nothing for one of these reasons does not stop the others.
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis::{Connection, RedisResult};
/// use redis_derive::{JsonPathPipeline, Key, RedisJson};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Account { balance: u64, history: Vec<i64> }
///
/// fn deposit(con: &mut Connection, key: &Key<Account>, sum: i64) -> RedisResult<()> {
///     let paths = Account::paths();
///     let mut pipeline = redis::pipe();
///     pipeline.atomic().json_increment_at(key, paths.balance(), sum)?.ignore();
///     pipeline.json_append_at(key, paths.history(), sum)?.ignore();
///     pipeline.query(con)
/// }
/// ```
///
/// The commands have the arguments of those of [`JsonPathCommands`](crate::JsonPathCommands), and
/// the examples use the same user.
///
/// # Errors
///
/// An [`Error`] of this crate if the value does not serialize, or RedisJSON has no path for the
/// change. The pipeline is then unchanged.
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no pipeline of a `redis` major that is switched on",
    label = "not a pipeline of such a major",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`; a `ClusterPipeline` also takes the feature `cluster`"
)]
pub trait JsonPathPipeline<C: Client>: Pipeline<C> {
    /// Stores a value under its own key, or an [entry](Entry) under another key, with the
    /// [expiry](crate::Key::expiry) of the key.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (user,): (Option<User>,) =
    ///     redis::pipe().json_save(&ada)?.ignore().json_load(&key).query(con)?;
    /// assert_eq!(user, Some(ada));
    /// # Ok(()) });
    /// ```
    fn json_save<E: Entry>(&mut self, entry: E) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::save(&entry)?.command))
    }

    /// Loads the document at `key`.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (user,): (Option<User>,) = redis::pipe().json_load(&key).query(con)?;
    /// assert_eq!(user, Some(ada));
    /// # Ok(()) });
    /// ```
    fn json_load<L: Lookup>(&mut self, key: L) -> &mut Self {
        self.add_document_command(at_path::get(&key))
    }

    /// Gets the value at a path. A path that continues after `all()` is an error.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<String>>,) =
    ///     redis::pipe().json_get_at(&key, User::paths().name())?.query(con)?;
    /// assert_eq!(reply, Some(path::One("Ada".to_owned())));
    /// # Ok(()) });
    /// ```
    fn json_get_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R>,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::get_matches(key.as_key(), &path)?))
    }

    /// Sets the value at a path. With `all()`, the match is the number of places that were set.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<bool>>,) =
    ///     redis::pipe().json_set_at(&key, User::paths().nickname(), "Countess")?.query(con)?;
    /// assert_eq!(reply, Some(path::One(true)));
    /// # Ok(()) });
    /// ```
    fn json_set_at<R: ?Sized, T: DeserializeOwned>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value = T>,
        value: impl ValueOf<T>,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::set_at(key.as_key(), &path, &value)?.command))
    }

    /// Removes the value at a path. The match is the number of removed values.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<u64>>,) =
    ///     redis::pipe().json_remove_at(&key, User::paths().roles().last())?.query(con)?;
    /// assert_eq!(reply, Some(path::One(1)));
    /// # Ok(()) });
    /// ```
    fn json_remove_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl Removable<R>,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::remove_at(key.as_key(), &path)?.command))
    }

    /// Adds to the number at a path. If the sum is out of range, the reply is `out of range`.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<u64>>,) =
    ///     redis::pipe().json_increment_at(&key, User::paths().visits(), 1)?.query(con)?;
    /// assert_eq!(reply, Some(path::One(1)));
    /// # Ok(()) });
    /// ```
    fn json_increment_at<R: ?Sized, P: AnyPath<R, Value: Number, Matches: OneMatch>>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: P,
        by: <P::Value as Number>::By,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::increment_at(key.as_key(), &path, &by)?.command))
    }

    /// Toggles the boolean at a path.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<bool>>,) =
    ///     redis::pipe().json_toggle_at(&key, User::paths().is_away())?.query(con)?;
    /// assert_eq!(reply, Some(path::One(true)));
    /// # Ok(()) });
    /// ```
    fn json_toggle_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value: Flag, Matches: OneMatch>,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::toggle_at(key.as_key(), &path)?.command))
    }

    /// Appends an element to the `Vec` at a path. The match is the new length.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<usize>>,) =
    ///     redis::pipe().json_append_at(&key, User::paths().roles(), "editor")?.query(con)?;
    /// assert_eq!(reply, Some(path::One(2)));
    /// # Ok(()) });
    /// ```
    fn json_append_at<R: ?Sized, P: AnyPath<R, Value: List, Matches: OneMatch>>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: P,
        value: impl ValueOf<<P::Value as List>::Item>,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::append_at(key.as_key(), &path, &value)?.command))
    }

    /// Asks for the length of the `Vec` at a path.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<usize>>,) =
    ///     redis::pipe().json_length_at(&key, User::paths().roles())?.query(con)?;
    /// assert_eq!(reply, Some(path::One(1)));
    /// # Ok(()) });
    /// ```
    fn json_length_at<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: impl AnyPath<R, Value: List, Matches: OneMatch>,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::length_at(key.as_key(), &path)?.command))
    }

    /// Makes the changes of a patch.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let patch = Patch::new().set(User::paths().name(), "Ada L.")?;
    /// let (reply,): (Option<path::One<bool>>,) =
    ///     redis::pipe().json_patch(&key, &patch).query(con)?;
    /// assert_eq!(reply, Some(path::One(true)));
    /// # Ok(()) });
    /// ```
    fn json_patch<R: ?Sized>(
        &mut self,
        key: impl AsKey<Document = R>,
        patch: &Patch<R>,
    ) -> &mut Self {
        self.add_document_command(at_path::patch(key.as_key(), patch).command)
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, P: Pipeline<C> + ?Sized> JsonPathPipeline<C> for P {}
