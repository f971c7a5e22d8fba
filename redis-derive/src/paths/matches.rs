//! How many matches a path can have, and what becomes of them.

use crate::conversion::codec::Decoder;
use crate::conversion::decode::from_redis_json;
use crate::errors::error::Error;
use crate::paths::refusals;
use crate::paths::steps::Steps;
use crate::reply::Reply;
use crate::wrappers::path::{All as AllMatches, Matches as PathMatches, Optional};
use serde::de::DeserializeOwned;
use std::any::type_name;

/// A path to a field, which a document of its type has.
///
/// # Examples
///
/// ```
/// use redis_derive::{JsonPath, RedisJson, paths};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { name: String, roles: Vec<String> }
///
/// let name: JsonPath<User, String, paths::Field> = User::paths().name();
/// assert_eq!(name.to_string(), "$.name");
/// ```
#[derive(Debug)]
pub enum Field {}

/// A path to an element of a `Vec` or an entry of a map, which may be missing.
///
/// # Examples
///
/// ```
/// use redis_derive::{JsonPath, RedisJson, paths};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { name: String, roles: Vec<String> }
///
/// let last: JsonPath<User, String, paths::Entry> = User::paths().roles().last();
/// assert_eq!(last.to_string(), "$.roles[-1]");
/// ```
#[derive(Debug)]
pub enum Entry {}

/// A path to all elements of a `Vec` or all entries of a map, or to a field of each.
///
/// # Examples
///
/// ```
/// use redis_derive::{JsonPath, RedisJson, paths};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { name: String, roles: Vec<String> }
///
/// let roles: JsonPath<User, String, paths::All> = User::paths().roles().all();
/// assert_eq!(roles.to_string(), "$.roles[*]");
/// ```
#[derive(Debug)]
pub enum All {}

/// How many matches a path can have.
#[doc(hidden)]
pub trait Matches {
    /// What a field in it is.
    type Within: Matches;
    /// What an element or an entry of it is.
    type Entry: Matches;
    /// What is read there.
    type Reply<T>;

    /// `None` where nothing matches, and something should.
    fn read<T: DeserializeOwned>(reply: Reply<'_>) -> Result<Option<Self::Reply<T>>, Error>;
}

/// A path with one match at most.
#[doc(hidden)]
#[allow(unreachable_pub, reason = "where no client is on, no command asks for it")]
#[diagnostic::on_unimplemented(
    message = "this path may match several places, and the command is for one",
    label = "for all elements there are `json_get_at` and `json_set_at`"
)]
pub trait OneMatch: Matches {}

impl OneMatch for Field {}
impl OneMatch for Entry {}

impl Matches for Field {
    type Within = Self;
    type Entry = Entry;
    type Reply<T> = T;

    fn read<T: DeserializeOwned>(reply: Reply<'_>) -> Result<Option<T>, Error> {
        let Optional(value) = PathMatches::decode_reply::<Error>(reply)?;
        // What serde makes of a field that is not there: `None` where the type is an `Option`.
        Ok(value.or_else(|| from_redis_json(b"null").ok()))
    }
}

impl Matches for Entry {
    type Within = Field;
    type Entry = Self;
    type Reply<T> = Option<T>;

    fn read<T: DeserializeOwned>(reply: Reply<'_>) -> Result<Option<Option<T>>, Error> {
        let Optional(value) = PathMatches::decode_reply::<Error>(reply)?;
        Ok(Some(value))
    }
}

impl Matches for All {
    type Within = Self;
    type Entry = Self;
    type Reply<T> = Vec<T>;

    fn read<T: DeserializeOwned>(reply: Reply<'_>) -> Result<Option<Vec<T>>, Error> {
        let AllMatches(values) = PathMatches::decode_reply::<Error>(reply)?;
        Ok(Some(values))
    }
}

/// What is at a path in an `R`, or `None` where there is no such key.
pub(crate) fn read<R: ?Sized, T: DeserializeOwned, M: Matches>(
    reply: Reply<'_>,
    steps: &Steps,
) -> Result<Option<M::Reply<T>>, Error> {
    if matches!(reply, Reply::Nil) {
        return Ok(None);
    }
    match M::read(reply)
        .map_err(|error| error.about(type_name::<T>(), format!("this was at the path `{steps}`")))?
    {
        Some(value) => Ok(Some(value)),
        None => Err(refusals::no_match::<R>(steps)),
    }
}

/// What a command has made of what is at a path. RedisJSON replies with `null` where that is of
/// another type than the command is for.
pub(crate) fn changed<R: ?Sized, T: DeserializeOwned>(
    reply: Reply<'_>,
    steps: &Steps,
) -> Result<Option<T>, Error> {
    match read::<R, Option<T>, Entry>(reply, steps)? {
        Some(Some(Some(value))) => Ok(Some(value)),
        Some(Some(None)) => Err(refusals::mismatch::<R>(steps)),
        Some(None) => Err(refusals::no_match::<R>(steps)),
        None => Ok(None),
    }
}
