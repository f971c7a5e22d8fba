//! The replies of RedisJSON to a path that begins with `$`.
//!
//! Such a path may match any number of places in a document, so the reply is always an array of
//! [matches](https://redis.io/docs/latest/develop/data-types/json/path/): `[match]` for one match,
//! and `[]` for no match. The three types here say how many matches the program expects.
//!
//! ```
//! # extern crate redis_1 as redis;
//! use redis::{Connection, RedisResult, cmd};
//! use redis_derive::path;
//!
//! fn email(con: &mut Connection, key: &str) -> RedisResult<Option<String>> {
//!     // `None` when the key is missing, and `Some(path::Optional(None))`
//!     // when the document has no e-mail.
//!     let email: Option<path::Optional<String>> =
//!         cmd("JSON.GET").arg(key).arg("$.email").query(con)?;
//!     Ok(email.and_then(path::Optional::into_inner))
//! }
//!
//! type Prices = Vec<Option<path::One<f64>>>;
//!
//! fn prices(con: &mut Connection, keys: &[&str]) -> RedisResult<Prices> {
//!     cmd("JSON.MGET").arg(keys).arg("$.price").query(con)
//! }
//! ```
//!
//! A native array, such as the reply of `JSON.NUMINCRBY` on RESP3, is read in the same way.
//! `JSON.TYPE` and `JSON.OBJKEYS` do not reply with JSON: read their replies as `Vec<String>` and
//! so on.
//!
//! With several paths, `JSON.GET` replies with an object that has an array of matches for each
//! path. These types can be the fields of that object:
//!
//! ```
//! # use redis_derive::{RedisJson, from_redis_json, path};
//! #[derive(serde::Deserialize, RedisJson)]
//! #[redis_json(read_only)]
//! struct Summary {
//!     #[serde(rename = "$.name")]
//!     name: path::One<String>,
//!     #[serde(rename = "$..price")]
//!     prices: path::All<f64>,
//! }
//!
//! // JSON.GET key $.name $..price
//! let summary: Summary = from_redis_json(br#"{"$.name": ["lamp"], "$..price": [3.5, 4]}"#)?;
//! assert_eq!(*summary.name, "lamp");
//! assert_eq!(*summary.prices, [3.5, 4.0]);
//! # Ok::<(), redis_derive::Error>(())
//! ```

use crate::conversion::codec::{Decoder, Serde};
use crate::errors::error::{Error, ErrorKind};
use crate::errors::vocabulary;
use crate::reply::Reply;
use serde::de::{DeserializeOwned, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// Exactly one match.
///
/// ```
/// use redis_derive::{from_redis_json, path};
///
/// let path::One(price) = from_redis_json::<path::One<f64>>(b"[3.5]")?;
/// assert_eq!(price, 3.5);
/// from_redis_json::<path::One<f64>>(b"[]").unwrap_err();
/// # Ok::<(), redis_derive::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct One<T>(pub T);

/// One match, or no match.
///
/// ```
/// use redis_derive::{from_redis_json, path};
///
/// assert_eq!(from_redis_json::<path::Optional<f64>>(b"[]")?.into_inner(), None);
/// # Ok::<(), redis_derive::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Optional<T>(pub Option<T>);

/// Every match, in the order of the reply.
///
/// ```
/// use redis_derive::{from_redis_json, path};
///
/// assert_eq!(from_redis_json::<path::All<f64>>(b"[3.5, 4]")?.into_inner(), [3.5, 4.0]);
/// # Ok::<(), redis_derive::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct All<T>(pub Vec<T>);

impl<T> Default for All<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The number of matches that a type expects.
trait FromMatches<T>: Sized {
    /// The expectation, and the type to use for other numbers of matches.
    const EXPECTED: &'static str;

    /// Returns the value, or the error about the number of matches.
    fn from_matches(matches: Vec<T>) -> Result<Self, &'static str>;
}

impl<T> FromMatches<T> for One<T> {
    const EXPECTED: &'static str = vocabulary::ONE_MATCH;

    fn from_matches(matches: Vec<T>) -> Result<Self, &'static str> {
        match <[T; 1]>::try_from(matches) {
            Ok([one]) => Ok(Self(one)),
            Err(none) if none.is_empty() => Err(vocabulary::NO_MATCH),
            Err(_) => Err(vocabulary::MATCHES_FOR_ONE),
        }
    }
}

