//! The commands for documents, for a pipeline.

use crate::client::{Client, Pipeline};
use crate::commands::documents;
use crate::commands::entry::Entry;
use crate::commands::lookup::Lookup;
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;

/// The commands of [`DocumentCommands`](crate::DocumentCommands), for a pipeline.
///
/// The replies of commands that read are part of the pipeline's reply. The type that `query`
/// returns says how they are read: an `Option` of a derived type, of a [`Json`](crate::Json) or of
/// a [`Document`](crate::Document), or a [`Cached`](crate::Cached). A view of a key makes no
/// difference here. A command that writes returns an [`Error`] before anything is sent. `query`
/// returns the client's error.
///
/// The client's `Pipeline` implements it, and with the feature `cluster` its `ClusterPipeline`. A
/// pipeline is one round trip to the server, and with `atomic()` one step:
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
/// [`ErrorKind::Serialize`](crate::ErrorKind::Serialize) if a value does not serialize. The
/// pipeline is then unchanged.
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no pipeline of a `redis` major that is switched on",
    label = "not a pipeline of such a major",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`; a `ClusterPipeline` also takes the feature `cluster`"
)]
pub trait DocumentPipeline<C: Client>: Pipeline<C> {
    /// Loads the document at a key (`GET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let (user,): (Option<User>,) = redis::pipe().load(&key).query(con)?;
    /// assert_eq!(user, Some(ada));
    /// # Ok(()) });
    /// ```
    fn load<L: Lookup>(&mut self, key: L) -> &mut Self {
        self.add_document_command(documents::get_in_pipeline(&key))
    }

    /// Loads the document at a key, and restarts its [expiry](crate::Key::expiry) (`GETEX`, Redis
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
    fn load_and_touch<L: Lookup>(&mut self, key: L) -> &mut Self {
        self.add_document_command(documents::get_and_touch(&key))
    }

    /// Removes the document at a key and returns it (`GETDEL`, Redis 6.2).
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
    fn take<L: Lookup>(&mut self, key: L) -> &mut Self {
        self.add_document_command(documents::get_and_remove_in_pipeline(&key))
    }

    /// Stores a value under its own key, or an [entry](Entry) under another key, with the
    /// [expiry](crate::Key::expiry) of the key (`SET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (user,): (Option<User>,) = redis::pipe().save(&ada)?.ignore().load(&key).query(con)?;
    /// assert_eq!(user, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save<E: Entry>(&mut self, entry: E) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::set(&entry, None)?))
    }

    /// Stores a value as [`save`](Self::save) does, if the key does not exist. The reply is `OK`,
    /// or nil if the key exists (`SET … NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let mut pipe = redis::pipe();
    /// let (first, second): (bool, bool) = pipe.save_new(&ada)?.save_new(&ada)?.query(con)?;
    /// assert!(first && !second);
    /// # Ok(()) });
    /// ```
    fn save_new<E: Entry>(&mut self, entry: E) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::set(&entry, Some("NX"))?))
    }

    /// Stores a value as [`save`](Self::save) does, if the key exists. The reply is `OK`, or nil if
    /// the key does not exist (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (before, after): (bool, bool) =
    ///     redis::pipe().replace(&ada)?.save(&ada)?.ignore().replace(&ada)?.query(con)?;
    /// assert!(!before && after);
    /// # Ok(()) });
    /// ```
    fn replace<E: Entry>(&mut self, entry: E) -> Result<&mut Self, Error> {
        Ok(self.add_document_command(documents::set(&entry, Some("XX"))?))
    }

    /// Restarts the [expiry](crate::Key::expiry) of a key (`EXPIRE`, `TOUCH` or `PERSIST`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let (before, after): (bool, bool) =
    ///     redis::pipe().touch(&key).save(&ada)?.ignore().touch(&key).query(con)?;
    /// assert!(!before && after);
    /// # Ok(()) });
    /// ```
    fn touch<T: ?Sized>(&mut self, key: impl AsKey<Document = T>) -> &mut Self {
        self.add_document_command(documents::touch(key.as_key()).command)
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
    fn remove<T: ?Sized>(&mut self, key: impl AsKey<Document = T>) -> &mut Self {
        self.add_document_command(documents::remove(key.as_key()).command)
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, P: Pipeline<C> + ?Sized> DocumentPipeline<C> for P {}
