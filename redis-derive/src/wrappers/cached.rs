//! `Cached<T>`: what a cache wants to know of an entry.

use crate::conversion::codec::{Decoder, Serde};
use crate::conversion::decode::Decode;
use crate::errors::error::{Error, ErrorKind};
use crate::reply::Reply;

/// An entry of a cache: there, not there, or there and not to be decoded.
///
/// Reading it does not fail for an entry that is merely old, such as one that was written before
/// the type changed: that is [`Undecodable`](Self::Undecodable), which a cache overwrites like a
/// miss. A reply that is no document at all, and whatever the client itself has to report, stays an
/// error.
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis::Commands;
/// use redis_derive::{Cached, RedisJson};
/// # #[derive(serde::Serialize, serde::Deserialize, RedisJson)] struct User { id: u64 }
/// # fn load(id: u64) -> User { User { id } }
///
/// fn user(con: &mut redis::Connection, id: u64) -> redis::RedisResult<User> {
///     let key = format!("user:{id}");
///     match con.get(&key)? {
///         Cached::Hit(user) => Ok(user),
///         Cached::Miss | Cached::Undecodable(_) => {
///             let user = load(id);
///             let () = con.set_ex(&key, &user, 60)?;
///             Ok(user)
///         }
///     }
/// }
/// #
/// # let server = test_server::Server::start_private(&[])?;
/// # let mut con = redis::Client::open(server.url())?.get_connection()?;
/// # let () = con.set("user:42", "of an older version")?;
/// # assert_eq!(user(&mut con, 42)?.id, 42); // undecodable
/// # assert_eq!(con.get::<_, User>("user:42")?.id, 42);
/// # assert_eq!(user(&mut con, 42)?.id, 42); // a hit
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// With `MGET` it is `Vec<Cached<T>>`. (Of a JSON array under one key, one element that does not
/// decode is an error for all.) `T` is whatever is read as a document: a derived type,
/// [`Json`](crate::Json), a [`path`](crate::path).
///
/// Two entries that do not decode are equal when their errors [say the same](Error).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached<T> {
    /// The entry.
    Hit(T),
    /// There is no such key.
    Miss,
    /// There is an entry, and it does not decode; why not is for a log.
    Undecodable(Error),
}

impl<T> Cached<T> {
    /// Tells whether there is an entry of use.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Cached;
    ///
    /// assert!(Cached::Hit(1).is_hit());
    /// assert!(!Cached::<u8>::Miss.is_hit());
    /// ```
    #[must_use]
    pub fn is_hit(&self) -> bool {
        matches!(self, Self::Hit(_))
    }

    /// Tells whether there is no entry.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Cached;
    ///
    /// assert!(Cached::<u8>::Miss.is_miss());
    /// assert!(!Cached::Hit(1).is_miss());
    /// ```
    #[must_use]
    pub fn is_miss(&self) -> bool {
        matches!(self, Self::Miss)
    }

    /// Tells whether there is an entry that does not decode.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Cached, from_redis_json};
    ///
    /// let old: Cached<u8> = Cached::Undecodable(from_redis_json::<u8>(b"256").unwrap_err());
    /// assert!(old.is_undecodable() && !old.is_miss());
    /// ```
    #[must_use]
    pub fn is_undecodable(&self) -> bool {
        matches!(self, Self::Undecodable(_))
    }

    /// Returns a reference to the entry, unless it is missing or does not decode.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Cached;
    ///
    /// assert_eq!(Cached::Hit(1).hit(), Some(&1));
    /// assert_eq!(Cached::<u8>::Miss.hit(), None);
    /// ```
    #[must_use]
    pub fn hit(&self) -> Option<&T> {
        match self {
            Self::Hit(value) => Some(value),
            Self::Miss | Self::Undecodable(_) => None,
        }
    }

    /// Tells why the entry that is there does not decode.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Cached, from_redis_json};
    ///
    /// let old: Cached<u8> = Cached::Undecodable(from_redis_json::<u8>(b"256").unwrap_err());
    /// assert_eq!(old.undecodable().map(|error| error.type_name()), Some("u8"));
    /// ```
    #[must_use]
    pub fn undecodable(&self) -> Option<&Error> {
        match self {
            Self::Undecodable(error) => Some(error),
            Self::Hit(_) | Self::Miss => None,
        }
    }

    /// Returns the entry, or `None` when it is missing or does not decode; the reason is dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Cached;
    ///
    /// assert_eq!(Cached::Hit(1).into_option(), Some(1));
    /// assert_eq!(Cached::<u8>::Miss.into_option(), None);
    /// ```
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Hit(value) => Some(value),
            Self::Miss | Self::Undecodable(_) => None,
        }
    }

    /// Returns the entry, or what `load` makes where it is missing or does not decode. Nothing is
    /// stored, and the reason is dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Cached;
    ///
    /// assert_eq!(Cached::Hit(1).unwrap_or_else(|| 2), 1);
    /// assert_eq!(Cached::Miss.unwrap_or_else(|| 2), 2);
    /// ```
    pub fn unwrap_or_else(self, load: impl FnOnce() -> T) -> T {
        self.into_option().unwrap_or_else(load)
    }

    /// Puts another value in place of the entry.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Cached;
    ///
    /// assert_eq!(Cached::Hit(1).map(|number| number + 1), Cached::Hit(2));
    /// ```
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Cached<U> {
        match self {
            Self::Hit(value) => Cached::Hit(f(value)),
            Self::Miss => Cached::Miss,
            Self::Undecodable(error) => Cached::Undecodable(error),
        }
    }

    /// Returns the entry that a reply holds, of any serde type.
    pub(crate) fn read(reply: Reply<'_>) -> Result<Self, Error>
    where
        T: serde::de::DeserializeOwned,
    {
        Self::of(Serde::decode_reply(reply))
    }

    /// Returns what a decoded entry is to a cache.
    fn of(result: Result<T, Error>) -> Result<Self, Error> {
        match result {
            Ok(value) => Ok(Self::Hit(value)),
            Err(error) => match error.kind() {
                ErrorKind::Nil => Ok(Self::Miss),
                ErrorKind::Syntax | ErrorKind::Data => Ok(Self::Undecodable(error)),
                _ => Err(error),
            },
        }
    }
}

impl<T> From<Cached<T>> for Option<T> {
    fn from(cached: Cached<T>) -> Self {
        cached.into_option()
    }
}

/// Turns what the codec of the entry says into one of the three.
#[doc(hidden)]
#[derive(Debug)]
pub enum CachedCodec {}

#[diagnostic::do_not_recommend]
impl<T: Decode> Decoder<Cached<T>> for CachedCodec {
    fn decode_bytes<E: From<Error>>(bytes: &[u8]) -> Result<Cached<T>, E> {
        Cached::of(T::Codec::decode_bytes(bytes)).map_err(E::from)
    }

    fn decode_reply<E: From<Error>>(reply: Reply<'_>) -> Result<Cached<T>, E> {
        Cached::of(T::Codec::decode_reply(reply)).map_err(E::from)
    }

    fn decode_elements<E: From<Error>>(bytes: &[u8]) -> Result<Vec<Cached<T>>, E> {
        let entries = T::Codec::decode_elements(bytes)?;
        Ok(entries.into_iter().map(Cached::Hit).collect())
    }
}
