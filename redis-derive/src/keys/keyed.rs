//! `Keyed`: a type that makes the key of each value.

use crate::keys::expiry::Expiry;
use crate::keys::key::{Key, OwnKey};
use crate::keys::pattern::KeyPattern;
use crate::keys::template::Template;
use std::borrow::Cow;
use std::fmt::Display;

/// A type that makes the key of each value.
///
/// `#[derive(RedisJson)]` implements it for a type with `#[redis_json(key = "...")]`, unless only
/// `key_for` takes a part of the key. For a key that no template can say, implement it by hand,
/// together with [`Patterned`]:
///
/// ```
/// use redis_derive::{Expiry, Key, KeyPattern, Keyed, Patterned};
/// use std::time::Duration;
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Upload { sha256: String, name: String }
///
/// const DAY: Expiry = Expiry::After(Duration::from_secs(86_400));
///
/// impl Keyed for Upload {
///     fn key(&self) -> Key<Self> {
///         let shard = self.sha256.get(..2).unwrap_or_default();
///         Key::new(format!("upload:{shard}:{}", self.sha256)).own().with_expiry(DAY)
///     }
/// }
///
/// impl Patterned for Upload {
///     fn key_pattern() -> KeyPattern<Self> {
///         let pattern = KeyPattern::new("upload:{shard}:{sha256}").expect("it is a template");
///         pattern.with_expiry(DAY)
///     }
/// }
///
/// let upload = Upload { sha256: "2cf24dba5fb0a30e".to_owned(), name: "ada.png".to_owned() };
/// assert_eq!(upload.key().as_str(), "upload:2c:2cf24dba5fb0a30e");
/// assert!(Upload::key_pattern().parts(&upload.key()).is_some());
/// ```
///
/// [`KeyPattern::with`] escapes a text with any characters, and makes it a part.
///
/// A generic store asks for `Keyed`:
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis_derive::{DocumentCommands, Error, Keyed};
/// use serde::de::DeserializeOwned;
///
/// /// The document that is stored under the key of a value.
/// fn stored<T>(con: &mut redis::Connection, value: &T) -> Result<Option<T>, Error>
/// where
///     T: DeserializeOwned + Keyed,
/// {
///     con.load(value.key())
/// }
/// #
/// # use redis_derive::RedisJson;
/// # let server = test_server::Server::start_private(&[])?;
/// # let mut con = redis::Client::open(server.url())?.get_connection()?;
/// # #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
/// # #[redis_json(key = "user:{name}")]
/// # struct User { name: String }
/// # let user = User { name: "ada".to_owned() };
/// # assert_eq!(stored(&mut con, &user)?, None);
/// # con.save(&user)?;
/// # assert_eq!(stored(&mut con, &user)?, Some(user));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no key of its own",
    label = "needs `#[redis_json(key = \"...\")]`",
    note = "add `#[redis_json(key = \"...\")]` to `{Self}`, or say the key: \
            `redis_derive::Key::new(\"...\")`",
    note = "a type with a `part` that no field gives has keys by `{Self}::key_for(...)` alone"
)]
pub trait Keyed {
    /// Returns the key of this value.
    ///
    /// # Panics
    ///
    /// If the `Display` of a part returns an error, as `to_string` and `format!` do, since the rest
    /// would be another key. `key_for` panics too.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Keyed, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(key = "user:{id}")]
    /// struct User { id: u64 }
    ///
    /// assert_eq!(User { id: 42 }.key().as_str(), "user:42");
    /// ```
    fn key(&self) -> Key<Self>;
}

/// A type whose keys can be told from all other keys by a pattern.
///
/// `#[derive(RedisJson)]` implements it for a type with `#[redis_json(key = "...")]` without
/// `verbatim`. A part of a `verbatim` key can be any text, so a scan or a removal by pattern could
/// find keys of other types. The derive also gives the type the function `key_pattern` itself; the
/// trait is for generic code.
#[diagnostic::on_unimplemented(
    message = "the keys of `{Self}` have no pattern",
    label = "needs `#[redis_json(key = \"...\")]` without `verbatim`",
    note = "a pattern of a `verbatim` key would find keys of other types too"
)]
pub trait Patterned {
    /// Returns the pattern of the keys of all values.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patterned, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(key = "user:{id}")]
    /// struct User { id: u64 }
    ///
    /// fn pattern_of<T: Patterned>() -> String {
    ///     T::key_pattern().to_string()
    /// }
    /// assert_eq!(pattern_of::<User>(), "user:*");
    /// ```
    #[must_use]
    fn key_pattern() -> KeyPattern<Self>;
}

/// What the derive says of a type with a template.
#[doc(hidden)]
pub trait Templated {
    const TEMPLATE: &'static Template;
    const VERBATIM: bool;
    /// Whether a value has all parts of its key, so that none is for `key_for` alone.
    const IS_WHOLE: bool;
    const EXPIRY: Expiry;
    const IS_CACHE: bool;
    /// Whether the type has paths, so that RedisJSON may store its documents.
    const HAS_PATHS: bool = false;

    /// Returns the text of the key. A part for `key_for` alone is empty.
    fn own(&self) -> String;
}

fn made<T: Templated + ?Sized>(key: String) -> Key<T> {
    let own = OwnKey { of: T::own, is_whole: T::IS_WHOLE };
    Key::made(key, T::EXPIRY, own, (T::IS_CACHE, T::HAS_PATHS))
}

/// Returns the text of a key with these parts, in the order of the template's placeholders.
#[doc(hidden)]
#[must_use]
pub fn fill<T: Templated + ?Sized>(parts: &[&dyn Display]) -> String {
    if T::VERBATIM { T::TEMPLATE.fill_verbatim(parts) } else { T::TEMPLATE.fill(parts) }
}

#[doc(hidden)]
#[must_use]
pub fn key_of<T: Templated + ?Sized>(parts: &[&dyn Display]) -> Key<T> {
    made(fill::<T>(parts))
}

#[doc(hidden)]
#[must_use]
pub fn own_key<T: Templated + ?Sized>(value: &T) -> Key<T> {
    made(value.own())
}

#[doc(hidden)]
#[must_use]
pub fn pattern_of<T: Templated + ?Sized>() -> KeyPattern<T> {
    KeyPattern::of(Cow::Borrowed(T::TEMPLATE), made::<T>)
}

/// Reads the expression of a part apart from the code around it, so that a mistake in its syntax is
/// one error, and so that no statement can follow it. The error of the derive points at it.
#[doc(hidden)]
#[macro_export]
macro_rules! __expression {
    ([$($error:tt)*] $expression:expr) => {
        $expression
    };
    ([$($error:tt)*] $($others:tt)*) => {
        $($error)*
    };
}
