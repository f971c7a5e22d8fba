//! The commands for documents, for a synchronous connection.

use crate::client::{Client, Connection};
use crate::commands::entry::Entry;
use crate::commands::filled::Filled;
use crate::commands::lookup::Lookup;
use crate::commands::request::ask;
use crate::commands::scan::{DocumentScan, Page, Scan};
use crate::commands::transport::{Blocking, now};
use crate::commands::update::IntoUpdate;
use crate::commands::{documents, fill, fill_many, many, scan, update};
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;
use crate::keys::key::Key;
use crate::keys::pattern::KeyPattern;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::future::ready;

/// Commands that read and write documents of any serde type, for a synchronous connection.
///
/// A document has a typed [`Key`], which each command takes by value or by reference ([`AsKey`]).
/// To read, pass the key or a [view](Lookup) of it. To write, pass a value, which makes its own
/// key, or a pair of key and value ([`Entry`]). The commands work beside the client's `Commands`
/// and `TypedCommands`. The compiler infers the major `C` from the connection. Write it only in a
/// function for every major (see [`client`](crate::client)).
///
/// The examples here use one type:
///
/// ```
/// # use redis_derive::RedisJson;
/// # use serde::{Deserialize, Serialize};
/// #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
/// #[redis_json(key = "user:{id}", ttl = "30m")]
/// struct User { id: String, name: String, visits: u64 }
/// ```
///
/// In them, `ada` is a user who is not stored yet, `key` is her key, and `any_key` is another key:
///
/// ```
/// # use doc_example::*;
/// # example(|con, ada, key, any_key| {
/// use redis_derive::DocumentCommands;
///
/// con.save(&ada)?; // SET user:… {…} EX 1800
/// con.update(&key, |user| user.visits += 1)?;
/// let user: Option<User> = con.load(&key)?;
/// assert_eq!(user.map(|user| user.visits), Some(1));
///
/// let primes: Key<Vec<u32>> = Key::new(any_key); // any serde type, under any key
/// con.save((&primes, &vec![2, 3, 5]))?;
/// assert_eq!(con.load(&primes)?, Some(vec![2, 3, 5]));
/// # Ok(()) });
/// ```
///
/// # Errors
///
/// An [`Error`]: of the kind [`Serialize`](crate::ErrorKind::Serialize) if a value does not
/// serialize, with nothing sent; of another kind if a document does not decode; and the client's
/// own error as [`Client`](crate::ErrorKind::Client).
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no synchronous connection of a `redis` major that is switched on",
    label = "not a synchronous connection of such a major",
    note = "an asynchronous connection has its commands by `redis_derive::AsyncDocumentCommands`",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`"
)]
pub trait DocumentCommands<C: Client>: Connection<C> {
    /// Loads the document at a key, or `None` if the key does not exist (`GET`). A [view](Lookup)
    /// of the key reads it in another way.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert_eq!(con.load(&key)?, None);
    /// con.save(&ada)?;
    /// assert_eq!(con.load(&key)?, Some(ada.clone()));
    /// assert_eq!(con.load(key.cached())?, Cached::Hit(ada));
    /// # Ok(()) });
    /// ```
    fn load<F>(&mut self, key: impl Lookup<Found = F>) -> Result<F, Error> {
        ask(self, documents::load(&key))
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
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let nobody = User::key_for("nobody");
    /// assert_eq!(con.load_many([&key, &nobody])?, [Some(ada.clone()), None]);
    /// let entries = con.load_many([key.cached(), nobody.cached()])?;
    /// assert_eq!(entries, [Cached::Hit(ada), Cached::Miss]);
    /// # Ok(()) });
    /// ```
    fn load_many<L: Lookup<Found = F>, F>(
        &mut self,
        keys: impl IntoIterator<Item = L>,
    ) -> Result<Vec<F>, Error> {
        let gets = many::of_keys("MGET", keys);
        now(many::load_many(Blocking(self), gets, type_name::<L::Document>(), L::found_in::<C>))
    }

    /// Loads the document at a key, or `None` if the key does not exist, and restarts its
    /// [expiry](Key::expiry) (`GETEX`, Redis 6.2), even if the document does not decode.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// assert_eq!(con.load_and_touch(&key)?, Some(ada)); // and keeps it for another 30 minutes
    /// # Ok(()) });
    /// ```
    fn load_and_touch<F>(&mut self, key: impl Lookup<Found = F>) -> Result<F, Error> {
        ask(self, documents::load_and_touch(&key))
    }

    /// Removes the document at a key and returns it, or `None` if the key does not exist (`GETDEL`,
    /// Redis 6.2). A document that does not decode is an error, and is removed too.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// assert_eq!(con.take(&key)?, Some(ada));
    /// assert_eq!(con.take(&key)?, None);
    /// # Ok(()) });
    /// ```
    fn take<F>(&mut self, key: impl Lookup<Found = F>) -> Result<F, Error> {
        ask(self, documents::take(&key))
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
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?; // SET user:… {…} EX 1800
    /// assert_eq!(con.load(&key)?, Some(ada.clone()));
    ///
    /// let copy: Key<User> = Key::new(any_key);
    /// con.save((&copy, &ada))?; // SET … {…} KEEPTTL
    /// let document = con.take(copy.raw())?.ok_or("it is stored")?;
    /// con.save((&key, &document))?; // as it is
    /// # Ok(()) });
    /// ```
    fn save<E: Entry>(&mut self, entry: E) -> Result<(), Error> {
        ask(self, documents::save(&entry)?)
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
    /// # example(|con, ada, key, any_key| {
    /// let users = [ada.clone(), User { name: "Ada King".to_owned(), ..ada }];
    /// con.save_many(&users).into_iter().collect::<Result<(), _>>()?;
    /// assert_eq!(con.load(&key)?.as_ref(), users.last());
    ///
    /// let keys = [Key::new(format!("{any_key}:1")), Key::new(format!("{any_key}:2"))];
    /// let outcomes = con.save_many(keys.iter().zip(&users));
    /// assert!(outcomes.iter().all(Result::is_ok));
    /// # con.remove_many(&keys)?;
    /// # Ok(()) });
    /// ```
    #[must_use = "each value has an outcome of its own"]
    fn save_many<E: Entry>(
        &mut self,
        entries: impl IntoIterator<Item = E>,
    ) -> Vec<Result<(), Error>> {
        let (saves, type_name) = (many::saves(entries), type_name::<E::Document>());
        now(many::save_many(Blocking(self), saves, type_name))
    }

    /// Stores a value as [`save`](Self::save) does if the key does not exist, and returns whether
    /// it was stored (`SET … NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert!(con.save_new(&ada)?);
    /// assert!(!con.save_new((&key, &ada))?);
    /// # Ok(()) });
    /// ```
    fn save_new<E: Entry>(&mut self, entry: E) -> Result<bool, Error> {
        ask(self, documents::save_new(&entry)?)
    }

    /// Stores a value as [`save`](Self::save) does if the key exists, and returns whether it was
    /// stored (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert!(!con.replace(&ada)?);
    /// con.save(&ada)?;
    /// assert!(con.replace((&key, &ada))?);
    /// # Ok(()) });
    /// ```
    fn replace<E: Entry>(&mut self, entry: E) -> Result<bool, Error> {
        ask(self, documents::replace(&entry)?)
    }

    /// Restarts the [expiry](Key::expiry) of a key, and returns whether the key exists (`EXPIRE`,
    /// or `TOUCH` for a key that keeps its expiry). With [`Expiry::Never`](crate::Expiry::Never) it
    /// removes the expiry, and returns whether there was one (`PERSIST`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert!(!con.touch(&key)?);
    /// con.save(&ada)?;
    /// assert!(con.touch(&key)?); // and keeps it for another 30 minutes
    /// # Ok(()) });
    /// ```
    fn touch<T: ?Sized>(&mut self, key: impl AsKey<Document = T>) -> Result<bool, Error> {
        ask(self, documents::touch(key.as_key()))
    }

    /// Removes a key, and returns whether it existed (`DEL`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// assert!(con.remove(&key)?);
    /// assert!(!con.remove(&key)?);
    /// # Ok(()) });
    /// ```
    fn remove<T: ?Sized>(&mut self, key: impl AsKey<Document = T>) -> Result<bool, Error> {
        ask(self, documents::remove(key.as_key()))
    }

    /// Removes many keys, and returns how many existed (`UNLINK`, with a thousand keys each).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// assert_eq!(con.remove_many([&key, &User::key_for("nobody")])?, 1);
    /// # Ok(()) });
    /// ```
    fn remove_many<T: ?Sized>(
        &mut self,
        keys: impl IntoIterator<Item = impl AsKey<Document = T>>,
    ) -> Result<u64, Error> {
        let unlinks = many::of_keys("UNLINK", keys);
        now(many::remove_many(&mut Blocking(self), unlinks, type_name::<T>()))
    }

    /// Finds the keys of a pattern, one after the other (`SCAN`, in a cluster on every master). A
    /// key that exists during the whole scan is found, perhaps twice. A key that is stored or
    /// removed meanwhile may be found. An error ends the scan. A key of another type of Redis is
    /// found too.
    ///
    /// In a cluster the scan is a script, so the user needs the right to `EVAL`. If slots move to
    /// another master meanwhile, their keys may be missing.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// con.save(&ada)?;
    /// let keys: Vec<Key<User>> = con.scan_keys(&User::key_pattern()).collect::<Result<_, _>>()?;
    /// assert!(keys.contains(&key));
    /// # Ok(()) });
    /// ```
    fn scan_keys<'con, T: ?Sized>(
        &'con mut self,
        pattern: &KeyPattern<T>,
    ) -> impl Iterator<Item = Result<Key<T>, Error>> + use<'con, Self, C, T> {
        let (mut con, mut scan) = (Blocking(self), Scan::new(pattern));
        std::iter::from_fn(move || now(scan.next(&mut con)))
    }

    /// Loads the documents of a pattern with their keys, one after the other, as
    /// [`scan_keys`](Self::scan_keys) finds them (`SCAN` and `MGET`). A document that does not
    /// decode is an error beside its key, and does not end the scan. A key of another type of Redis
    /// is left out.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// con.save(&ada)?;
    /// let mut visits = 0;
    /// for found in con.scan_documents(&User::key_pattern()) {
    ///     let (_key, user) = found?;
    ///     visits += user?.visits;
    /// }
    /// # assert_eq!(visits, visits);
    /// # Ok(()) });
    /// ```
    fn scan_documents<'con, T: DeserializeOwned>(
        &'con mut self,
        pattern: &KeyPattern<T>,
    ) -> impl Iterator<Item = Result<(Key<T>, Result<T, Error>), Error>> + use<'con, Self, C, T>
    {
        let (mut con, mut scan) = (Blocking(self), DocumentScan::new(pattern));
        std::iter::from_fn(move || match scan.next_of_reply() {
            Some(found) => Some(Ok(found)),
            None => now(scan.next(&mut con)),
        })
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
    /// # example(|con, ada, key, _| {
    /// con.save(&ada)?;
    /// let pattern = User::key_pattern().with_count(50);
    /// let mut page = con.page(&pattern, None, 50)?;
    /// while let Some(cursor) = &page.next {
    ///     page = con.page(&pattern, Some(cursor), 50)?;
    /// }
    /// let forged = con.page(&pattern, Some("hunter2"), 50).unwrap_err();
    /// assert_eq!(forged.kind(), ErrorKind::Cursor);
    /// # Ok(()) });
    /// ```
    fn page<T: DeserializeOwned>(
        &mut self,
        pattern: &KeyPattern<T>,
        cursor: Option<&str>,
        count: usize,
    ) -> Result<Page<T>, Error> {
        let cursor = cursor.map(str::to_owned);
        now(scan::page(Blocking(self), pattern.clone(), cursor, count))
    }

    /// Removes all keys of a pattern, and returns how many it removed (`SCAN` and `UNLINK`). A key
    /// that is stored meanwhile may stay.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// con.save(&ada)?;
    /// let of_ada = User::key_pattern().with("id", &ada.id)?;
    /// assert_eq!(con.remove_all(&of_ada)?, 1);
    /// # Ok(()) });
    /// ```
    fn remove_all<T: ?Sized>(&mut self, pattern: &KeyPattern<T>) -> Result<u64, Error> {
        now(scan::remove_all(Blocking(self), pattern.clone()))
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
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let user = con.update(&key, |user| user.visits += 1)?;
    /// assert_eq!(user.map(|user| user.visits), Some(1));
    /// assert_eq!(con.update(User::key_for("nobody"), |user| user.visits += 1)?, None);
    /// let minute = key.with_expiry(Expiry::After(std::time::Duration::from_secs(60)));
    /// con.update(&minute, |_| Update::SaveAndTouch)?;
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
    fn update<T, U>(
        &mut self,
        key: impl AsKey<Document = T>,
        mut change: impl FnMut(&mut T) -> U,
    ) -> Result<Option<T>, Error>
    where
        T: Serialize + DeserializeOwned,
        U: IntoUpdate,
    {
        self.try_update(key, |value| Ok(change(value)))
    }

    /// Changes the document at `key` as [`update`](Self::update) does, with a closure that may
    /// fail. Its error is returned, and nothing is written. The error can be of any type that an
    /// [`Error`] converts to (`E: From<Error>`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let outcome = con.try_update(&key, |user| {
    ///     user.visits = user.visits.checked_sub(1).ok_or("there were no visits")?;
    ///     Ok::<_, Box<dyn std::error::Error>>(())
    /// });
    /// assert_eq!(outcome.unwrap_err().to_string(), "there were no visits");
    /// # Ok(()) });
    /// ```
    fn try_update<T, U, E>(
        &mut self,
        key: impl AsKey<Document = T>,
        change: impl FnMut(&mut T) -> Result<U, E>,
    ) -> Result<Option<T>, E>
    where
        T: Serialize + DeserializeOwned,
        U: IntoUpdate,
        E: From<Error>,
    {
        now(update::update(Blocking(self), key, change, None::<fn() -> Result<T, E>>))
    }

    /// Changes the document at `key` as [`update`](Self::update) does, or inserts the value of the
    /// second closure if the key does not exist, with the expiry of the key. Returns the document
    /// that is stored then. The first closure does not run on an inserted value. Both may run more
    /// than once.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// for visits in [0, 1, 2] {
    ///     let user = con.update_or_insert_with(&key, |user| user.visits += 1, || ada.clone())?;
    ///     assert_eq!(user.visits, visits);
    /// }
    /// # Ok(()) });
    /// ```
    fn update_or_insert_with<T, U>(
        &mut self,
        key: impl AsKey<Document = T>,
        mut change: impl FnMut(&mut T) -> U,
        mut insert: impl FnMut() -> T,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
        U: IntoUpdate,
    {
        self.try_update_or_insert_with(key, |value| Ok(change(value)), || Ok(insert()))
    }

    /// Changes the document at `key` or inserts one, as
    /// [`update_or_insert_with`](Self::update_or_insert_with) does, with closures that may fail.
    /// Their error is returned, and nothing is written. The error can be of any type that an
    /// [`Error`] converts to (`E: From<Error>`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let port: Key<u16> = Key::new(any_key);
    /// let outcome = con.try_update_or_insert_with(
    ///     &port,
    ///     |port| Ok(*port += 1),
    ///     || Ok::<_, Box<dyn std::error::Error>>("http".parse()?),
    /// );
    /// assert_eq!(outcome.unwrap_err().to_string(), "invalid digit found in string");
    /// assert_eq!(con.load(&port)?, None);
    /// # Ok(()) });
    /// ```
    fn try_update_or_insert_with<T, U, E>(
        &mut self,
        key: impl AsKey<Document = T>,
        change: impl FnMut(&mut T) -> Result<U, E>,
        insert: impl FnMut() -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        U: IntoUpdate,
        E: From<Error>,
    {
        now(update::update(Blocking(self), key, change, Some(insert))).map(update::inserted)
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
    /// # example(|con, ada, key, any_key| {
    /// let user = con.load_or_else(&key, || ada.clone())?; // asks the source and stores
    /// assert_eq!(user, ada);
    /// let user = con.load_or_else(&key, || unreachable!("it is stored"))?;
    /// assert_eq!(user, ada);
    /// # Ok(()) });
    /// ```
    fn load_or_else<K: Filled>(
        &mut self,
        key: K,
        source: impl FnOnce() -> K::Entry,
    ) -> Result<K::Loaded<K::Entry>, Error>
    where
        K::Entry: Serialize + DeserializeOwned,
    {
        self.try_load_or_else(key, || Ok(source()))
    }

    /// Loads the entry of a cache at `key` as [`load_or_else`](Self::load_or_else) does, with a
    /// source that may fail. Then nothing is stored, the error is returned, and another caller asks
    /// its own source. The error can be of any type that an [`Error`] converts to (`E:
    /// From<Error>`), so it can also say that the value does not exist.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let outcome = con.try_load_or_else(&key, || {
    ///     let visits = "many".parse()?;
    ///     Ok::<_, Box<dyn std::error::Error>>(User { visits, ..ada.clone() })
    /// });
    /// assert_eq!(outcome.unwrap_err().to_string(), "invalid digit found in string");
    /// assert_eq!(con.load(&key)?, None);
    /// # Ok(()) });
    /// ```
    fn try_load_or_else<K: Filled, E>(
        &mut self,
        key: K,
        source: impl FnOnce() -> Result<K::Entry, E>,
    ) -> Result<K::Loaded<K::Entry>, E>
    where
        K::Entry: Serialize + DeserializeOwned,
        E: From<Error>,
    {
        now(fill::load_or_else(Blocking(self), key, || ready(source())))
    }

    /// Loads the entry of a cache at `key` as [`try_load_or_else`](Self::try_load_or_else) does,
    /// with a source that may find nothing. A cache with [`absent`](crate::Cache::with_absent)
    /// remembers that for its time, and its source is not asked again meanwhile. For all other
    /// commands, the key does not exist.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// use redis_derive::Cache;
    /// use std::time::Duration;
    ///
    /// let cache = Cache::new().with_absent(Duration::from_secs(60));
    /// let key = key.with_cache(cache);
    /// let found = con.load_or_find(&key, || Ok::<_, Error>(None))?; // asks the source
    /// assert_eq!(found, None);
    /// let found = con.load_or_find(&key, || -> Result<_, Error> { unreachable!("it is known") })?;
    /// assert_eq!(found, None);
    /// con.save(&ada)?;
    /// assert_eq!(con.load_or_find(&key, || Ok::<_, Error>(None))?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn load_or_find<K: Filled, E>(
        &mut self,
        key: K,
        source: impl FnOnce() -> Result<Option<K::Entry>, E>,
    ) -> Result<K::Loaded<Option<K::Entry>>, E>
    where
        K::Entry: Serialize + DeserializeOwned,
        E: From<Error>,
    {
        now(fill::load_or_find(Blocking(self), key, || ready(source())))
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
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let nobody = User::key_for("nobody");
    /// let source = |missing: Vec<&Key<User>>| {
    ///     assert_eq!(missing, [&nobody]);
    ///     Ok::<_, Error>(vec![None])
    /// };
    /// assert_eq!(con.load_many_or_find([&key, &nobody], source)?, [Some(ada), None]);
    /// # Ok(()) });
    /// ```
    #[allow(clippy::type_complexity, reason = "it says what is returned for each key")]
    fn load_many_or_find<K: Filled + Clone, E>(
        &mut self,
        keys: impl IntoIterator<Item = K>,
        mut source: impl FnMut(Vec<K>) -> Result<Vec<Option<K::Entry>>, E>,
    ) -> Result<Vec<K::Loaded<Option<K::Entry>>>, E>
    where
        K::Entry: Serialize + DeserializeOwned,
        E: From<Error>,
    {
        let keys = keys.into_iter().collect();
        now(fill_many::load_many_or_find(Blocking(self), keys, |keys| ready(source(keys))))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, Con: Connection<C> + ?Sized> DocumentCommands<C> for Con {}
