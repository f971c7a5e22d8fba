//! The commands for documents, for a pipeline.

use crate::client::{Argument, Arguments, Client, Command, Pipeline};
use crate::commands::documents;
use crate::errors::error::Error;
use crate::keys::key::Key;
use crate::keys::keyed::Keyed;
use serde::Serialize;

/// The commands of [`DocumentCommands`](crate::DocumentCommands), for a pipeline.
///
/// What they read takes part in the pipeline's reply, as `Option<Json<T>>` or an `Option` of a
/// derived type, or as `Cached<T>`. (Many keys are read with `mget_json`, as a key is an argument.)
///
/// It is implemented for the client's `Pipeline`, and with the feature `cluster` for its
/// `ClusterPipeline`. A pipeline is one trip to the server, and with `atomic()` one step:
///
/// ```
/// # use doc_example::*;
/// # example(|con, ada, key, _| {
/// use redis_derive::DocumentPipeline;
///
/// let (created, user): (bool, Option<User>) =
///     redis::pipe().atomic().save_new(&ada)?.load(&key).query(con)?;
/// assert!(created);
/// assert_eq!(user, Some(ada));
/// # Ok(()) });
/// ```
///
/// # Errors
///
/// An [`Error`] of this crate where the value does not serialize, and then the pipeline is as it
/// was.
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no pipeline of a `redis` major that is switched on",
    label = "not a pipeline of such a major",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`; a `ClusterPipeline` also takes the feature `cluster`"
)]
pub trait DocumentPipeline<C: Client>: Pipeline<C> {
    /// Loads the document at `key` (`GET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let (user,): (Option<User>,) = redis::pipe().load(&key).query(con)?;
    /// assert_eq!(user, Some(ada));
    /// # Ok(()) });
    /// ```
    fn load<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
        self.add_document_command(documents::get(key))
    }

    /// Loads the document at `key`, and lets its [expiry](Key::expiry) begin anew (`GETEX`, Redis
    /// 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let (user,): (Option<User>,) = redis::pipe().load_and_touch(&key).query(con)?;
    /// assert_eq!(user, Some(ada));
    /// # Ok(()) });
    /// ```
    fn load_and_touch<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
        self.add_document_command(documents::get_and_touch(key))
    }

    /// Removes the document at `key` and returns it (`GETDEL`, Redis 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let (user, none): (Option<User>, Option<User>) =
    ///     redis::pipe().take(&key).load(&key).query(con)?;
    /// assert_eq!((user, none), (Some(ada), None));
    /// # Ok(()) });
    /// ```
    fn take<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
        self.add_document_command(documents::get_and_remove(key))
    }

    /// Stores a value under its own key, with the expiry of its type (`SET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (user,): (Option<User>,) = redis::pipe().save(&ada)?.ignore().load(&key).query(con)?;
    /// assert_eq!(user, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save<T: Serialize + Keyed + ?Sized>(&mut self, value: &T) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::save(&value.key(), value)?.command))
    }

    /// Stores a value under `key`, with the [expiry](Key::expiry) of the key (`SET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let staging = key.with_prefix("redis-derive:staging:");
    /// let (user,): (Option<User>,) =
    ///     redis::pipe().save_at(&staging, &ada)?.ignore().take(&staging).query(con)?;
    /// assert_eq!(user, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save_at<T: Serialize + ?Sized>(
        &mut self,
        key: &Key<T>,
        value: &T,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::save(key, value)?.command))
    }

    /// Stores a value under its own key if the key does not exist yet: the reply is `OK`, or nil
    /// (`SET … NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (first, second): (bool, bool) = redis::pipe().save_new(&ada)?.save_new(&ada)?.query(con)?;
    /// assert!(first && !second);
    /// # Ok(()) });
    /// ```
    fn save_new<T: Serialize + Keyed + ?Sized>(&mut self, value: &T) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::save_new(&value.key(), value)?.command))
    }

    /// Stores a value under `key` if the key does not exist yet: the reply is `OK`, or nil (`SET …
    /// NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (first, second): (bool, bool) =
    ///     redis::pipe().save_new_at(&key, &ada)?.save_new_at(&key, &ada)?.query(con)?;
    /// assert!(first && !second);
    /// # Ok(()) });
    /// ```
    fn save_new_at<T: Serialize + ?Sized>(
        &mut self,
        key: &Key<T>,
        value: &T,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::save_new(key, value)?.command))
    }

    /// Stores a value under its own key if the key exists: the reply is `OK`, or nil (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (before, after): (bool, bool) =
    ///     redis::pipe().replace(&ada)?.save(&ada)?.ignore().replace(&ada)?.query(con)?;
    /// assert!(!before && after);
    /// # Ok(()) });
    /// ```
    fn replace<T: Serialize + Keyed + ?Sized>(&mut self, value: &T) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::replace(&value.key(), value)?.command))
    }

    /// Stores a value under `key` if the key exists: the reply is `OK`, or nil (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let (replaced,): (bool,) = redis::pipe().replace_at(&key, &ada)?.query(con)?;
    /// assert!(replaced);
    /// # Ok(()) });
    /// ```
    fn replace_at<T: Serialize + ?Sized>(
        &mut self,
        key: &Key<T>,
        value: &T,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::replace(key, value)?.command))
    }

    /// Lets the [expiry](Key::expiry) of a key begin anew (`EXPIRE` and its like).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (before, after): (bool, bool) =
    ///     redis::pipe().touch(&key).save(&ada)?.ignore().touch(&key).query(con)?;
    /// assert!(!before && after);
    /// # Ok(()) });
    /// ```
    fn touch<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
        self.add_document_command(documents::touch(key).command)
    }

    /// Removes a key (`DEL`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (removed, again): (bool, bool) =
    ///     redis::pipe().save(&ada)?.ignore().remove(&key).remove(&key).query(con)?;
    /// assert!(removed && !again);
    /// # Ok(()) });
    /// ```
    fn remove<T: ?Sized>(&mut self, key: &Key<T>) -> &mut Self {
        self.add_document_command(documents::remove(key).command)
    }

    /// Loads the document at any key (`GET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, &[2, 3, 5])?;
    /// let (primes,): (Option<Json<Vec<u32>>>,) = redis::pipe().get_json(any_key).query(con)?;
    /// assert_eq!(primes, Some(Json(vec![2, 3, 5])));
    /// # Ok(()) });
    /// ```
    fn get_json(&mut self, key: impl Argument<C>) -> &mut Self {
        self.add_document_command(Command::of_any("GET", key))
    }

    /// Loads the documents at many keys, as `Vec<Option<Json<T>>>` (`MGET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, &[2, 3, 5])?;
    /// let (many,): (Vec<Cached<Json<Vec<u32>>>>,) =
    ///     redis::pipe().mget_json(&[any_key, "missing"]).query(con)?;
    /// assert!(many[0].is_hit() && many[1].is_miss());
    /// # Ok(()) });
    /// ```
    fn mget_json(&mut self, keys: impl Arguments<C>) -> &mut Self {
        self.add_document_command(documents::many_of_any(keys.arguments()))
    }

    /// Removes the document at any key and returns it (`GETDEL`, Redis 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, "once")?;
    /// let (text,): (Option<Json<String>>,) = redis::pipe().getdel_json(any_key).query(con)?;
    /// assert_eq!(text, Some(Json("once".to_owned())));
    /// # Ok(()) });
    /// ```
    fn getdel_json(&mut self, key: impl Argument<C>) -> &mut Self {
        self.add_document_command(Command::of_any("GETDEL", key))
    }

    /// Loads the document at any key, and sets its expiry (`GETEX`, Redis 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, "two minutes")?;
    /// let expiry = redis::Expiry::EX(120);
    /// let (text,): (Option<Json<String>>,) = redis::pipe().getex_json(any_key, expiry).query(con)?;
    /// assert_eq!(text, Some(Json("two minutes".to_owned())));
    /// # Ok(()) });
    /// ```
    fn getex_json(&mut self, key: impl Argument<C>, expiry: C::Expiry) -> &mut Self {
        self.add_document_command(documents::get_ex(&key, expiry))
    }

    /// Stores a document at any key, and drops the expiry that the key has (`SET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let mut pipeline = redis::pipe();
    /// pipeline.set_json(any_key, &[2, 3, 5])?.ignore().get_json(any_key);
    /// let (primes,): (Option<Json<Vec<u32>>>,) = pipeline.query(con)?;
    /// assert_eq!(primes, Some(Json(vec![2, 3, 5])));
    /// # Ok(()) });
    /// ```
    fn set_json<T: Serialize + ?Sized>(
        &mut self,
        key: impl Argument<C>,
        value: &T,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::set_at_any(key, value)?.command))
    }

    /// Stores a document at any key, for that many seconds (`SETEX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let mut pipeline = redis::pipe();
    /// pipeline.set_json_ex(any_key, "a minute", 60)?.ignore().get_json(any_key);
    /// let (text,): (Option<Json<String>>,) = pipeline.query(con)?;
    /// assert_eq!(text, Some(Json("a minute".to_owned())));
    /// # Ok(()) });
    /// ```
    fn set_json_ex<T: Serialize + ?Sized>(
        &mut self,
        key: impl Argument<C>,
        value: &T,
        seconds: u64,
    ) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::set_json_ex(key, value, seconds)?.command))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, P: Pipeline<C> + ?Sized> DocumentPipeline<C> for P {}
