//! `Key<T>`: a key that knows the type of its document.

use crate::keys::cache::Cache;
use crate::keys::expiry::Expiry;
use crate::keys::keyed::Keyed;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::time::Duration;

/// The time for which an update tries again.
const PATIENCE: Duration = Duration::from_secs(10);

/// The key of a document of the type `T`, with the expiry that a write sets.
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
/// [`new`](Self::new) makes a key for any other type. A key is one argument of a command. The
/// commands for documents, such as [`load`](crate::DocumentCommands::load), take a key, and read
/// and write only a `T` there.
///
/// Keys are compared, ordered and hashed by their text.
pub struct Key<T: ?Sized> {
    text: String,
    expiry: Expiry,
    own: Option<OwnKey<T>>,
    patience: Duration,
    /// Whether the key may hold a placeholder.
    is_cache: bool,
    /// Whether the key may hold a document of RedisJSON.
    has_paths: bool,
    document: PhantomData<fn() -> T>,
}

/// A key with a cache, made by [`Key::with_cache`].
///
/// [`load_or_else`](crate::DocumentCommands::load_or_else) takes it for a type without
/// `#[redis_json(cache)]`. For the other commands it derefs to a [`Key`].
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

/// The key that a value makes for itself.
pub(crate) struct OwnKey<T: ?Sized> {
    pub(crate) of: fn(&T) -> String,
    /// Whether the text is complete, without a part that only `key_for` takes.
    pub(crate) is_whole: bool,
}

impl<T: ?Sized> Clone for OwnKey<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for OwnKey<T> {}

impl<T: ?Sized> Key<T> {
    /// Makes a key for documents of any serde type. A write keeps the expiry that the key has.
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

    /// Sets the expiry that a write to the key sets.
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

    /// Sets the time for which an [`update`](crate::DocumentCommands::update) of the document tries
    /// again after its first conflict with another client: ten seconds by default. With a time of
    /// zero, the update runs once. ([`Cache::with_patience`](crate::Cache::with_patience) sets how
    /// long a caller waits for an entry of a cache.)
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

    /// Returns a key that was made from a template.
    pub(crate) fn made(
        text: String,
        expiry: Expiry,
        own: OwnKey<T>,
        (is_cache, has_paths): (bool, bool),
    ) -> Self {
        Self { own: Some(own), is_cache, has_paths, ..Self::new(text) }.with_expiry(expiry)
    }

    /// Gives the key a cache. Use this key for all commands, in each program, so that commands that
    /// write or remove know that an entry which is being filled is not a document.
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

    /// Tells whether a write is refused if the key holds another Redis type than a string. (A cache
    /// stores strings.)
    pub(crate) fn keeps_redis_json(&self) -> bool {
        self.has_paths && !self.is_cache
    }

    /// Makes an update fail if it would change the key of the document. The keys of a type with
    /// `key = "..."` do so already. Call it in a [`Keyed`] that is written by hand.
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

    /// Returns the key that the stored value makes for itself, or `None` if that is this key
    /// anyway.
    pub(crate) fn before(&self, stored: &T) -> Option<String> {
        self.own.filter(|own| !own.is_whole).map(|own| (own.of)(stored))
    }

    /// Tells whether the changed value makes the same key as the stored value did.
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
        // The program may have stored the value under a key that the value does not make.
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

    /// Returns what a write to the key does to its expiry.
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

// Not derived, since a derived impl would require the same trait of `T`.

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
