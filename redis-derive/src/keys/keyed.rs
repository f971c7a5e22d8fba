//! `Keyed`: a type whose values have a key of their own.

use crate::keys::expiry::Expiry;
use crate::keys::key::Key;
use crate::keys::pattern::KeyPattern;
use crate::keys::template::Template;
use std::fmt::Display;

/// A type whose values have a key of their own.
///
/// `#[derive(RedisJson)]` implements it for a type with `#[redis_json(key = "...")]`, and gives the type the function `key_for` as
/// well, which takes the values of the placeholders in the order of the template.
///
/// It is what a generic store asks for:
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
///     con.load(&value.key())
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
    note = "add `#[redis_json(key = \"...\")]` to `{Self}`, or say the key: `redis_derive::Key::new(\"...\")`"
)]
pub trait Keyed {
    /// What the keys look like.
    #[doc(hidden)]
    const TEMPLATE: Template;

    /// What a write does to the expiry: `ttl`, or else it keeps the one that is there.
    #[doc(hidden)]
    const EXPIRY: Expiry;

    /// The key of this value.
    ///
    /// # Panics
    ///
    /// When the `Display` of a field in the key returns an error, as `to_string` and `format!` do: a part of it would be another
    /// key. So does `key_for`.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Keyed, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(key = "user:{id}")]
    /// struct UserProfile { id: u64 }
    ///
    /// assert_eq!(UserProfile { id: 42 }.key().as_str(), "user:42");
    /// ```
    fn key(&self) -> Key<Self>;

    /// The keys of all values, as a pattern for `SCAN`.
    ///
    /// ```
    /// use redis_derive::{Keyed, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(key = "user:{id}")]
    /// struct UserProfile { id: u64 }
    ///
    /// assert_eq!(UserProfile::key_pattern().to_string(), "user:*");
    /// ```
    #[must_use]
    fn key_pattern() -> KeyPattern<Self> {
        KeyPattern::new(Self::TEMPLATE, Self::EXPIRY)
    }
}

/// The key with these parts, in the order of the template's placeholders.
#[doc(hidden)]
#[must_use]
pub fn key_of<T: Keyed + ?Sized>(parts: &[&dyn Display]) -> Key<T> {
    Key::new(T::TEMPLATE.fill(parts)).with_expiry(T::EXPIRY)
}
