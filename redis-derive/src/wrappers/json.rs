//! `Json<T>`: any serde type as one document, without a derive.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A value of any serde type, in and out of Redis as one JSON document.
///
/// Use it for a type that cannot derive [`RedisJson`](macro@crate::RedisJson): a type of another
/// crate, a `Vec` or a map as one argument, a reference. Its JSON is the JSON of the value, and in
/// Rust it derefs to the value.
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis::Commands;
/// use redis_derive::Json;
/// use std::collections::HashMap;
///
/// type Counts = HashMap<String, u32>;
///
/// /// How often a word was counted.
/// fn count(con: &mut redis::Connection, word: &str) -> redis::RedisResult<u32> {
///     let counts: Option<Json<Counts>> = con.get("counts")?;
///     Ok(counts.and_then(|counts| counts.get(word).copied()).unwrap_or_default())
/// }
///
/// // A slice is one argument, not one for each element:
/// let command = redis::cmd("SET").arg("primes").arg(Json(&[2, 3, 5][..])).get_packed_command();
/// assert!(command.ends_with(b"\r\n$7\r\n[2,3,5]\r\n"));
/// #
/// # let server = test_server::Server::start_private(&[])?;
/// # let mut con = redis::Client::open(server.url())?.get_connection()?;
/// # assert_eq!(count(&mut con, "of")?, 0);
/// # let () = con.set("counts", Json(Counts::from([("of".to_owned(), 2)])))?;
/// # assert_eq!(count(&mut con, "of")?, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// An `Option` inside is JSON's `null`, and an `Option` outside is the nil of Redis: `Json(None)`
/// writes `null`, and `Option<Json<T>>` reads a missing key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    /// Returns the value.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(redis_derive::Json([1, 2]).into_inner(), [1, 2]);
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> AsRef<T> for Json<T> {
    fn as_ref(&self) -> &T {
        &self.0
    }
}

impl<T> AsMut<T> for Json<T> {
    fn as_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// Writes the JSON in one line, or in several lines with `{:#}`. If the value does not serialize,
/// it writes nothing and returns [`fmt::Error`], so `to_string()` panics.
impl<T: Serialize> fmt::Display for Json<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to_string =
            if f.alternate() { serde_json::to_string_pretty::<T> } else { serde_json::to_string };
        f.write_str(&to_string(&self.0).map_err(|_| fmt::Error)?)
    }
}

impl<T: Serialize> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}
