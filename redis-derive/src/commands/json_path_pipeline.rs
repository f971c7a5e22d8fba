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

/// The commands of [`JsonPathCommands`](crate::JsonPathCommands), for a pipeline, which in a
/// transaction (`atomic()`) are one step.
///
/// `json_load` takes part in the reply as an `Option<Json<T>>` or an `Option` of a derived type,
/// and the others as an `Option` of a [path type](crate::path): nil where the key does not exist,
/// `[]` where nothing is at the path, and else `[match]`, with `true` for what was set. A command
/// that does nothing for one of these reasons does not keep the others from what they do.
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
/// The commands take what those of [`JsonPathCommands`](crate::JsonPathCommands) take, and the
/// examples are of the user there.
///
/// # Errors
///
/// An [`Error`] of this crate where the value does not serialize, or RedisJSON has no path for what
/// is to be changed, and then the pipeline is as it was.
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no pipeline of a `redis` major that is switched on",
    label = "not a pipeline of such a major",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`; a `ClusterPipeline` also takes the feature `cluster`"
)]
pub trait JsonPathPipeline<C: Client>: Pipeline<C> {
    /// Stores a value under its own key, or an [entry](Entry) under another, with the
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

    /// Gets what is at a path, unless that goes on behind `all()`: then it is an error.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<String>>,) =
    ///     redis::pipe().json_get_at(&key, User::paths().name())?.query(con)?;
    /// assert_eq!(reply, Some(path::One("Ada".to_owned())));
    /// # Ok(()) });
    /// ```
    fn json_get_at<R: ?Sized, P: AnyPath<R>>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: P,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::get_matches(key.as_key(), &path)?))
    }

    /// Sets what is at a path. By `all()` the match is how many places were set.
    ///
    /// ```
    /// # use doc_example::json::*;
    /// # json_example(|con, ada, key| {
    /// let (reply,): (Option<path::One<bool>>,) =
    ///     redis::pipe().json_set_at(&key, User::paths().nickname(), "Countess")?.query(con)?;
    /// assert_eq!(reply, Some(path::One(true)));
    /// # Ok(()) });
    /// ```
    fn json_set_at<R: ?Sized, P: AnyPath<R, Value: DeserializeOwned>>(
        &mut self,
        key: impl AsKey<Document = R>,
        path: P,
        value: impl ValueOf<P::Value>,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(at_path::set_at(key.as_key(), &path, &value)?.command))
    }

    /// Removes what is at a path; the match is how many were removed.
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

    /// Adds to the number at a path. Where the sum is out of range, the reply is `out of range`.
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

    /// Turns the boolean at a path over.
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

    /// Appends an element to the `Vec` at a path; the match is how many there are then.
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

    /// Asks how many elements the `Vec` at a path has.
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
