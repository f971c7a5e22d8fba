//! The commands for documents, for a connection that is awaited.

use crate::client::{Argument, Arguments, AsyncConnection, Client};
use crate::commands::request::ask_async;
use crate::commands::scan::Scan;
use crate::commands::transport::Awaited;
use crate::commands::update::Update;
use crate::commands::{cache, documents, update};
use crate::errors::error::Error;
use crate::keys::key::Key;
use crate::keys::keyed::Keyed;
use crate::keys::pattern::KeyPattern;
use crate::wrappers::cached::Cached;
use crate::wrappers::document::Document;
use futures_util::stream::{Stream, unfold};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Borrow;
use std::convert::Infallible;

/// The commands of [`DocumentCommands`](crate::DocumentCommands), for a connection that is awaited.
///
/// Each future is `Send`, and sends nothing before it is awaited. The examples are of the user
/// there:
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
/// # Errors
///
/// Those of [`DocumentCommands`](crate::DocumentCommands).
#[allow(clippy::missing_errors_doc, reason = "it is the same for all, and above")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no asynchronous connection of a `redis` major that is switched on",
    label = "not an asynchronous connection of such a major",
    note = "a synchronous connection has its commands by `redis_derive::DocumentCommands`",
    note = "each major of `redis` is a feature of `redis-derive`: `redis-1` (default), `redis-2`, \
            `redis-0-32`, `redis-0-27`"
)]
pub trait AsyncDocumentCommands<C: Client>: AsyncConnection<C> {
    /// Loads the document at `key`, or `None` if the key does not exist (`GET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// assert_eq!(con.load(&key).await?, None);
    /// con.save(&ada).await?;
    /// assert_eq!(con.load(&key).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn load<T: DeserializeOwned>(
        &mut self,
        key: &Key<T>,
    ) -> impl Future<Output = Result<Option<T>, Error>> + Send {
        ask_async(self, Ok(documents::load(key)))
    }

    /// Loads the document at `key` as it is, or `None` if the key does not exist (`GET`). It is for
    /// a type that borrows from the document.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// #[derive(serde::Deserialize)]
    /// struct View<'a> { name: &'a str }
    ///
    /// con.save(&ada).await?;
    /// let document = con.load_document(&key).await?.ok_or("there is no such user")?;
    /// let view: View<'_> = document.read()?;
    /// assert_eq!(view.name, "Ada");
    /// # Ok(()) });
    /// ```
    fn load_document<T: ?Sized>(
        &mut self,
        key: &Key<T>,
    ) -> impl Future<Output = Result<Option<Document>, Error>> + Send {
        ask_async(self, Ok(documents::load_document(key)))
    }

    /// Loads the documents at many keys, in their order, with `None` for each key that does not
    /// exist (one `MGET`; no keys send nothing). One document that does not decode is an error for
    /// all.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// assert_eq!(con.load_many([&key, &User::key_for("nobody")]).await?, [Some(ada), None]);
    /// # Ok(()) });
    /// ```
    fn load_many<T: DeserializeOwned>(
        &mut self,
        keys: impl IntoIterator<Item = impl Borrow<Key<T>>>,
    ) -> impl Future<Output = Result<Vec<Option<T>>, Error>> + Send {
        documents::load_many(Awaited(self), documents::mget(keys))
    }

    /// Loads the entry of a cache at `key` (`GET`). An entry that does not decode is `Stale`, and
    /// no error.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// assert_eq!(con.load_cached(&key).await?, Cached::Miss);
    /// con.save(&ada).await?;
    /// assert_eq!(con.load_cached(&key).await?, Cached::Hit(ada));
    /// # Ok(()) });
    /// ```
    fn load_cached<T: DeserializeOwned>(
        &mut self,
        key: &Key<T>,
    ) -> impl Future<Output = Result<Cached<T>, Error>> + Send {
        ask_async(self, Ok(documents::load_cached(key)))
    }

    /// Loads the entries of a cache at many keys, in their order (one `MGET`; no keys send
    /// nothing). An entry that does not decode is `Stale`, and no error.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// let users = con.load_many_cached([&key, &User::key_for("nobody")]).await?;
    /// assert_eq!(users, [Cached::Hit(ada), Cached::Miss]);
    /// # Ok(()) });
    /// ```
    fn load_many_cached<T: DeserializeOwned>(
        &mut self,
        keys: impl IntoIterator<Item = impl Borrow<Key<T>>>,
    ) -> impl Future<Output = Result<Vec<Cached<T>>, Error>> + Send {
        documents::load_many_cached(Awaited(self), documents::mget(keys))
    }

    /// Loads the document at `key`, or `None` if the key does not exist, and lets its
    /// [expiry](Key::expiry) begin anew (`GETEX`, Redis 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// assert_eq!(con.load_and_touch(&key).await?, Some(ada)); // and keeps it for another 30 minutes
    /// # Ok(()) });
    /// ```
    fn load_and_touch<T: DeserializeOwned>(
        &mut self,
        key: &Key<T>,
    ) -> impl Future<Output = Result<Option<T>, Error>> + Send {
        ask_async(self, Ok(documents::load_and_touch(key)))
    }

    /// Loads the entry of a cache at `key`, and lets its [expiry](Key::expiry) begin anew (`GETEX`,
    /// Redis 6.2). An entry that does not decode is `Stale`, and no error; its expiry begins anew
    /// as well.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// assert_eq!(con.load_and_touch_cached(&key).await?, Cached::Hit(ada));
    /// # Ok(()) });
    /// ```
    fn load_and_touch_cached<T: DeserializeOwned>(
        &mut self,
        key: &Key<T>,
    ) -> impl Future<Output = Result<Cached<T>, Error>> + Send {
        ask_async(self, Ok(documents::load_and_touch_cached(key)))
    }

    /// Removes the document at `key` and returns it, or `None` if the key does not exist (`GETDEL`,
    /// Redis 6.2). A document that does not decode is an error, and is removed as well.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// assert_eq!(con.take(&key).await?, Some(ada));
    /// assert_eq!(con.take(&key).await?, None);
    /// # Ok(()) });
    /// ```
    fn take<T: DeserializeOwned>(
        &mut self,
        key: &Key<T>,
    ) -> impl Future<Output = Result<Option<T>, Error>> + Send {
        ask_async(self, Ok(documents::take(key)))
    }

    /// Stores a value under its own key, with the expiry of its type (`SET`). A type without `ttl`
    /// keeps the expiry that the key has.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?; // SET user:… {…} EX 1800
    /// assert_eq!(con.load(&key).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save<T: Serialize + Keyed + ?Sized>(
        &mut self,
        value: &T,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        ask_async(self, documents::save(&value.key(), value))
    }

    /// Stores a value under `key`, with the [expiry](Key::expiry) of the key (`SET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let key = key.with_prefix("redis-derive:staging:");
    /// con.save_at(&key, &ada).await?; // SET …staging:user:… {…} EX 1800
    /// assert_eq!(con.load(&key).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save_at<T: Serialize + ?Sized>(
        &mut self,
        key: &Key<T>,
        value: &T,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        ask_async(self, documents::save(key, value))
    }

    /// Stores a document as it is under `key`, with the [expiry](Key::expiry) of the key (`SET`).
    /// Nothing checks that it is a `T`.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let document = Document::from_value(&ada)?; // or the body of a request, by `from_json`
    /// con.save_document(&key, &document).await?;
    /// assert_eq!(con.load(&key).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn save_document<T: ?Sized>(
        &mut self,
        key: &Key<T>,
        document: &Document,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        ask_async(self, Ok(documents::save_document(key, document)))
    }

    /// Stores a value under its own key if the key does not exist yet, as [`save`](Self::save)
    /// does, and returns whether it did (`SET … NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// assert!(con.save_new(&ada).await?);
    /// assert!(!con.save_new(&ada).await?);
    /// # Ok(()) });
    /// ```
    fn save_new<T: Serialize + Keyed + ?Sized>(
        &mut self,
        value: &T,
    ) -> impl Future<Output = Result<bool, Error>> + Send {
        ask_async(self, documents::save_new(&value.key(), value))
    }

    /// Stores a value under `key` if the key does not exist yet, as [`save_at`](Self::save_at)
    /// does, and returns whether it did (`SET … NX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let key = key.with_prefix("redis-derive:staging:");
    /// assert!(con.save_new_at(&key, &ada).await?);
    /// assert!(!con.save_new_at(&key, &ada).await?);
    /// # Ok(()) });
    /// ```
    fn save_new_at<T: Serialize + ?Sized>(
        &mut self,
        key: &Key<T>,
        value: &T,
    ) -> impl Future<Output = Result<bool, Error>> + Send {
        ask_async(self, documents::save_new(key, value))
    }

    /// Stores a value under its own key if the key exists, as [`save`](Self::save) does, and
    /// returns whether it did (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// assert!(!con.replace(&ada).await?);
    /// con.save(&ada).await?;
    /// assert!(con.replace(&ada).await?);
    /// # Ok(()) });
    /// ```
    fn replace<T: Serialize + Keyed + ?Sized>(
        &mut self,
        value: &T,
    ) -> impl Future<Output = Result<bool, Error>> + Send {
        ask_async(self, documents::replace(&value.key(), value))
    }

    /// Stores a value under `key` if the key exists, as [`save_at`](Self::save_at) does, and
    /// returns whether it did (`SET … XX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let key = key.with_prefix("redis-derive:staging:");
    /// assert!(!con.replace_at(&key, &ada).await?);
    /// con.save_at(&key, &ada).await?;
    /// assert!(con.replace_at(&key, &ada).await?);
    /// # Ok(()) });
    /// ```
    fn replace_at<T: Serialize + ?Sized>(
        &mut self,
        key: &Key<T>,
        value: &T,
    ) -> impl Future<Output = Result<bool, Error>> + Send {
        ask_async(self, documents::replace(key, value))
    }

    /// Lets the [expiry](Key::expiry) of a key begin anew, and returns whether the key exists:
    /// `EXPIRE`, or `TOUCH` for a key that keeps its expiry. With
    /// [`Expiry::Never`](crate::Expiry::Never) it removes the expiry, and returns whether there was
    /// one (`PERSIST`).
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
        key: &Key<T>,
    ) -> impl Future<Output = Result<bool, Error>> + Send {
        ask_async(self, Ok(documents::touch(key)))
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
        key: &Key<T>,
    ) -> impl Future<Output = Result<bool, Error>> + Send {
        ask_async(self, Ok(documents::remove(key)))
    }

    /// Finds the keys of a type, one after the other (`SCAN`). A key that exists all the time is
    /// found, perhaps twice; one that comes or goes meanwhile may be found. After an error there
    /// are no more. In a cluster these are the keys of one node.
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
    fn scan_keys<'con, T: Keyed + ?Sized>(
        &'con mut self,
        pattern: &KeyPattern<T>,
    ) -> impl Stream<Item = Result<Key<T>, Error>> + Send + Unpin + use<'con, Self, C, T> {
        let state = (Awaited(self), Scan::new(pattern));
        Box::pin(unfold(state, async |(mut con, mut scan)| {
            scan.next(&mut con).await.map(|key| (key, (con, scan)))
        }))
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
    /// # example_async(async |con, ada, key, any_key| {
    /// con.save(&ada).await?;
    /// let user = con.update(&key, |user| user.visits += 1).await?;
    /// assert_eq!(user.map(|user| user.visits), Some(1));
    /// assert_eq!(con.update(&User::key_for("nobody"), |user| user.visits += 1).await?, None);
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
        mut change: impl FnMut(&mut T) -> U + Send,
    ) -> impl Future<Output = Result<Option<T>, Error>> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        U: Into<Update>,
    {
        self.try_update(key, move |value| Ok(change(value)))
    }

    /// Changes the document at `key` as [`update`](Self::update) does, with a closure that may
    /// fail, with any error that an [`Error`] turns into (`E: From<Error>`). Its error is
    /// returned, and nothing is written.
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
    fn try_update<T, U, E>(
        &mut self,
        key: &Key<T>,
        change: impl FnMut(&mut T) -> Result<U, E> + Send,
    ) -> impl Future<Output = Result<Option<T>, E>> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        U: Into<Update>,
        E: From<Error>,
    {
        update::update(Awaited(self), key, change, None::<fn() -> T>)
    }

    /// Changes the document at `key` as [`update`](Self::update) does, or inserts what the second
    /// closure returns if the key does not exist, with the expiry of the key, and returns what is
    /// stored then. It is inserted as it is: the first closure does not run on it. Both may run
    /// more than once.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// for visits in [0, 1, 2] {
    ///     let user = con.update_or_insert_with(&key, |user| user.visits += 1, || ada.clone()).await?;
    ///     assert_eq!(user.visits, visits);
    /// }
    /// # Ok(()) });
    /// ```
    fn update_or_insert_with<T, U>(
        &mut self,
        key: &Key<T>,
        mut change: impl FnMut(&mut T) -> U + Send,
        insert: impl FnMut() -> T + Send,
    ) -> impl Future<Output = Result<T, Error>> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        U: Into<Update>,
    {
        let change = move |value: &mut T| Ok(change(value));
        let update = update::update(Awaited(self), key, change, Some(insert));
        async { update.await.map(update::inserted) }
    }

    /// Loads the entry of a cache at `key`, or stores what `source` returns, with the expiry of the
    /// key, and returns that. `source` runs once if there is no entry, or one that does not decode.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let user = con.load_or_else(&key, async || ada.clone()).await?; // asks the source and stores
    /// assert_eq!(user, ada);
    /// let user = con.load_or_else(&key, async || unreachable!("it is stored")).await?;
    /// assert_eq!(user, ada);
    /// # Ok(()) });
    /// ```
    fn load_or_else<T, F>(
        &mut self,
        key: &Key<T>,
        source: impl FnOnce() -> F + Send,
    ) -> impl Future<Output = Result<T, Error>> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        F: Future<Output = T> + Send,
    {
        self.try_load_or_else(key, || async { Ok(source().await) })
    }

    /// Loads the entry of a cache at `key` as [`load_or_else`](Self::load_or_else) does, with a
    /// source that may fail, with any error that an [`Error`] turns into (`E: From<Error>`). Then nothing is stored. A source that may have nothing has an error for
    /// that.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// #[derive(Debug)]
    /// enum Failure { NoPort, Redis(redis_derive::Error) }
    ///
    /// impl From<redis_derive::Error> for Failure {
    ///     fn from(error: redis_derive::Error) -> Self { Self::Redis(error) }
    /// }
    ///
    /// let port: Key<u16> = Key::new(any_key);
    /// let source = async || "http".parse().map_err(|_| Failure::NoPort);
    /// assert!(matches!(con.try_load_or_else(&port, source).await, Err(Failure::NoPort)));
    /// assert_eq!(con.load(&port).await?, None);
    /// # Ok(()) });
    /// ```
    fn try_load_or_else<T, E, F>(
        &mut self,
        key: &Key<T>,
        source: impl FnOnce() -> F + Send,
    ) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        E: From<Error>,
        F: Future<Output = Result<T, E>> + Send,
    {
        cache::load_or_else(Awaited(self), key, source)
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
    /// # example_async(async |con, ada, key, any_key| {
    /// let user = con.load_or_fall_through(&key, async || ada.clone()).await; // also where Redis fails
    /// assert_eq!(user, ada);
    /// # Ok(()) });
    /// ```
    fn load_or_fall_through<T, F>(
        &mut self,
        key: &Key<T>,
        source: impl FnOnce() -> F + Send,
    ) -> impl Future<Output = T> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        F: Future<Output = T> + Send,
    {
        let source = || async { Ok::<_, Infallible>(source().await) };
        let value = self.try_load_or_fall_through(key, source);
        async { value.await.unwrap_or_else(|never| match never {}) }
    }

    /// Loads the entry of a cache at `key` as [`load_or_fall_through`](Self::load_or_fall_through)
    /// does, with a source that may fail.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let port: Key<u16> = Key::new(any_key);
    /// assert_eq!(con.try_load_or_fall_through(&port, async || "6379".parse()).await, Ok(6379));
    /// // Now it is stored.
    /// assert_eq!(con.try_load_or_fall_through(&port, async || "http".parse()).await, Ok(6379));
    /// # Ok(()) });
    /// ```
    fn try_load_or_fall_through<T, E, F>(
        &mut self,
        key: &Key<T>,
        source: impl FnOnce() -> F + Send,
    ) -> impl Future<Output = Result<T, E>> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        F: Future<Output = Result<T, E>> + Send,
    {
        cache::load_or_fall_through(Awaited(self), key, source)
    }

    /// Loads the document at any key, or `None` if the key does not exist (`GET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.set_json(any_key, &[2, 3, 5]).await?;
    /// assert_eq!(con.get_json::<Vec<u32>>(any_key).await?, Some(vec![2, 3, 5]));
    /// # Ok(()) });
    /// ```
    fn get_json<T: DeserializeOwned>(
        &mut self,
        key: impl Argument<C>,
    ) -> impl Future<Output = Result<Option<T>, Error>> + Send {
        ask_async(self, Ok(documents::get_json(key)))
    }

    /// Loads the entry of a cache at any key (`GET`). An entry that does not decode is `Stale`, and
    /// no error.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.set_json(any_key, "of an older version").await?;
    /// assert!(con.get_json_cached::<User>(any_key).await?.is_stale());
    /// # Ok(()) });
    /// ```
    fn get_json_cached<T: DeserializeOwned>(
        &mut self,
        key: impl Argument<C>,
    ) -> impl Future<Output = Result<Cached<T>, Error>> + Send {
        ask_async(self, Ok(documents::get_json_cached(key)))
    }

    /// Loads the documents at many keys, in their order, with `None` for each key that does not
    /// exist (`MGET`; no keys send nothing). One document that does not decode is an error for all.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.set_json(any_key, &1).await?;
    /// assert_eq!(con.mget_json::<u32>(&[any_key, "missing"]).await?, [Some(1), None]);
    /// # Ok(()) });
    /// ```
    fn mget_json<T: DeserializeOwned>(
        &mut self,
        keys: impl Arguments<C>,
    ) -> impl Future<Output = Result<Vec<Option<T>>, Error>> + Send {
        documents::load_many(Awaited(self), documents::mget_json(keys))
    }

    /// Loads the entries of a cache at many keys, in their order (`MGET`; no keys send nothing). An
    /// entry that does not decode is `Stale`, and no error.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.set_json(any_key, &1).await?;
    /// assert_eq!(con.mget_json_cached(&[any_key, "missing"]).await?, [Cached::Hit(1), Cached::Miss]);
    /// # Ok(()) });
    /// ```
    fn mget_json_cached<T: DeserializeOwned>(
        &mut self,
        keys: impl Arguments<C>,
    ) -> impl Future<Output = Result<Vec<Cached<T>>, Error>> + Send {
        documents::load_many_cached(Awaited(self), documents::mget_json(keys))
    }

    /// Removes the document at any key and returns it, or `None` if the key does not exist
    /// (`GETDEL`, Redis 6.2). A document that does not decode is an error, and is removed as well.
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.set_json(any_key, &ada).await?;
    /// assert_eq!(con.getdel_json(any_key).await?, Some(ada));
    /// assert_eq!(con.getdel_json::<User>(any_key).await?, None);
    /// # Ok(()) });
    /// ```
    fn getdel_json<T: DeserializeOwned>(
        &mut self,
        key: impl Argument<C>,
    ) -> impl Future<Output = Result<Option<T>, Error>> + Send {
        ask_async(self, Ok(documents::getdel_json(key)))
    }

    /// Loads the document at any key, or `None` if the key does not exist, and sets its expiry
    /// (`GETEX`, Redis 6.2).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.set_json(any_key, &ada).await?;
    /// assert_eq!(con.getex_json(any_key, redis::Expiry::EX(60)).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn getex_json<T: DeserializeOwned>(
        &mut self,
        key: impl Argument<C>,
        expiry: C::Expiry,
    ) -> impl Future<Output = Result<Option<T>, Error>> + Send {
        ask_async(self, Ok(documents::getex_json(key, expiry)))
    }

    /// Stores a document at any key, and drops the expiry that the key has (`SET`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.set_json(any_key, &ada).await?;
    /// assert_eq!(con.get_json(any_key).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn set_json<T: Serialize + ?Sized>(
        &mut self,
        key: impl Argument<C>,
        value: &T,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        ask_async(self, documents::set_at_any(key, value))
    }

    /// Stores a document at any key, for that many seconds (`SETEX`).
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// con.set_json_ex(any_key, &ada, 60).await?; // for a minute
    /// assert_eq!(con.get_json(any_key).await?, Some(ada));
    /// # Ok(()) });
    /// ```
    fn set_json_ex<T: Serialize + ?Sized>(
        &mut self,
        key: impl Argument<C>,
        value: &T,
        seconds: u64,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        ask_async(self, documents::set_json_ex(key, value, seconds))
    }

    /// Stores a document at any key, with the client's options of `SET`, and returns whether it
    /// did. (The option `GET` makes another reply: that is for the client's own command.)
    ///
    /// ```
    /// # use doc_example::*;
    /// # example_async(async |con, ada, key, any_key| {
    /// let if_new = || redis::SetOptions::default().conditional_set(redis::ExistenceCheck::NX);
    /// assert!(con.set_json_options(any_key, &ada, if_new()).await?);
    /// assert!(!con.set_json_options(any_key, &ada, if_new()).await?);
    /// # Ok(()) });
    /// ```
    fn set_json_options<T: Serialize + ?Sized>(
        &mut self,
        key: impl Argument<C>,
        value: &T,
        options: C::SetOptions,
    ) -> impl Future<Output = Result<bool, Error>> + Send {
        ask_async(self, documents::set_json_options(key, value, options))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, Con: AsyncConnection<C> + ?Sized> AsyncDocumentCommands<C> for Con {}
