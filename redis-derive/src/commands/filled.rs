//! Filled: the argument of `load_or_else` and its variants, and the origin of the value that they
//! return.

use crate::keys::as_key::AsKey;
use crate::keys::cache::{Cache, CacheEntry};
use crate::keys::key::{CacheKey, Key};
use std::ops::Deref;

/// The argument of `load_or_else` and its variants: a [key](AsKey) of a cache, by value or by
/// reference.
///
/// | | |
/// |---|---|
/// | a `Key<T>` | if `T` has `#[redis_json(cache)]`: see [`CacheEntry`] |
/// | a [`CacheKey<T>`](CacheKey) | for any `T`: see [`Key::with_cache`] |
/// | [`key.with_origin()`](Key::with_origin) | either; the value comes with its [`Origin`] |
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no key of a cache",
    label = "expected a `Key<T>` of a type with `#[redis_json(cache)]`, `key.with_cache(...)`, \
             `key.with_origin()` of either, or a reference to one of them",
    note = "add `cache` to `#[redis_json(key = \"...\", ttl = \"...\")]` of the type, or give the \
            key a cache: `key.with_cache(redis_derive::Cache::new())`"
)]
pub trait Filled: AsKey<Document = Self::Entry> {
    /// The type of the entry.
    type Entry;
    /// The type that is returned for a value: the value, or the value with its [`Origin`].
    type Loaded<V>;

    #[doc(hidden)]
    fn cache(&self) -> Cache;

    #[doc(hidden)]
    fn loaded<V>(value: V, origin: Origin) -> Self::Loaded<V>;
}

#[diagnostic::do_not_recommend]
impl<T: CacheEntry> Filled for Key<T> {
    type Entry = T;
    type Loaded<V> = V;

    fn cache(&self) -> Cache {
        T::CACHE
    }

    fn loaded<V>(value: V, _: Origin) -> V {
        value
    }
}

#[diagnostic::do_not_recommend]
impl<T> Filled for CacheKey<T> {
    type Entry = T;
    type Loaded<V> = V;

    fn cache(&self) -> Cache {
        self.cache
    }

    fn loaded<V>(value: V, _: Origin) -> V {
        value
    }
}

/// The origin of a value from a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The entry was stored.
    Hit,
    /// This caller has asked its source, and has stored the entry.
    Filled,
    /// Another client has stored the entry meanwhile: the caller that this caller waited for, or a
    /// client that was faster than this caller's source.
    Waited,
    /// The entry is stale: another caller refreshes it, or the source has failed.
    Stale,
    /// This caller has asked its source, and nothing was stored: another client has removed the
    /// entry meanwhile, the other caller took too long, or Redis could not store the entry.
    Unstored,
}

/// A key of a cache whose values come with their [`Origin`], made by [`Key::with_origin`]. It
/// derefs to the key.
#[derive(Clone, Copy, Debug)]
pub struct WithOrigin<K>(K);

impl<K> Deref for WithOrigin<K> {
    type Target = K;

    fn deref(&self) -> &K {
        &self.0
    }
}

#[diagnostic::do_not_recommend]
impl<K: Filled> Filled for WithOrigin<K> {
    type Entry = K::Entry;
    type Loaded<V> = (V, Origin);

    fn cache(&self) -> Cache {
        self.0.cache()
    }

    fn loaded<V>(value: V, origin: Origin) -> (V, Origin) {
        (value, origin)
    }
}

#[diagnostic::do_not_recommend]
impl<K: Filled> Filled for &K {
    type Entry = K::Entry;
    type Loaded<V> = K::Loaded<V>;

    fn cache(&self) -> Cache {
        (**self).cache()
    }

    fn loaded<V>(value: V, origin: Origin) -> K::Loaded<V> {
        K::loaded(value, origin)
    }
}

impl<T> Key<T> {
    /// Lets `load_or_else` and its variants return a value with its [`Origin`], for example for a
    /// metric.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::{Cache, Origin};
    /// let key = key.with_cache(Cache::new());
    /// let (_, origin) = con.load_or_else(key.with_origin(), || ada.clone())?;
    /// assert_eq!(origin, Origin::Filled);
    /// let (_, origin) = con.load_or_else(key.with_origin(), || ada.clone())?;
    /// assert_eq!(origin, Origin::Hit);
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn with_origin(&self) -> WithOrigin<&Self> {
        WithOrigin(self)
    }
}

impl<T> CacheKey<T> {
    /// Lets `load_or_else` and its variants return a value with its [`Origin`], as
    /// [`Key::with_origin`] does.
    ///
    /// # Examples
    ///
    /// ```
    /// # use doc_example::*;
    /// # example(|con, ada, key, _| {
    /// # use redis_derive::{Cache, Origin};
    /// con.save(&ada)?;
    /// let key = key.with_cache(Cache::new());
    /// let found = con.load_or_else(key.with_origin(), || unreachable!("it is there"))?;
    /// assert_eq!(found, (ada, Origin::Hit));
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn with_origin(&self) -> WithOrigin<&Self> {
        WithOrigin(self)
    }
}
