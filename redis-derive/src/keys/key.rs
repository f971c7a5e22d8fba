//! `Key<T>`: a key that knows what is stored under it.

use crate::keys::cache::Cache;
use crate::keys::expiry::Expiry;
use crate::keys::keyed::Keyed;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::time::Duration;

/// How long an update tries again.
const PATIENCE: Duration = Duration::from_secs(10);

/// The key of a document of the type `T`, and what a write to it does to its expiry.
///
/// A type with a template makes its own keys, from a value or from the values of its parts:
///
/// ```
/// use redis_derive::{Keyed, RedisJson};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(key = "user:{id}", ttl = "30m")]
/// struct User { id: u64, name: String }
///
/// let key = User::key_for(42);
/// assert_eq!(key.as_str(), "user:42");
/// assert_eq!(User { id: 42, name: "Ada".to_owned() }.key(), key);
/// ```
///
/// [`new`](Self::new) makes a key for any other type. A key is one argument of a command, and it is
/// what the commands for documents take, such as [`load`](crate::DocumentCommands::load): they read
/// and write a `T` there and nothing else.
///
/// Keys are compared by their text.
pub struct Key<T: ?Sized> {
    text: String,
    expiry: Expiry,
    own: Option<OwnKey<T>>,
    patience: Duration,
    /// Whether what is there may be a placeholder.
    is_cache: bool,
    /// Whether what is there may be a document of RedisJSON.
    has_paths: bool,
    document: PhantomData<fn() -> T>,
}

/// A key with a cache of its own, by [`Key::with_cache`].
///
/// It is what [`load_or_else`](crate::DocumentCommands::load_or_else) takes where the type is no
/// entry of a cache, and derefs to a [`Key`] for the other commands.
pub struct CacheKey<T: ?Sized> {
    key: Key<T>,
    pub(crate) cache: Cache,
}

impl<T: ?Sized> std::ops::Deref for CacheKey<T> {
    type Target = Key<T>;

    fn deref(&self) -> &Key<T> {
        &self.key
    }
}

/// What a value makes of its own key.
pub(crate) struct OwnKey<T: ?Sized> {
    pub(crate) of: fn(&T) -> String,
    /// Whether that is all of it, without a part that `key_for` alone is given.
    pub(crate) is_whole: bool,
}

impl<T: ?Sized> Clone for OwnKey<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for OwnKey<T> {}

