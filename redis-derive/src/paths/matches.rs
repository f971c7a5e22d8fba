//! Matches: the number of places that a path can match, and the replies for each number.

use crate::conversion::codec::{Decoder, Serde};
use crate::conversion::decode::content;
use crate::errors::error::Error;
use crate::paths::refusals;
use crate::paths::steps::{End, Step, Steps};
use crate::paths::walk::{missing, walk};
use crate::reply::Reply;
use crate::wrappers::path::One;
use serde::de::DeserializeOwned;
use std::any::type_name;

/// A path to a field of a struct.
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

/// A path to a place that always exists in the value around it: an element of a tuple or an array,
/// or the value of a variant or a newtype.
///
/// # Examples
///
/// ```
/// use redis_derive::{JsonPath, RedisJson, paths};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Point(f64, f64);
///
/// let x: JsonPath<Point, f64, paths::Fixed> = Point::paths()._0();
/// assert_eq!(x.to_string(), "$[0]");
/// ```
#[derive(Debug)]
pub enum Fixed {}

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

/// A path into each element or entry, to a place that may be missing in some of them: an element or
/// an entry, or a field in an `Option`.
///
/// # Examples
///
/// ```
/// use redis_derive::{JsonPath, RedisJson, paths};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Board { rows: Vec<Vec<u8>> }
///
/// let first: JsonPath<Board, u8, paths::Sparse> = Board::paths().rows().all().index(0);
/// assert_eq!(first.to_string(), "$.rows[*][0]");
/// ```
#[derive(Debug)]
pub enum Sparse {}

/// The number of possible matches: [`Field`], [`Fixed`], [`Entry`], [`All`] or [`Sparse`].
///
/// # Examples
///
/// ```
/// use redis_derive::paths::{All, Entry, Field, Matches};
///
/// let name: <Field as Matches>::Reply<String> = "Ada".to_owned();
/// let role: <Entry as Matches>::Reply<String> = None;
/// let roles: <All as Matches>::Reply<String> = vec![name];
/// # _ = (role, roles);
/// ```
pub trait Matches: Sealed {
    /// The matches of a field in such a match.
    #[doc(hidden)]
    type Within: Matches;
    /// The matches of a field in an `Option`.
    #[doc(hidden)]
    type Maybe: Matches;
    /// The matches of an element or an entry.
    #[doc(hidden)]
    type Entry: Matches;
    /// The matches of an element of a tuple or an array.
    #[doc(hidden)]
    type Fixed: Matches;

    /// The result of a read: the value, an `Option` of it for an entry, and a `Vec` of values for
    /// `all()`.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::paths::{All, Matches};
    ///
    /// let scores: <All as Matches>::Reply<u8> = vec![9, 7];
    /// # _ = scores;
    /// ```
    type Reply<T>;

    /// The result of a set: whether the key exists. For `all()`, the number of places that were
    /// set, or `None` if the key does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::paths::{All, Field, Matches};
    ///
    /// let one: <Field as Matches>::Set = true;
    /// let all: <All as Matches>::Set = Some(3);
    /// # _ = (one, all);
    /// ```
    type Set;

    /// Returns the result of a read, or `None` if a value is missing that must exist.
    #[doc(hidden)]
    fn read<T>(found: Vec<Option<T>>) -> Option<Self::Reply<T>>;

    #[doc(hidden)]
    fn was_set<R: ?Sized>(reply: Reply<'_>, steps: &Steps) -> Result<Self::Set, Error>;
}

/// A path with at most one match.
///
/// # Examples
///
/// ```
/// use redis_derive::paths::{Field, OneMatch};
///
/// fn has_one<M: OneMatch>() {}
///
/// has_one::<Field>();
/// ```
#[diagnostic::on_unimplemented(
    message = "this path may match several places, and the command is for one",
    label = "for all elements there are `json_get_at` and `json_set_at`"
)]
pub trait OneMatch: Matches {}

/// No other type can implement it.
#[doc(hidden)]
#[allow(unreachable_pub, reason = "a bound of a trait that is public")]
pub trait Sealed {}

impl Sealed for Field {}
impl Sealed for Fixed {}
impl Sealed for Entry {}
impl Sealed for All {}
impl Sealed for Sparse {}

impl OneMatch for Field {}
impl OneMatch for Fixed {}
impl OneMatch for Entry {}

impl Matches for Field {
    type Within = Self;
    type Maybe = Self;
    type Entry = Entry;
    type Fixed = Fixed;
    type Reply<T> = T;
    type Set = bool;

    fn read<T>(mut found: Vec<Option<T>>) -> Option<T> {
        found.pop().flatten()
    }