impl<T> FromMatches<T> for Optional<T> {
    const EXPECTED: &'static str = vocabulary::ONE_MATCH_OR_NONE;

    fn from_matches(mut matches: Vec<T>) -> Result<Self, &'static str> {
        match matches.len() {
            0 | 1 => Ok(Self(matches.pop())),
            _ => Err(vocabulary::MATCHES_FOR_ONE_OR_NONE),
        }
    }
}

impl<T> FromMatches<T> for All<T> {
    const EXPECTED: &'static str = vocabulary::ALL_MATCHES;

    fn from_matches(matches: Vec<T>) -> Result<Self, &'static str> {
        Ok(Self(matches))
    }
}

impl<T> One<T> {
    /// Returns the match.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{from_redis_json, path};
    ///
    /// let reply: path::One<f64> = from_redis_json(b"[3.5]")?;
    /// assert_eq!(reply.into_inner(), 3.5);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for One<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for One<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for One<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(MatchesVisitor(PhantomData))
    }
}

impl<T> Optional<T> {
    /// Returns the match, or `None` if the path has no match.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{from_redis_json, path};
    ///
    /// let reply: path::Optional<f64> = from_redis_json(b"[]")?;
    /// assert_eq!(reply.into_inner(), None);
    /// let mut reply: path::Optional<f64> = from_redis_json(b"[0.5]")?;
    /// assert_eq!(reply.take(), Some(0.5));
    /// reply.replace(1.5);
    /// assert_eq!(reply.into_inner(), Some(1.5));
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[must_use]
    pub fn into_inner(self) -> Option<T> {
        self.0
    }
}

impl<T> Deref for Optional<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T> DerefMut for Optional<T> {
    fn deref_mut(&mut self) -> &mut Option<T> {
        &mut self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Optional<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(MatchesVisitor(PhantomData))
    }
}

impl<T> All<T> {
    /// Returns the matches.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{from_redis_json, path};
    ///
    /// let reply: path::All<f64> = from_redis_json(b"[3.5, 4]")?;
    /// assert_eq!(reply.into_inner(), [3.5, 4.0]);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[must_use]
    pub fn into_inner(self) -> Vec<T> {
        self.0
    }
}

impl<T> Deref for All<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for All<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for All<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(MatchesVisitor(PhantomData))
    }
}

impl<T> IntoIterator for All<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a All<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Reads an array of matches, from its elements.
struct MatchesVisitor<M, T>(PhantomData<(M, T)>);

impl<'de, M: FromMatches<T>, T: Deserialize<'de>> Visitor<'de> for MatchesVisitor<M, T> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(M::EXPECTED)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<M, A::Error> {
        let mut matches = Vec::new();
        while let Some(each) = array.next_element()? {
            matches.push(each);
        }
        M::from_matches(matches).map_err(A::Error::custom)
    }
}

/// Reads the matches of a path: JSON text in serde's way, a native array element by element.
#[doc(hidden)]
#[derive(Debug)]
pub struct Matches<T>(PhantomData<T>);

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned, M: FromMatches<T> + DeserializeOwned> Decoder<M> for Matches<T> {
    fn decode_bytes<E: From<Error>>(bytes: &[u8]) -> Result<M, E> {
        Serde::decode_bytes(bytes)
    }

    fn decode_reply<E: From<Error>>(reply: Reply<'_>) -> Result<M, E> {
        let Some(array) = reply.array() else { return Serde::decode_reply(reply) };
        let matches = array.elements().map(decode_match).collect::<Result<_, E>>()?;
        M::from_matches(matches)
            .map_err(|reason| Error::new(ErrorKind::Data, type_name::<M>(), reason).into())
    }

    fn decode_elements<E: From<Error>>(bytes: &[u8]) -> Result<Vec<M>, E> {
        Serde::decode_elements(bytes)
    }
}

/// Reads a match in a native array, where nil is the `null` of text.
fn decode_match<T: DeserializeOwned, E: From<Error>>(element: Reply<'_>) -> Result<T, E> {
    match element {
        Reply::Nil => Serde::decode_bytes(b"null"),
        element => Serde::decode_reply(element),
    }
}