impl<T: ?Sized> Key<T> {
    /// Makes a key for documents of any serde type. Writes to it keep the expiry that is there.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Key;
    ///
    /// let key: Key<Vec<String>> = Key::new("top-ten");
    /// assert_eq!(key.to_string(), "top-ten");
    /// ```
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            text: key.into(),
            expiry: Expiry::Keep,
            own: None,
            patience: PATIENCE,
            is_cache: false,
            has_paths: false,
            document: PhantomData,
        }
    }

    /// Sets another expiry for what is written to the key.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Expiry, Key};
    ///
    /// let key: Key<String> = Key::new("motd").with_expiry(Expiry::Never);
    /// assert_eq!(key.expiry(), Expiry::Never);
    /// ```
    #[must_use]
    pub fn with_expiry(self, expiry: Expiry) -> Self {
        Self { expiry, ..self }
    }

    /// Sets how long an [`update`](crate::DocumentCommands::update) of the document tries again
    /// after its first conflict with another client, before it gives up: ten seconds by default.
    /// With no time at all it is tried once. (How long a caller waits for the entry of a cache is
    /// said by [`Cache::with_patience`](crate::Cache::with_patience).)
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// use redis_derive::ErrorKind;
    /// use std::time::Duration;
    ///
    /// con.save(&ada)?;
    /// let key = key.with_patience(Duration::ZERO);
    /// let mut other = connect()?;
    /// let change = |user: &mut User| {
    ///     other.update(&key, |ada| ada.visits += 1).unwrap();
    ///     user.visits += 1;
    /// };
    /// assert_eq!(con.update(&key, change).unwrap_err().kind(), ErrorKind::Conflict);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    pub(crate) fn patience(&self) -> Duration {
        self.patience
    }

    /// Returns a key that a template has made.
    pub(crate) fn made(
        text: String,
        expiry: Expiry,
        own: OwnKey<T>,
        (is_cache, has_paths): (bool, bool),
    ) -> Self {
        Self { own: Some(own), is_cache, has_paths, ..Self::new(text) }.with_expiry(expiry)
    }

    /// Makes it the key of a cache. Use it for all commands on the key, in each program: those
    /// that write and remove know then that an entry which is being filled is none.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, _, any_key| {
    /// use redis_derive::Cache;
    /// use std::time::Duration;
    ///
    /// let minute = Expiry::After(Duration::from_secs(60));
    /// let primes: Key<Vec<u32>> = Key::new(any_key).with_expiry(minute);
    /// let primes = primes.with_cache(Cache::new());
    /// assert_eq!(con.load_or_else(&primes, || vec![2, 3, 5])?, [2, 3, 5]);
    /// assert!(con.remove(&primes)?);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn with_cache(self, cache: Cache) -> CacheKey<T> {
        CacheKey { key: Self { is_cache: true, ..self }, cache }
    }

    pub(crate) fn is_cache(&self) -> bool {
        self.is_cache
    }

    /// Tells whether a write is refused where something else than a string is stored. (What a cache
    /// stores is a string.)
    pub(crate) fn keeps_redis_json(&self) -> bool {
        self.has_paths && !self.is_cache
    }

    /// Makes it the own key of its document: an update that would give the document another
    /// key is an error. The keys of a type with `key = "..."` are; say it in a [`Keyed`] by hand.
    ///
    /// # Examples
    ///
    /// ```
    /// # extern crate redis_1 as redis;
    /// use redis_derive::{DocumentCommands, ErrorKind, Key, Keyed};
    ///
    /// #[derive(Debug, serde::Serialize, serde::Deserialize)]
    /// struct Order { number: u32 }
    ///
    /// impl Keyed for Order {
    ///     fn key(&self) -> Key<Self> {
    ///         Key::new(format!("order:{:06}", self.number)).own()
    ///     }
    /// }
    ///
    /// # let server = test_server::Server::start_private(&[])?;
    /// # let mut con = redis::Client::open(server.url())?.get_connection()?;
    /// let order = Order { number: 7 };
    /// con.save(&order)?;
    /// let error = con.update(&order.key(), |order| order.number = 8).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::KeyChanged);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn own(self) -> Self
    where
        T: Keyed,
    {
        let of = |value: &T| value.key().into_text();
        Self { own: Some(OwnKey { of, is_whole: true }), ..self }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Returns what a value that is stored here makes of its key, unless that is this key anyway.
    pub(crate) fn before(&self, stored: &T) -> Option<String> {
        self.own.filter(|own| !own.is_whole).map(|own| (own.of)(stored))
    }

    /// Tells whether a changed value still has the key that the stored one had.
    pub(crate) fn is_kept<E>(
        &self,
        changed: &T,
        before: Option<String>,
        stored: impl FnOnce() -> Result<T, E>,
    ) -> Result<bool, E>
    where
        T: Sized,
    {
        let Some(own) = self.own else { return Ok(true) };
        let after = (own.of)(changed);
        if after == self.text {
            return Ok(true);
        }
        // The program may have stored it here under a key that is not its own.
        Ok(after == before.map_or_else(|| stored().map(|stored| (own.of)(&stored)), Ok)?)
    }

    /// Returns the text of the key.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Key;
    ///
    /// let key: Key<String> = Key::new("motd");
    /// assert_eq!(key.as_str(), "motd");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Tells what a write to the key does to its expiry.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Expiry, Key};
    ///
    /// let key: Key<String> = Key::new("motd");
    /// assert_eq!(key.expiry(), Expiry::Keep);
    /// ```
    #[must_use]
    pub fn expiry(&self) -> Expiry {
        self.expiry
    }
}

impl<T: ?Sized> AsRef<str> for Key<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<T: ?Sized> fmt::Display for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

// By hand, since derived they would ask the same of `T`.

impl<T: ?Sized> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.text).finish()
    }
}

impl<T: ?Sized> fmt::Debug for CacheKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CacheKey").field(&self.key.text).field(&self.cache).finish()
    }
}

impl<T: ?Sized> Clone for Key<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), ..*self }
    }
}

impl<T: ?Sized> Clone for CacheKey<T> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), cache: self.cache }
    }
}

impl<T: ?Sized> PartialEq for Key<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T: ?Sized> Eq for Key<T> {}

impl<T: ?Sized> PartialOrd for Key<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: ?Sized> Ord for Key<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T: ?Sized> Hash for Key<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