    fn was_set<R: ?Sized>(reply: Reply<'_>, steps: &Steps) -> Result<bool, Error> {
        changed::<R, bool>(reply, steps).map(|done| done.is_some())
    }
}

impl Matches for Fixed {
    type Within = Field;
    type Maybe = Field;
    type Entry = Entry;
    type Fixed = Self;
    type Reply<T> = T;
    type Set = bool;

    fn read<T>(found: Vec<Option<T>>) -> Option<T> {
        Field::read(found)
    }

    fn was_set<R: ?Sized>(reply: Reply<'_>, steps: &Steps) -> Result<bool, Error> {
        Field::was_set::<R>(reply, steps)
    }
}

impl Matches for Entry {
    type Within = Field;
    type Maybe = Field;
    type Entry = Self;
    type Fixed = Fixed;
    type Reply<T> = Option<T>;
    type Set = bool;

    fn read<T>(found: Vec<Option<T>>) -> Option<Option<T>> {
        Some(Field::read(found))
    }

    fn was_set<R: ?Sized>(reply: Reply<'_>, steps: &Steps) -> Result<bool, Error> {
        Field::was_set::<R>(reply, steps)
    }
}

impl Matches for All {
    type Within = Self;
    type Maybe = Sparse;
    type Entry = Sparse;
    type Fixed = Self;
    type Reply<T> = Vec<T>;
    type Set = Option<usize>;

    fn read<T>(found: Vec<Option<T>>) -> Option<Vec<T>> {
        found.into_iter().collect()
    }

    fn was_set<R: ?Sized>(reply: Reply<'_>, steps: &Steps) -> Result<Option<usize>, Error> {
        changed::<R, usize>(reply, steps)
    }
}

impl Matches for Sparse {
    type Within = Self;
    type Maybe = Self;
    type Entry = Self;
    type Fixed = Self;
    type Reply<T> = Vec<Option<T>>;
    type Set = Option<usize>;

    fn read<T>(found: Vec<Option<T>>) -> Option<Vec<Option<T>>> {
        Some(found)
    }

    fn was_set<R: ?Sized>(reply: Reply<'_>, steps: &Steps) -> Result<Option<usize>, Error> {
        All::was_set::<R>(reply, steps)
    }
}

/// Reads a path in an `R` from a reply, or returns `None` if the key does not exist.
pub(crate) fn read<R: ?Sized, T: DeserializeOwned, M: Matches>(
    reply: Reply<'_>,
    steps: &Steps,
) -> Result<Option<M::Reply<T>>, Error> {
    if matches!(reply, Reply::Nil) {
        return Ok(None);
    }
    let found = found(reply, steps).map_err(|error| {
        error.about(type_name::<T>(), format!("this was at the path `{steps}`"))
    })?;
    M::read(found).map(Some).ok_or_else(|| refusals::no_match::<R>(steps))
}

/// Returns the matches in a reply, one for each place, or `None` for a place without a value.
fn found<T: DeserializeOwned>(reply: Reply<'_>, steps: &Steps) -> Result<Vec<Option<T>>, Error> {
    // A path without steps leads to the whole document.
    if steps.as_slice().is_empty() {
        return Serde::decode_reply::<Error>(reply).map(|One(document)| vec![Some(document)]);
    }
    let json = content(reply, type_name::<T>())?.json;
    let (_, walked) = steps.asked();
    let walked: Vec<Step> = [Step::All].into_iter().chain(walked.iter().cloned()).collect();
    let mut found = Vec::new();
    walk(json, (&walked, steps.end(), steps.is_inner()), &mut found)?;
    if found.is_empty() && walked.len() == 1 && steps.end() == End::Field {
        found.extend(steps.field_default().is_none().then(missing));
    }
    Ok(found)
}

/// Reads the result of a command that changes the value at a path. The command replies with `null`
/// if the value has another type.
pub(crate) fn changed<R: ?Sized, T: DeserializeOwned>(
    reply: Reply<'_>,
    steps: &Steps,
) -> Result<Option<T>, Error> {
    if matches!(reply, Reply::Nil) {
        return Ok(None);
    }
    let mut found: Vec<Option<Option<T>>> = Vec::new();
    let json = content(reply, type_name::<T>())?.json;
    walk(json, (&[Step::All], End::Place, false), &mut found).map_err(|error| {
        error.about(type_name::<T>(), format!("this was at the path `{steps}`"))
    })?;
    match found.pop() {
        Some(Some(Some(value))) => Ok(Some(value)),
        Some(_) => Err(refusals::mismatch::<R>(steps)),
        None => Err(refusals::no_match::<R>(steps)),
    }
}
