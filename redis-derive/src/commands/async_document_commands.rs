//! The commands for documents, for an asynchronous connection.

use crate::client::{AsyncConnection, Client};
use crate::commands::entry::Entry;
use crate::commands::filled::Filled;
use crate::commands::lookup::Lookup;
use crate::commands::request::ask_async;
use crate::commands::scan::{DocumentScan, Page, Scan};
use crate::commands::transport::Awaited;
use crate::commands::update::IntoUpdate;
use crate::commands::{documents, fill, fill_many, many, scan, update};
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;
use crate::keys::key::Key;
use crate::keys::pattern::KeyPattern;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, unfold};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;

/// The commands of [`DocumentCommands`](crate::DocumentCommands), for an asynchronous connection.
///
/// Each future is boxed, as those of the client are, so it is `Send` and `Unpin`. It sends nothing
/// before it is awaited. The examples use the same user:
///
/// ```
/// # use doc_example::*;
/// # example_async(async |con, ada, key, _| {
/// use redis_derive::AsyncDocumentCommands;
///
/// con.save(&ada).await?;
/// con.update(&key, |user| user.visits += 1).await?;
/// assert_eq!(con.load(&key).await?.map(|user| user.visits), Some(1));
///
/// // A source is asynchronous too. This one is not asked, as there is an entry.
/// let ada = con.load_or_else(&key, async || unreachable!("it is stored")).await?;
/// assert_eq!(con.take(&key).await?, Some(ada));
/// # Ok(()) });
/// ```
///
/// # Dropping a future
///
/// A future may be dropped at any time, for example by a timeout. The connection stays usable, and
/// no document is stored in part. Commands that were sent still run, perhaps a little later:
///
/// - A write has been made or not. After `take`, the document may be lost. Of many documents
///   (`save_many`, `remove_many`, `remove_all`), some may be stored or removed and others not.
/// - An update has been made or not, for any run of its closure.
/// - While the source of a cache runs, other callers wait for it until the lease of the
///   [`Cache`](crate::Cache) ends. After that, its value is stored or not.
///
/// # Errors
///
/// Those of [`DocumentCommands`](crate::DocumentCommands).
// An `impl Future` would have the bounds of its command too. So the compiler would report each
// mistake three times: for the command, for its future, and for `.await`.
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[allow(clippy::type_complexity, reason = "a signature says what is returned")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no asynchronous connection of a `redis` major that is switched on",
    label = "not an asynchronous connection of such a major",
    note = "a synchronous connection has its commands by `redis_derive::DocumentCommands`",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`"
)]
pub trait AsyncDocumentCommands<C: Client>: AsyncConnection<C> {
    /// Loads the document at a key, or `None` if the key does not exist (`GET`). A [view](Lookup)
    /// of the key reads it in another way.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// assert_eq!(con.load(&key).await?, None);
    /// con.save(&ada).await?;
    /// assert_eq!(con.load(&key).await?, Some(ada.clone()));
    /// assert_eq!(con.load(key.cached()).await?, Cached::Hit(ada));
    /// # Ok(()) });
    /// ```
    fn load<'a, F: 'a>(
        &'a mut self,
        key: impl Lookup<Found = F>,
    ) -> BoxFuture<'a, Result<F, Error>> {
        ask_async(self, Ok(documents::load(&key)))
    }

    /// Loads the documents at many keys, in their order, with `None` for each key that does not
    /// exist (`MGET`; no keys send nothing). As for `MGET`, a key that holds another type of Redis
    /// counts as one that does not exist. If one document does not decode, that is an error for
    /// all. [Views](Lookup) of the keys do not fail for that.
    ///
    /// An `MGET` has a thousand keys, and fewer after a reply of more than 4 MiB. Documents from
    /// different `MGET`s, or from different slots of a cluster, are not read at the same moment.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// let nobody = User::key_for("nobody");
    /// assert_eq!(con.load_many([&key, &nobody]).await?, [Some(ada.clone()), None]);
    /// let entries = con.load_many([key.cached(), nobody.cached()]).await?;
    /// assert_eq!(entries, [Cached::Hit(ada), Cached::Miss]);
    /// # Ok(()) });
    /// ```
    fn load_many<'a, L: Lookup<Found = F>, F: Send + 'a>(
        &'a mut self,
        keys: impl IntoIterator<Item = L>,
    ) -> BoxFuture<'a, Result<Vec<F>, Error>> {
        let (gets, type_name) = (many::of_keys("MGET", keys), type_name::<L::Document>());
        Box::pin(many::load_many(Awaited(self), gets, type_name, L::found_in::<C>))
    }

    /// Loads the document at a key, or `None` if the key does not exist, and restarts its
    /// [expiry](Key::expiry) (`GETEX`, Redis 6.2), even if the document does not decode.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// assert_eq!(con.load_and_touch(&key).await?, Some(ada)); // keeps it for 30 minutes
    /// # Ok(()) });
    /// ```
    fn load_and_touch<'a, F: 'a>(
        &'a mut self,
        key: impl Lookup<Found = F>,
    ) -> BoxFuture<'a, Result<F, Error>> {
        ask_async(self, Ok(documents::load_and_touch(&key)))
    }

    /// Removes the document at a key and returns it, or `None` if the key does not exist (`GETDEL`,
    /// Redis 6.2). A document that does not decode is an error, and is removed too.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// assert_eq!(con.take(&key).await?, Some(ada));
    /// assert_eq!(con.take(&key).await?, None);
    /// # Ok(()) });
    /// ```
    fn take<'a, F: 'a>(
        &'a mut self,
        key: impl Lookup<Found = F>,
    ) -> BoxFuture<'a, Result<F, Error>> {
        ask_async(self, Ok(documents::take(&key)))
    }

    /// Stores a value under its own key, or an [entry](Entry) under another key (`SET`), with the
    /// [expiry](Key::expiry) of the key. A key without an expiry keeps the stored one.
    ///
    /// `SET` replaces a value of any type, such as a list or a document of RedisJSON. For the key
    /// of a type with `paths`, unless it has a cache, it refuses to replace anything but a string
    /// (`SET … GET`, Redis 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?; // SET user:… {…} EX 1800
    /// assert_eq!(con.load(&key).await?, Some(ada.clone()));
    ///
    /// let copy: Key<User> = Key::new(any_key);
    /// con.save((&copy, &ada)).await?; // SET … {…} KEEPTTL
    /// let document = con.take(copy.raw()).await?.ok_or("it is stored")?;
    /// con.save((&key, &document)).await?; // as it is
    /// # Ok(()) });
    /// ```
    fn save<E: Entry>(&mut self, entry: E) -> BoxFuture<'_, Result<(), Error>> {
        ask_async(self, documents::save(&entry))
    }

    /// Stores many values as [`save`](Self::save) does, one after the other, and returns the result
    /// for each, in their order. A thousand values or 4 MiB are sent together, in a cluster those
    /// of one slot.
    ///
    /// After a failure the others are still stored, unless the connection fails. Then all values
    /// without a reply have its error, and those that were sent may be stored or not. All values
    /// are serialized before the first is sent.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let users = [ada.clone(), User { name: "Ada King".to_owned(), ..ada }];
    /// con.save_many(&users).await.into_iter().collect::<Result<(), _>>()?;
    /// assert_eq!(con.load(&key).await?.as_ref(), users.last());
    ///
    /// let keys = [Key::new(format!("{any_key}:1")), Key::new(format!("{any_key}:2"))];
    /// let outcomes = con.save_many(keys.iter().zip(&users)).await;
    /// assert!(outcomes.iter().all(Result::is_ok));
    /// # con.remove_many(&keys).await?;
    /// # Ok(()) });
    /// ```
    fn save_many<E: Entry>(
        &mut self,
        entries: impl IntoIterator<Item = E>,
    ) -> BoxFuture<'_, Vec<Result<(), Error>>> {
        let (saves, type_name) = (many::saves(entries), type_name::<E::Document>());
        Box::pin(many::save_many(Awaited(self), saves, type_name))
    }

    /// Stores a value as [`save`](Self::save) does if the key does not exist, and returns whether
    /// it was stored (`SET … NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// assert!(con.save_new(&ada).await?);
    /// assert!(!con.save_new((&key, &ada)).await?);
    /// # Ok(()) });
    /// ```
    fn save_new<E: Entry>(&mut self, entry: E) -> BoxFuture<'_, Result<bool, Error>> {
        ask_async(self, documents::save_new(&entry))
    }

    /// Stores a value as [`save`](Self::save) does if the key exists, and returns whether it was
    /// stored (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// assert!(!con.replace(&ada).await?);
    /// con.save(&ada).await?;
    /// assert!(con.replace((&key, &ada)).await?);
    /// # Ok(()) });
    /// ```
    fn replace<E: Entry>(&mut self, entry: E) -> BoxFuture<'_, Result<bool, Error>> {
        ask_async(self, documents::replace(&entry))
    }

    /// Restarts the [expiry](Key::expiry) of a key, and returns whether the key exists (`EXPIRE`,
    /// or `TOUCH` for a key that keeps its expiry). With [`Expiry::Never`](crate::Expiry::Never) it
    /// removes the expiry, and returns whether there was one (`PERSIST`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// assert!(!con.touch(&key).await?);
    /// con.save(&ada).await?;
    /// assert!(con.touch(&key).await?); // and keeps it for another 30 minutes
    /// # Ok(()) });
    /// ```
    fn touch<T: ?Sized>(
        &mut self,
        key: impl AsKey<Document = T>,
    ) -> BoxFuture<'_, Result<bool, Error>> {
        ask_async(self, Ok(documents::touch(key.as_key())))
    }

    /// Removes a key, and returns whether it existed (`DEL`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// assert!(con.remove(&key).await?);
    /// assert!(!con.remove(&key).await?);
    /// # Ok(()) });
    /// ```
    fn remove<T: ?Sized>(
        &mut self,
        key: impl AsKey<Document = T>,
    ) -> BoxFuture<'_, Result<bool, Error>> {
        ask_async(self, Ok(documents::remove(key.as_key())))
    }

    /// Removes many keys, and returns how many existed (`UNLINK`, with a thousand keys each).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// assert_eq!(con.remove_many([&key, &User::key_for("nobody")]).await?, 1);
    /// # Ok(()) });
    /// ```
    fn remove_many<T: ?Sized>(
        &mut self,
        keys: impl IntoIterator<Item = impl AsKey<Document = T>>,
    ) -> BoxFuture<'_, Result<u64, Error>> {
        let unlinks = many::of_keys("UNLINK", keys);
        Box::pin(async { many::remove_many(&mut Awaited(self), unlinks, type_name::<T>()).await })
    }

    /// Finds the keys of a pattern, one after the other (`SCAN`, in a cluster on every master). A
    /// key that exists during the whole scan is found, perhaps twice. A key that is stored or
    /// removed meanwhile may be found. An error ends the scan. A key of another type of Redis is
    /// found too.
    ///
    /// In a cluster the scan is a script, so the user needs the right to `EVAL`. If slots move to
    /// another master meanwhile, their keys may be missing.
    ///
    /// `StreamExt` and `TryStreamExt` of the crate `futures-util` make use of the stream.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, _| {
    /// use futures_util::TryStreamExt;
    ///
    /// con.save(&ada).await?;
    /// let keys: Vec<Key<User>> = con.scan_keys(&User::key_pattern()).try_collect().await?;
    /// assert!(keys.contains(&key));
    /// # Ok(()) });
    /// ```
    fn scan_keys<'a, T: ?Sized + 'a>(
        &'a mut self,
        pattern: &KeyPattern<T>,
    ) -> BoxStream<'a, Result<Key<T>, Error>> {
        let state = (Awaited(self), Scan::new(pattern));
        Box::pin(unfold(state, async |(mut con, mut scan)| {
            scan.next(&mut con).await.map(|key| (key, (con, scan)))
        }))
    }

    /// Loads the documents of a pattern with their keys, one after the other, as
    /// [`scan_keys`](Self::scan_keys) finds them (`SCAN` and `MGET`). A document that does not
    /// decode is an error beside its key, and does not end the scan. A key of another type of Redis
    /// is left out.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, _| {
    /// use futures_util::TryStreamExt;
    ///
    /// con.save(&ada).await?;
    /// let mut visits = 0;
    /// let mut users = con.scan_documents(&User::key_pattern());
    /// while let Some((_key, user)) = users.try_next().await? {
    ///     visits += user?.visits;
    /// }
    /// # assert_eq!(visits, visits);
    /// # Ok(()) });
    /// ```
    fn scan_documents<'a, T: DeserializeOwned + Send + 'a>(
        &'a mut self,
        pattern: &KeyPattern<T>,
    ) -> BoxStream<'a, Result<(Key<T>, Result<T, Error>), Error>> {
        let state = (Awaited(self), DocumentScan::new(pattern));
        Box::pin(unfold(state, async |(mut con, mut scan)| {
            scan.next(&mut con).await.map(|found| (found, (con, scan)))
        }))
    }

    /// Loads a page of the documents of a pattern, and the cursor of the next page. A page has at
    /// least `count` documents, unless it is the last. It has more if the server finds more at
    /// once, so give the pattern a [`with_count`](KeyPattern::with_count) that is not much larger.
    ///
    /// The cursor is a short text for a link, and any process can continue with it. It may come
    /// from outside: no cursor leads to a document outside the pattern.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, _| {
    /// con.save(&ada).await?;
    /// let pattern = User::key_pattern().with_count(50);
    /// let mut page = con.page(&pattern, None, 50).await?;
    /// while let Some(cursor) = &page.next {
    ///     page = con.page(&pattern, Some(cursor), 50).await?;
    /// }
    /// let forged = con.page(&pattern, Some("hunter2"), 50).await.unwrap_err();
    /// assert_eq!(forged.kind(), ErrorKind::Cursor);
    /// # Ok(()) });
    /// ```
    fn page<'a, T: DeserializeOwned + Send + 'a>(
        &'a mut self,
        pattern: &KeyPattern<T>,
        cursor: Option<&str>,
        count: usize,
    ) -> BoxFuture<'a, Result<Page<T>, Error>> {
        let cursor = cursor.map(str::to_owned);
        Box::pin(scan::page(Awaited(self), pattern.clone(), cursor, count))
    }

    /// Removes all keys of a pattern, and returns how many it removed (`SCAN` and `UNLINK`). A key
    /// that is stored meanwhile may stay.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, _| {
    /// con.save(&ada).await?;
    /// let of_ada = User::key_pattern().with("id", &ada.id)?;
    /// assert_eq!(con.remove_all(&of_ada).await?, 1);
    /// # Ok(()) });
    /// ```
    fn remove_all<'a, T: ?Sized + 'a>(
        &'a mut self,
        pattern: &KeyPattern<T>,
    ) -> BoxFuture<'a, Result<u64, Error>> {
        Box::pin(scan::remove_all(Awaited(self), pattern.clone()))
    }

    /// Changes the document at `key`, and returns the document that is stored then, or `None` if
    /// the key does not exist.
    ///
    /// The document is read, changed and written back. If another client has written it in between,
    /// the closure changes the new document instead. So **the closure may run more than once**. It
    /// returns nothing or an [`Update`](crate::Update), and is not asynchronous. No update is lost,
    /// on any connection, even a shared one. The write is a script (`EVALSHA`, `EVAL`). A change
    /// that changes nothing is not written.
    ///
    /// The stored expiry stays. The expiry of `key` is only used if the closure returns
    /// [`SaveAndTouch`](crate::Update::SaveAndTouch), which restarts it, and if
    /// [`update_or_insert_with`](Self::update_or_insert_with) inserts.
    ///
    /// Fields and variants that `T` does not know, such as those of a newer version of the program,
    /// stay as they are (see the chapter [Concurrent
    /// updates](crate::guide::updates#what-the-type-does-not-know)).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// let user = con.update(&key, |user| user.visits += 1).await?;
    /// assert_eq!(user.map(|user| user.visits), Some(1));
    /// assert_eq!(con.update(User::key_for("nobody"), |user| user.visits += 1).await?, None);
    /// let minute = key.with_expiry(Expiry::After(std::time::Duration::from_secs(60)));
    /// con.update(&minute, |_| Update::SaveAndTouch).await?;
    /// # Ok(()) });
    /// ```
    /// # Errors
    ///
    /// - [`Conflict`](crate::ErrorKind::Conflict) if other clients have changed the document at
    ///   each attempt, for ten seconds after the first conflict, or for [another
    ///   time](Key::with_patience).
    /// - [`Data`](crate::ErrorKind::Data) or [`Syntax`](crate::ErrorKind::Syntax) if the stored
    ///   document does not decode. It stays as it is.
    /// - [`Serialize`](crate::ErrorKind::Serialize) if the document could not be read again after
    ///   the change, for example after a float becomes NaN. It stays as it is. (A change of one
    ///   number, of less than 19 digits, is taken to be readable.)
    /// - [`KeyChanged`](crate::ErrorKind::KeyChanged) if the change would give the document another
    ///   key. It stays as it is.
    /// - [`Client`](crate::ErrorKind::Client) if the client fails. If the connection breaks, the
    ///   last write may have been made or not. A client that sends it again by itself, such as the
    ///   clients of clusters, may make the change twice (see the chapter [Concurrent
    ///   updates](crate::guide::updates)).
    fn update<'a, T, U>(
        &'a mut self,
        key: impl AsKey<Document = T> + Send + 'a,
        mut change: impl FnMut(&mut T) -> U + Send + 'a,
    ) -> BoxFuture<'a, Result<Option<T>, Error>>
    where
        T: Serialize + DeserializeOwned + Send + 'a,
        U: IntoUpdate + 'a,
    {
        self.try_update(key, move |value| Ok(change(value)))
    }

    /// Changes the document at `key` as [`update`](Self::update) does, with a closure that may
    /// fail. Its error is returned, and nothing is written. The error can be of any type that an
    /// [`Error`] converts to (`E: From<Error>`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// let outcome = con.try_update(&key, |user| {
    ///     user.visits = user.visits.checked_sub(1).ok_or("there were no visits")?;
    ///     Ok::<_, Box<dyn std::error::Error>>(())
    /// });
    /// assert_eq!(outcome.await.unwrap_err().to_string(), "there were no visits");
    /// # Ok(()) });
    /// ```
    fn try_update<'a, T, U, E>(
        &'a mut self,
        key: impl AsKey<Document = T> + Send + 'a,
        change: impl FnMut(&mut T) -> Result<U, E> + Send + 'a,
    ) -> BoxFuture<'a, Result<Option<T>, E>>
    where
        T: Serialize + DeserializeOwned + Send + 'a,
        U: IntoUpdate + 'a,
        E: From<Error> + 'a,
    {
        Box::pin(update::update(Awaited(self), key, change, None::<fn() -> Result<T, E>>))
    }

    /// Changes the document at `key` as [`update`](Self::update) does, or inserts the value of the
    /// second closure if the key does not exist, with the expiry of the key. Returns the document
    /// that is stored then. The first closure does not run on an inserted value. Both may run more
    /// than once.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// for visits in [0, 1, 2] {
    ///     let visit = |user: &mut User| user.visits += 1;
    ///     let user = con.update_or_insert_with(&key, visit, || ada.clone()).await?;
    ///     assert_eq!(user.visits, visits);
    /// }
    /// # Ok(()) });
    /// ```
    fn update_or_insert_with<'a, T, U>(
        &'a mut self,
        key: impl AsKey<Document = T> + Send + 'a,
        mut change: impl FnMut(&mut T) -> U + Send + 'a,
        mut insert: impl FnMut() -> T + Send + 'a,
    ) -> BoxFuture<'a, Result<T, Error>>
    where
        T: Serialize + DeserializeOwned + Send + 'a,
        U: IntoUpdate + 'a,
    {
        let change = move |value: &mut T| Ok(change(value));
        self.try_update_or_insert_with(key, change, move || Ok(insert()))
    }

    /// Changes the document at `key` or inserts one, as
    /// [`update_or_insert_with`](Self::update_or_insert_with) does, with closures that may fail.
    /// Their error is returned, and nothing is written. The error can be of any type that an
    /// [`Error`] converts to (`E: From<Error>`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let port: Key<u16> = Key::new(any_key);
    /// let outcome = con.try_update_or_insert_with(
    ///     &port,
    ///     |port| Ok(*port += 1),
    ///     || Ok::<_, Error>(6379),
    /// );
    /// assert_eq!(outcome.await?, 6379);
    /// # Ok(()) });
    /// ```
    fn try_update_or_insert_with<'a, T, U, E>(
        &'a mut self,
        key: impl AsKey<Document = T> + Send + 'a,
        change: impl FnMut(&mut T) -> Result<U, E> + Send + 'a,
        insert: impl FnMut() -> Result<T, E> + Send + 'a,
    ) -> BoxFuture<'a, Result<T, E>>
    where
        T: Serialize + DeserializeOwned + Send + 'a,
        U: IntoUpdate + 'a,
        E: From<Error> + 'a,
    {
        let update = update::update(Awaited(self), key, change, Some(insert));
        Box::pin(async { update.await.map(update::inserted) })
    }

    /// Loads the entry of a cache at `key`, or asks `source` and stores its value, with the expiry
    /// of the key. The key belongs to a type with `#[redis_json(cache)]`, or has been [given a
    /// cache](Key::with_cache).
    ///
    /// Of all callers in all processes that find no entry, one asks its source, and the others wait
    /// for its entry. The value of the source never replaces what another client has stored or
    /// removed while `source` ran: then this returns the entry of the other client, or after a
    /// removal the value of the source, without storing it. A caller that fails blocks the others
    /// for the lease of the [`Cache`](crate::Cache).
    ///
    /// If the entry cannot be stored, because Redis has no memory or the user may not write, the
    /// caller still gets the value. If Redis fails so that the entry cannot be read, that is an
    /// error, unless the cache [falls through](crate::Cache::fall_through). A fill is two scripts
    /// (`EVAL`), before and after the source. With [`key.with_origin()`](Key::with_origin), the
    /// value has its origin beside it.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let user = con.load_or_else(&key, async || ada.clone()).await?; // asks and stores
    /// assert_eq!(user, ada);
    /// let user = con.load_or_else(&key, async || unreachable!("it is stored")).await?;
    /// assert_eq!(user, ada);
    /// # Ok(()) });
    /// ```
    fn load_or_else<'a, K: Filled + Send + 'a, F>(
        &'a mut self,
        key: K,
        source: impl FnOnce() -> F + Send + 'a,
    ) -> BoxFuture<'a, Result<K::Loaded<K::Entry>, Error>>
    where
        K::Entry: Serialize + DeserializeOwned + Send + 'a,
        F: Future<Output = K::Entry> + Send + 'a,
    {
        self.try_load_or_else(key, || async { Ok(source().await) })
    }

    /// Loads the entry of a cache at `key` as [`load_or_else`](Self::load_or_else) does, with a
    /// source that may fail. Then nothing is stored, the error is returned, and another caller asks
    /// its own source. The error can be of any type that an [`Error`] converts to (`E:
    /// From<Error>`), so it can also say that the value does not exist.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// #[derive(Debug)]
    /// enum Failure { NoUser, Redis(redis_derive::Error) }
    ///
    /// impl From<redis_derive::Error> for Failure {
    ///     fn from(error: redis_derive::Error) -> Self { Self::Redis(error) }
    /// }
    ///
    /// let source = async || Err(Failure::NoUser);
    /// assert!(matches!(con.try_load_or_else(&key, source).await, Err(Failure::NoUser)));
    /// assert_eq!(con.load(&key).await?, None);
    /// # Ok(()) });
    /// ```
    fn try_load_or_else<'a, K: Filled + Send + 'a, E, F>(
        &'a mut self,
        key: K,
        source: impl FnOnce() -> F + Send + 'a,
    ) -> BoxFuture<'a, Result<K::Loaded<K::Entry>, E>>
    where
        K::Entry: Serialize + DeserializeOwned + Send + 'a,
        E: From<Error> + Send + 'a,
        F: Future<Output = Result<K::Entry, E>> + Send + 'a,
    {
        Box::pin(fill::load_or_else(Awaited(self), key, source))
    }

    /// Loads the entry of a cache at `key` as [`try_load_or_else`](Self::try_load_or_else) does,
    /// with a source that may find nothing. A cache with [`absent`](crate::Cache::with_absent)
    /// remembers that for its time, and its source is not asked again meanwhile. For all other
    /// commands, the key does not exist.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// use redis_derive::Cache;
    /// use std::time::Duration;
    ///
    /// let cache = Cache::new().with_absent(Duration::from_secs(60));
    /// let key = key.with_cache(cache);
    /// let nobody = async || Ok::<_, Error>(None);
    /// assert_eq!(con.load_or_find(&key, nobody).await?, None); // asks the source
    /// con.save(&ada).await?;
    /// assert_eq!(con.load_or_find(&key, nobody).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn load_or_find<'a, K: Filled + Send + 'a, E, F>(
        &'a mut self,
        key: K,
        source: impl FnOnce() -> F + Send + 'a,
    ) -> BoxFuture<'a, Result<K::Loaded<Option<K::Entry>>, E>>
    where
        K::Entry: Serialize + DeserializeOwned + Send + 'a,
        E: From<Error> + Send + 'a,
        F: Future<Output = Result<Option<K::Entry>, E>> + Send + 'a,
    {
        Box::pin(fill::load_or_find(Awaited(self), key, source))
    }

    /// Loads the entries of a cache at many keys, in their order, as
    /// [`load_or_find`](Self::load_or_find) does, with one call of `source` for those that are
    /// missing. It gets their keys, and returns a value or `None` for each, in the same order. It
    /// is called again only for entries whose filling caller failed meanwhile. If the caches of the
    /// keys differ, the shortest patience counts, and it falls through only if all of them do.
    ///
    /// A [stale](crate::Cache::with_stale) entry counts as missing, if no other caller refreshes
    /// it.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// let nobody = User::key_for("nobody");
    /// let source = async |_: Vec<&Key<User>>| Ok::<_, Error>(vec![None]);
    /// let users = con.load_many_or_find([&key, &nobody], source).await?;
    /// assert_eq!(users, [Some(ada), None]);
    /// # Ok(()) });
    /// ```
    fn load_many_or_find<'a, K: Filled + Clone + Send + 'a, E, F>(
        &'a mut self,
        keys: impl IntoIterator<Item = K>,
        source: impl FnMut(Vec<K>) -> F + Send + 'a,
    ) -> BoxFuture<'a, Result<Vec<K::Loaded<Option<K::Entry>>>, E>>
    where
        K::Entry: Serialize + DeserializeOwned + Send + 'a,
        E: From<Error> + Send + 'a,
        F: Future<Output = Result<Vec<Option<K::Entry>>, E>> + Send + 'a,
    {
        let keys = keys.into_iter().collect();
        Box::pin(fill_many::load_many_or_find(Awaited(self), keys, source))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, Con: AsyncConnection<C> + ?Sized> AsyncDocumentCommands<C> for Con {}
