//! Cache: how an entry is filled that many ask for.

use crate::errors::error::{Error, ErrorKind};
use std::time::Duration;

/// How the entries of a cache are filled by
/// [`load_or_else`](crate::DocumentCommands::load_or_else).
///
/// A type with `#[redis_json(cache)]` has one, and [`Key::with_cache`](crate::Key::with_cache)
/// gives one to a key of any type.
///
/// # Examples
///
/// ```
/// use redis_derive::Cache;
/// use std::time::Duration;
///
/// let cache = Cache::new().with_lease(Duration::from_secs(60)).fall_through();
/// assert_ne!(cache, Cache::new());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cache {
    pub(crate) lease: Duration,
    pub(crate) patience: Duration,
    pub(crate) falls_through: bool,
    pub(crate) keeps_undecodable: bool,
    pub(crate) absent: Option<Duration>,
    pub(crate) stale: Option<Duration>,
    /// In per cent.
    pub(crate) jitter: u8,
}

impl Cache {
    /// Makes one with a lease of ten seconds and a patience of thirty.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Cache;
    ///
    /// assert_eq!(Cache::new(), Cache::default());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            lease: Duration::from_secs(10),
            patience: Duration::from_secs(30),
            falls_through: false,
            keeps_undecodable: false,
            absent: None,
            stale: None,
            jitter: 0,
        }
    }

    /// Sets how long one caller may take to fill an entry before another begins: what a source
    /// takes at the longest. It is at least a millisecond.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::Cache;
    /// # use std::time::Duration;
    /// let key = key.with_cache(Cache::new().with_lease(Duration::from_secs(60)));
    /// assert_eq!(con.load_or_else(&key, || ada.clone())?, ada);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub const fn with_lease(self, lease: Duration) -> Self {
        Self { lease, ..self }
    }

    /// Sets how long a caller waits for the entry that another fills. Then it asks its own source,
    /// and stores nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::Cache;
    /// # use std::time::Duration;
    /// let key = key.with_cache(Cache::new().with_patience(Duration::from_secs(5)));
    /// assert_eq!(con.load_or_else(&key, || ada.clone())?, ada);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub const fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Remembers for this time that a source has found nothing, for
    /// [`load_or_find`](crate::DocumentCommands::load_or_find). Without it the source is asked each
    /// time.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::Cache;
    /// # use std::time::Duration;
    /// let key = key.with_cache(Cache::new().with_absent(Duration::from_secs(60)));
    /// assert_eq!(con.load_or_else(&key, || ada.clone())?, ada);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub const fn with_absent(self, absent: Duration) -> Self {
        Self { absent: Some(absent), ..self }
    }

    /// Calls the last part of an entry's time to live *stale*: then one caller refreshes the entry
    /// from its source, while the others get it as it is, and so does the caller where the source
    /// fails. The expiry of the key is the whole time: with `ttl = "5m"` and `cache(stale = "2h")`
    /// it is two hours and five minutes.
    ///
    /// Each look at such an entry is two commands in one piece (`GET` and `PTTL`); a look at many is
    /// `MGET`, and then a `PTTL` for each. A document that is `null` is not refreshed before it
    /// expires.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::Cache;
    /// # use std::time::Duration;
    /// let key = key.with_cache(Cache::new().with_stale(Duration::from_secs(600)));
    /// assert_eq!(con.load_or_else(&key, || ada.clone())?, ada);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub const fn with_stale(self, stale: Duration) -> Self {
        Self { stale: Some(stale), ..self }
    }

    /// Cuts the time to live of each entry that is filled by a random part of so many per cent, at
    /// most 100, so that those which are filled together do not expire together.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::Cache;
    /// # use std::time::Duration;
    /// let key = key.with_cache(Cache::new().with_jitter(10));
    /// assert_eq!(con.load_or_else(&key, || ada.clone())?, ada);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub const fn with_jitter(self, percent: u8) -> Self {
        let jitter = if percent > 100 { 100 } else { percent };
        Self { jitter, ..self }
    }

    /// Asks the source where Redis fails, and returns what that returns. Without it an entry that
    /// cannot be read for that is an error.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::Cache;
    /// # use std::time::Duration;
    /// let key = key.with_cache(Cache::new().fall_through());
    /// assert_eq!(con.load_or_else(&key, || ada.clone())?, ada);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub const fn fall_through(self) -> Self {
        Self { falls_through: true, ..self }
    }

    /// Returns the error of an entry that does not decode, and leaves it as it is, so that a
    /// program leaves those of a newer version alone. Without it such an entry is filled again.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::Cache;
    /// # use std::time::Duration;
    /// let key = key.with_cache(Cache::new().keep_undecodable());
    /// assert_eq!(con.load_or_else(&key, || ada.clone())?, ada);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub const fn keep_undecodable(self) -> Self {
        Self { keeps_undecodable: true, ..self }
    }
}

impl Cache {
    /// Tells whether the source is asked in place of this error: it is Redis that fails.
    pub(crate) fn falls_through(self, error: &Error) -> bool {
        self.falls_through && error.kind() == ErrorKind::Client
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::new()
    }
}

/// A type whose documents are the entries of a cache.
///
/// `#[derive(RedisJson)]` implements it for a type with `#[redis_json(cache)]`. By hand its keys
/// also take [`Key::with_cache`](crate::Key::with_cache), so that every command knows of the cache.
///
/// ```
/// use redis_derive::{Cache, CacheEntry, CacheKey, Key};
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Thumbnail { width: u32 }
///
/// impl CacheEntry for Thumbnail {
///     const CACHE: Cache = Cache::new();
/// }
///
/// fn key_of(name: &str) -> CacheKey<Thumbnail> {
///     Key::new(format!("thumbnail:{name}")).with_cache(Thumbnail::CACHE)
/// }
/// assert_eq!(key_of("cat").as_str(), "thumbnail:cat");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no entry of a cache",
    label = "needs `#[redis_json(cache)]`",
    note = "add `cache` to `#[redis_json(key = \"...\", ttl = \"...\")]` of `{Self}`, or give the key a \
            cache: `key.with_cache(redis_derive::Cache::new())`"
)]
pub trait CacheEntry {
    /// How they are filled.
    const CACHE: Cache;
}
