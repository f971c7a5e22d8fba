//! Cache: how an entry is filled when many callers ask for it.

use crate::errors::error::{Error, ErrorKind};
use std::time::Duration;

/// Settings of a cache, for [`load_or_else`](crate::DocumentCommands::load_or_else) and its
/// variants.
///
/// A type with `#[redis_json(cache)]` has settings. [`Key::with_cache`](crate::Key::with_cache)
/// gives them to a key of any type.
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
    /// In percent.
    pub(crate) jitter: u8,
}

impl Cache {
    /// Makes settings with a lease of ten seconds and a patience of thirty seconds.
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

    /// Sets the time that one caller has to fill an entry, before another caller begins. It should
    /// be the longest time that the source takes. The least is one millisecond.
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

    /// Sets the time that a caller waits for an entry that another caller fills. After that time
    /// the caller asks its own source, and stores nothing.
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

    /// Sets the time for which Redis remembers that the source found nothing, for
    /// [`load_or_find`](crate::DocumentCommands::load_or_find). Without it, the source is asked
    /// each time.
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

    /// Makes the last part of an entry's time to live *stale*. Then one caller refreshes the entry
    /// from its source, and the others get the stale entry. If the source fails, the caller gets
    /// the stale entry too. The key expires after both times: with `ttl = "5m"` and `cache(stale =
    /// "2h")` after two hours and five minutes. A key that keeps its expiry keeps it in a refresh
    /// too, so its entry stays stale, and is refreshed after each lease.
    ///
    /// Each read of such an entry sends `GET` and `PTTL` together. A read of many entries sends
    /// `MGET`, and then a `PTTL` for each. An entry whose document is `null` is not refreshed
    /// before it expires.
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

    /// Shortens the time to live of each filled entry by a random part of at most `percent` (at
    /// most 100), so that entries that are filled together do not expire together. The stale time
    /// is not shortened.
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

    /// Asks the source if Redis fails, and returns the source's value. Without it, a failure of
    /// Redis is an error.
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

    /// Returns an error for an entry that does not decode, and keeps the entry, so that the program
    /// does not overwrite entries of a newer version. Without it, such an entry is filled again.
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
    /// Tells whether the caller asks the source in place of this error, since Redis failed.
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
/// `#[derive(RedisJson)]` implements it for a type with `#[redis_json(cache)]`. If you implement it
/// by hand, make each key with [`Key::with_cache`](crate::Key::with_cache), so that every command
/// knows the cache.
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
    note = "add `cache` to `#[redis_json(key = \"...\", ttl = \"...\")]` of `{Self}`, or give the \
            key a cache: `key.with_cache(redis_derive::Cache::new())`"
)]
pub trait CacheEntry {
    /// The settings of the cache.
    const CACHE: Cache;
}
