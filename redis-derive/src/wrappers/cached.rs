//! `Cached<T>`: the three states of a cache entry.

use crate::conversion::codec::{Decoder, Serde};
use crate::conversion::decode::Decode;
use crate::errors::error::{Error, ErrorKind};
use crate::reply::Reply;

/// An entry of a cache: it exists, or is missing, or does not decode.
///
/// Reading it is not an error if the entry does not decode, for example because it was written
/// before the type changed. That is [`Undecodable`](Self::Undecodable), which a cache overwrites
/// like a miss. A reply that is not a document, and an error of the client, stay errors.
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
/// A reply to `MGET` becomes a `Vec<Cached<T>>`. (If an element of a JSON array under one key does
/// not decode, all of them are an error.) `T` is any type that is read as a document: a derived
/// type, [`Json`](crate::Json), or a [`path`](crate::path).
///
/// Two entries that do not decode are equal if their [errors](Error) are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached<T> {
    /// The key exists, and its entry decodes.
    Hit(T),
    /// The key does not exist.
    Miss,
    /// The entry does not decode. The error, for a log, says why.
    Undecodable(Error),
}

impl<T> Cached<T> {
    /// Tells whether the entry exists and decodes.
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

    /// Tells whether the key does not exist.
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

    /// Tells whether the entry exists but does not decode.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Cached, from_redis_json};
    ///
    /// let old: Cached<u8> = Cached::Undecodable(from_redis_json::<u8>(b"256").unwrap_err());
    /// assert!(old.is_undecodable() && !old.is_miss());
    /// assert!(!Cached::<u8>::Miss.is_undecodable());
    /// ```
    #[must_use]
    pub fn is_undecodable(&self) -> bool {
        matches!(self, Self::Undecodable(_))
    }

    /// Returns a reference to the entry, or `None` if it is missing or does not decode.
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

    /// Returns the error of an entry that does not decode, or `None` for any other entry.
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

    /// Returns the entry, or `None` if it is missing or does not decode. Drops the error.
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

    /// Returns the entry, or the value that `load` makes if the entry is missing or does not
    /// decode. Stores nothing, and drops the error.
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

    /// Converts the value of a hit, and leaves a miss or an error as it is.
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

    /// Reads an entry of any serde type from a reply.
    pub(crate) fn read(reply: Reply<'_>) -> Result<Self, Error>
    where
        T: serde::de::DeserializeOwned,
    {
        Self::of(Serde::decode_reply(reply))
    }

    /// Returns the state of an entry, from the result of decoding it.
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

/// Turns the result of the entry's codec into one of the three states.
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
