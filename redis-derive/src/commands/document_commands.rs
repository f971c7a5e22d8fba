//! The commands for documents, for a connection that blocks.

use crate::client::{Argument, Arguments, Client, Connection};
use crate::commands::request::ask;
use crate::commands::scan::Scan;
use crate::commands::transport::{Blocking, now};
use crate::commands::update::Update;
use crate::commands::{cache, documents, update};
use crate::errors::error::Error;
use crate::keys::key::Key;
use crate::keys::keyed::Keyed;
use crate::keys::pattern::KeyPattern;
use crate::wrappers::cached::Cached;
use crate::wrappers::document::Document;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Borrow;
use std::convert::Infallible;
use std::future::ready;

/// Commands that read and write documents of any serde type, for a connection that blocks.
///
/// `load`, `save` and their like take a typed [`Key`], and `get_json`, `set_json` and theirs any
/// key. They work beside the client's `Commands`, and its `TypedCommands` where it has them, whose
/// `get` returns a string. The connection can be of any major that is on, which the compiler finds:
/// nobody writes `C`, except a function over every major (see [`client`](crate::client)).
///
/// The examples here are of one type:
///
/// ```
/// # use redis_derive::RedisJson;
/// # use serde::{Deserialize, Serialize};
/// #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
/// #[redis_json(key = "user:{id}", ttl = "30m")]
/// struct User { id: String, name: String, visits: u64 }
/// ```
///
/// In them, `ada` is such a user, who is not stored yet, `key` is her key, and `any_key` is any
/// other:
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
/// con.set_json(any_key, &[2, 3, 5])?; // any serde type, under any key
/// let primes: Option<Vec<u32>> = con.get_json(any_key)?;
/// assert_eq!(primes, Some(vec![2, 3, 5]));
/// # Ok(()) });
/// ```
///
/// # Errors
///
/// An [`Error`]: of the kind [`Serialize`](crate::ErrorKind::Serialize) where a value does not
/// serialize, with nothing sent; of another kind where a document does not decode; and the client's
/// own as [`Client`](crate::ErrorKind::Client).
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no synchronous connection of a `redis` major that is switched on",
    label = "not a synchronous connection of such a major",
    note = "an asynchronous connection has its commands by `redis_derive::AsyncDocumentCommands`",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`"
)]
pub trait DocumentCommands<C: Client>: Connection<C> {
    /// Loads the document at `key`, or `None` if the key does not exist (`GET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert_eq!(con.load(&key)?, None);
    /// con.save(&ada)?;
    /// assert_eq!(con.load(&key)?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn load<T: DeserializeOwned>(&mut self, key: &Key<T>) -> Result<Option<T>, Error> {
        ask(self, documents::load(key))
    }

    /// Loads the document at `key` as it is, or `None` if the key does not exist (`GET`). It is for
    /// a type that borrows from the document.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// #[derive(serde::Deserialize)]
    /// struct View<'a> { name: &'a str }
    ///
    /// con.save(&ada)?;
    /// let document = con.load_document(&key)?.ok_or("there is no such user")?;
    /// let view: View<'_> = document.read()?;
    /// assert_eq!(view.name, "Ada");
    /// # Ok(()) });
    /// ```
    fn load_document<T: ?Sized>(&mut self, key: &Key<T>) -> Result<Option<Document>, Error> {
        ask(self, documents::load_document(key))
    }

    /// Loads the documents at many keys, in their order, with `None` for each key that does not
    /// exist (one `MGET`; no keys send nothing). One document that does not decode is an error for
    /// all.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// assert_eq!(con.load_many([&key, &User::key_for("nobody")])?, [Some(ada), None]);
    /// # Ok(()) });
    /// ```
    fn load_many<T: DeserializeOwned>(
        &mut self,
        keys: impl IntoIterator<Item = impl Borrow<Key<T>>>,
    ) -> Result<Vec<Option<T>>, Error> {
        now(documents::load_many(Blocking(self), documents::mget(keys)))
    }

    /// Loads the entry of a cache at `key` (`GET`). An entry that does not decode is `Stale`, and
    /// no error.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert_eq!(con.load_cached(&key)?, Cached::Miss);
    /// con.save(&ada)?;
    /// assert_eq!(con.load_cached(&key)?, Cached::Hit(ada));
    /// # Ok(()) });
    /// ```
    fn load_cached<T: DeserializeOwned>(&mut self, key: &Key<T>) -> Result<Cached<T>, Error> {
        ask(self, documents::load_cached(key))
    }

    /// Loads the entries of a cache at many keys, in their order (one `MGET`; no keys send
    /// nothing). An entry that does not decode is `Stale`, and no error.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let users = con.load_many_cached([&key, &User::key_for("nobody")])?;
    /// assert_eq!(users, [Cached::Hit(ada), Cached::Miss]);
    /// # Ok(()) });
    /// ```
    fn load_many_cached<T: DeserializeOwned>(
        &mut self,
        keys: impl IntoIterator<Item = impl Borrow<Key<T>>>,
    ) -> Result<Vec<Cached<T>>, Error> {
        now(documents::load_many_cached(Blocking(self), documents::mget(keys)))
    }

    /// Loads the document at `key`, or `None` if the key does not exist, and lets its
    /// [expiry](Key::expiry) begin anew (`GETEX`, Redis 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// assert_eq!(con.load_and_touch(&key)?, Some(ada)); // and keeps it for another 30 minutes
    /// # Ok(()) });
    /// ```
    fn load_and_touch<T: DeserializeOwned>(&mut self, key: &Key<T>) -> Result<Option<T>, Error> {
        ask(self, documents::load_and_touch(key))
    }

    /// Loads the entry of a cache at `key`, and lets its [expiry](Key::expiry) begin anew (`GETEX`,
    /// Redis 6.2). An entry that does not decode is `Stale`, and no error; its expiry begins anew
    /// as well.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// assert_eq!(con.load_and_touch_cached(&key)?, Cached::Hit(ada));
    /// # Ok(()) });
    /// ```
    fn load_and_touch_cached<T: DeserializeOwned>(
        &mut self,
        key: &Key<T>,
    ) -> Result<Cached<T>, Error> {
        ask(self, documents::load_and_touch_cached(key))
    }

    /// Removes the document at `key` and returns it, or `None` if the key does not exist (`GETDEL`,
    /// Redis 6.2). A document that does not decode is an error, and is removed as well.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// assert_eq!(con.take(&key)?, Some(ada));
    /// assert_eq!(con.take(&key)?, None);
    /// # Ok(()) });
    /// ```
    fn take<T: DeserializeOwned>(&mut self, key: &Key<T>) -> Result<Option<T>, Error> {
        ask(self, documents::take(key))
    }

    /// Stores a value under its own key, with the expiry of its type (`SET`). A type without `ttl`
    /// keeps the expiry that the key has.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?; // SET user:… {…} EX 1800
    /// assert_eq!(con.load(&key)?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save<T: Serialize + Keyed + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        ask(self, documents::save(&value.key(), value)?)
    }

    /// Stores a value under `key`, with the [expiry](Key::expiry) of the key (`SET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let key = key.with_prefix("redis-derive:staging:");
    /// con.save_at(&key, &ada)?; // SET …staging:user:… {…} EX 1800
    /// assert_eq!(con.load(&key)?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save_at<T: Serialize + ?Sized>(&mut self, key: &Key<T>, value: &T) -> Result<(), Error> {
        ask(self, documents::save(key, value)?)
    }

    /// Stores a document as it is under `key`, with the [expiry](Key::expiry) of the key (`SET`).
    /// Nothing checks that it is a `T`.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let document = Document::from_value(&ada)?; // or the body of a request, by `from_json`
    /// con.save_document(&key, &document)?;
    /// assert_eq!(con.load(&key)?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save_document<T: ?Sized>(&mut self, key: &Key<T>, document: &Document) -> Result<(), Error> {
        ask(self, documents::save_document(key, document))
    }

    /// Stores a value under its own key if the key does not exist yet, as [`save`](Self::save)
    /// does, and returns whether it did (`SET … NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert!(con.save_new(&ada)?);
    /// assert!(!con.save_new(&ada)?);
    /// # Ok(()) });
    /// ```
    fn save_new<T: Serialize + Keyed + ?Sized>(&mut self, value: &T) -> Result<bool, Error> {
        ask(self, documents::save_new(&value.key(), value)?)
    }

    /// Stores a value under `key` if the key does not exist yet, as [`save_at`](Self::save_at)
    /// does, and returns whether it did (`SET … NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let key = key.with_prefix("redis-derive:staging:");
    /// assert!(con.save_new_at(&key, &ada)?);
    /// assert!(!con.save_new_at(&key, &ada)?);
    /// # Ok(()) });
    /// ```
    fn save_new_at<T: Serialize + ?Sized>(
        &mut self,
        key: &Key<T>,
        value: &T,
    ) -> Result<bool, Error> {
        ask(self, documents::save_new(key, value)?)
    }

    /// Stores a value under its own key if the key exists, as [`save`](Self::save) does, and
    /// returns whether it did (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert!(!con.replace(&ada)?);
    /// con.save(&ada)?;
    /// assert!(con.replace(&ada)?);
    /// # Ok(()) });
    /// ```
    fn replace<T: Serialize + Keyed + ?Sized>(&mut self, value: &T) -> Result<bool, Error> {
        ask(self, documents::replace(&value.key(), value)?)
    }

    /// Stores a value under `key` if the key exists, as [`save_at`](Self::save_at) does, and
    /// returns whether it did (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let key = key.with_prefix("redis-derive:staging:");
    /// assert!(!con.replace_at(&key, &ada)?);
    /// con.save_at(&key, &ada)?;
    /// assert!(con.replace_at(&key, &ada)?);
    /// # Ok(()) });
    /// ```
    fn replace_at<T: Serialize + ?Sized>(
        &mut self,
        key: &Key<T>,
        value: &T,
    ) -> Result<bool, Error> {
        ask(self, documents::replace(key, value)?)
    }

    /// Lets the [expiry](Key::expiry) of a key begin anew, and returns whether the key exists:
    /// `EXPIRE`, or `TOUCH` for a key that keeps its expiry. With
    /// [`Expiry::Never`](crate::Expiry::Never) it removes the expiry, and returns whether there was
    /// one (`PERSIST`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// assert!(!con.touch(&key)?);
    /// con.save(&ada)?;
    /// assert!(con.touch(&key)?); // and keeps it for another 30 minutes
    /// # Ok(()) });
    /// ```
    fn touch<T: ?Sized>(&mut self, key: &Key<T>) -> Result<bool, Error> {
        ask(self, documents::touch(key))
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
    fn remove<T: ?Sized>(&mut self, key: &Key<T>) -> Result<bool, Error> {
        ask(self, documents::remove(key))
    }

    /// Finds the keys of a type, one after the other (`SCAN`). A key that exists all the time is
    /// found, perhaps twice; one that comes or goes meanwhile may be found. After an error there
    /// are no more. In a cluster these are the keys of one node.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// con.save(&ada)?;
    /// let keys: Vec<Key<User>> = con.scan_keys(&User::key_pattern()).collect::<Result<_, _>>()?;
    /// assert!(keys.contains(&key));
    /// # Ok(()) });
    /// ```
    fn scan_keys<'con, T: Keyed + ?Sized>(
        &'con mut self,
        pattern: &KeyPattern<T>,
    ) -> impl Iterator<Item = Result<Key<T>, Error>> + use<'con, Self, C, T> {
        let (mut con, mut scan) = (Blocking(self), Scan::new(pattern));
        std::iter::from_fn(move || now(scan.next(&mut con)))
    }

    /// Changes the document at `key`, and returns what is stored then, or `None` if the key does
    /// not exist.
    ///
    /// The document is read, changed and written back, unless another client has written it in
    /// between: then it is changed again, from what is stored then. So **the closure may run more
    /// than once**. It returns nothing or an [`Update`], and is not asynchronous. No update is
    /// lost, whatever the connection and however many share it. The expiry stays. The write is a
    /// script (`EVALSHA`, `EVAL`); a change that makes the same bytes again is not written.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.save(&ada)?;
    /// let user = con.update(&key, |user| user.visits += 1)?;
    /// assert_eq!(user.map(|user| user.visits), Some(1));
    /// assert_eq!(con.update(&User::key_for("nobody"), |user| user.visits += 1)?, None);
    /// # Ok(()) });
    /// ```
    /// # Errors
    ///
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) if others were faster 64 times, with random waits
    /// between them of 152 ms in all. A document that does not decode is an error, and stays as it
    /// is. If the connection breaks, the last write may have been made or not; a client that sends
    /// it again by itself, as those of clusters do, may make the change twice (see the chapter
    /// [Concurrent updates](crate::guide::updates)).
    fn update<T, U>(
        &mut self,
        key: &Key<T>,
        mut change: impl FnMut(&mut T) -> U,
    ) -> Result<Option<T>, Error>
    where
        T: Serialize + DeserializeOwned,
        U: Into<Update>,
    {
        self.try_update(key, |value| Ok(change(value)))
    }

    /// Changes the document at `key` as [`update`](Self::update) does, with a closure that may
    /// fail, with any error that an [`Error`] turns into (`E: From<Error>`). Its error is
    /// returned, and nothing is written.
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
        key: &Key<T>,
        change: impl FnMut(&mut T) -> Result<U, E>,
    ) -> Result<Option<T>, E>
    where
        T: Serialize + DeserializeOwned,
        U: Into<Update>,
        E: From<Error>,
    {
        now(update::update(Blocking(self), key, change, None::<fn() -> T>))
    }

    /// Changes the document at `key` as [`update`](Self::update) does, or inserts what the second
    /// closure returns if the key does not exist, with the expiry of the key, and returns what is
    /// stored then. It is inserted as it is: the first closure does not run on it. Both may run
    /// more than once.
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
        key: &Key<T>,
        mut change: impl FnMut(&mut T) -> U,
        insert: impl FnMut() -> T,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
        U: Into<Update>,
    {
        let change = |value: &mut T| Ok(change(value));
        now(update::update(Blocking(self), key, change, Some(insert))).map(update::inserted)
    }

    /// Loads the entry of a cache at `key`, or stores what `source` returns, with the expiry of the
    /// key, and returns that. `source` runs once if there is no entry, or one that does not decode.
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
    fn load_or_else<T>(&mut self, key: &Key<T>, source: impl FnOnce() -> T) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned,
    {
        self.try_load_or_else(key, || Ok(source()))
    }

    /// Loads the entry of a cache at `key` as [`load_or_else`](Self::load_or_else) does, with a
    /// source that may fail, with any error that an [`Error`] turns into (`E: From<Error>`). Then nothing is stored. A source that may have nothing has an error for
    /// that.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let port: Key<u16> = Key::new(any_key);
    /// let outcome = con.try_load_or_else(&port, || {
    ///     Ok::<_, Box<dyn std::error::Error>>("http".parse()?)
    /// });
    /// assert_eq!(outcome.unwrap_err().to_string(), "invalid digit found in string");
    /// assert_eq!(con.load(&port)?, None);
    /// # Ok(()) });
    /// ```
    fn try_load_or_else<T, E>(
        &mut self,
        key: &Key<T>,
        source: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<Error>,
    {
        now(cache::load_or_else(Blocking(self), key, || ready(source())))
    }

    /// Loads the entry of a cache at `key` as [`load_or_else`](Self::load_or_else) does, and does
    /// without Redis if it fails: the source is asked, and what it returns is stored if that works.
    /// The errors are dropped; for a log, write it out with [`load_cached`](Self::load_cached) and
    /// [`save_at`](Self::save_at).
    ///
    /// It waits as long as the client waits before that fails: a multiplexed connection for its
    /// response timeout, and a `ConnectionManager` for all its reconnects, which is over nine
    /// seconds by default. Give a cache's manager few retries
    /// (`ConnectionManagerConfig::set_number_of_retries`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let user = con.load_or_fall_through(&key, || ada.clone()); // also where Redis fails
    /// assert_eq!(user, ada);
    /// # Ok(()) });
    /// ```
    fn load_or_fall_through<T>(&mut self, key: &Key<T>, source: impl FnOnce() -> T) -> T
    where
        T: Serialize + DeserializeOwned,
    {
        let value = self.try_load_or_fall_through(key, || Ok::<_, Infallible>(source()));
        value.unwrap_or_else(|never| match never {})
    }

    /// Loads the entry of a cache at `key` as [`load_or_fall_through`](Self::load_or_fall_through)
    /// does, with a source that may fail.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let port: Key<u16> = Key::new(any_key);
    /// assert_eq!(con.try_load_or_fall_through(&port, || "6379".parse()), Ok(6379));
    /// assert_eq!(con.try_load_or_fall_through(&port, || "http".parse()), Ok(6379)); // it is stored
    /// # Ok(()) });
    /// ```
    fn try_load_or_fall_through<T, E>(
        &mut self,
        key: &Key<T>,
        source: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
    {
        now(cache::load_or_fall_through(Blocking(self), key, || ready(source())))
    }

    /// Loads the document at any key, or `None` if the key does not exist (`GET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, &[2, 3, 5])?;
    /// assert_eq!(con.get_json::<Vec<u32>>(any_key)?, Some(vec![2, 3, 5]));
    /// # Ok(()) });
    /// ```
    fn get_json<T: DeserializeOwned>(&mut self, key: impl Argument<C>) -> Result<Option<T>, Error> {
        ask(self, documents::get_json(key))
    }

    /// Loads the entry of a cache at any key (`GET`). An entry that does not decode is `Stale`, and
    /// no error.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, "of an older version")?;
    /// assert!(con.get_json_cached::<User>(any_key)?.is_stale());
    /// # Ok(()) });
    /// ```
    fn get_json_cached<T: DeserializeOwned>(
        &mut self,
        key: impl Argument<C>,
    ) -> Result<Cached<T>, Error> {
        ask(self, documents::get_json_cached(key))
    }

    /// Loads the documents at many keys, in their order, with `None` for each key that does not
    /// exist (`MGET`; no keys send nothing). One document that does not decode is an error for all.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, &1)?;
    /// assert_eq!(con.mget_json::<u32>(&[any_key, "missing"])?, [Some(1), None]);
    /// # Ok(()) });
    /// ```
    fn mget_json<T: DeserializeOwned>(
        &mut self,
        keys: impl Arguments<C>,
    ) -> Result<Vec<Option<T>>, Error> {
        now(documents::load_many(Blocking(self), documents::mget_json(keys)))
    }

    /// Loads the entries of a cache at many keys, in their order (`MGET`; no keys send nothing). An
    /// entry that does not decode is `Stale`, and no error.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, &1)?;
    /// assert_eq!(con.mget_json_cached(&[any_key, "missing"])?, [Cached::Hit(1), Cached::Miss]);
    /// # Ok(()) });
    /// ```
    fn mget_json_cached<T: DeserializeOwned>(
        &mut self,
        keys: impl Arguments<C>,
    ) -> Result<Vec<Cached<T>>, Error> {
        now(documents::load_many_cached(Blocking(self), documents::mget_json(keys)))
    }

    /// Removes the document at any key and returns it, or `None` if the key does not exist
    /// (`GETDEL`, Redis 6.2). A document that does not decode is an error, and is removed as well.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, &ada)?;
    /// assert_eq!(con.getdel_json(any_key)?, Some(ada));
    /// assert_eq!(con.getdel_json::<User>(any_key)?, None);
    /// # Ok(()) });
    /// ```
    fn getdel_json<T: DeserializeOwned>(
        &mut self,
        key: impl Argument<C>,
    ) -> Result<Option<T>, Error> {
        ask(self, documents::getdel_json(key))
    }

    /// Loads the document at any key, or `None` if the key does not exist, and sets its expiry
    /// (`GETEX`, Redis 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, &ada)?;
    /// assert_eq!(con.getex_json(any_key, redis::Expiry::EX(60))?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn getex_json<T: DeserializeOwned>(
        &mut self,
        key: impl Argument<C>,
        expiry: C::Expiry,
    ) -> Result<Option<T>, Error> {
        ask(self, documents::getex_json(key, expiry))
    }

    /// Stores a document at any key, and drops the expiry that the key has (`SET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json(any_key, &ada)?;
    /// assert_eq!(con.get_json(any_key)?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn set_json<T: Serialize + ?Sized>(
        &mut self,
        key: impl Argument<C>,
        value: &T,
    ) -> Result<(), Error> {
        ask(self, documents::set_at_any(key, value)?)
    }

    /// Stores a document at any key, for that many seconds (`SETEX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// con.set_json_ex(any_key, &ada, 60)?; // for a minute
    /// assert_eq!(con.get_json(any_key)?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn set_json_ex<T: Serialize + ?Sized>(
        &mut self,
        key: impl Argument<C>,
        value: &T,
        seconds: u64,
    ) -> Result<(), Error> {
        ask(self, documents::set_json_ex(key, value, seconds)?)
    }

    /// Stores a document at any key, with the client's options of `SET`, and returns whether it
    /// did. (The option `GET` makes another reply: that is for the client's own command.)
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, any_key| {
    /// let if_new = || redis::SetOptions::default().conditional_set(redis::ExistenceCheck::NX);
    /// assert!(con.set_json_options(any_key, &ada, if_new())?);
    /// assert!(!con.set_json_options(any_key, &ada, if_new())?);
    /// # Ok(()) });
    /// ```
    fn set_json_options<T: Serialize + ?Sized>(
        &mut self,
        key: impl Argument<C>,
        value: &T,
        options: C::SetOptions,
    ) -> Result<bool, Error> {
        ask(self, documents::set_json_options(key, value, options)?)
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, Con: Connection<C> + ?Sized> DocumentCommands<C> for Con {}
