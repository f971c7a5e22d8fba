//! `JsonPath`: a path into a document, with the type of its value.

use crate::paths::matches::{Field, Matches};
use crate::paths::steps::Steps;
use std::fmt;
use std::marker::PhantomData;

/// A path into a document of the type `R`, to a value of the type `T`.
///
/// A type with `#[redis_json(paths)]` has the function `paths`. A path to such a type has a method
/// for each field. A path to a `Vec` has `index(0)`, `last()` and `all()`, and a path to a map
/// `key("ada")` and `all()`:
///
/// ```
/// use redis_derive::{JsonPath, RedisJson};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// #[serde(rename_all = "camelCase")]
/// struct User { home_address: Address, roles: Vec<String> }
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Address { city: String }
///
/// let city: JsonPath<User, String> = User::paths().home_address().city();
/// assert_eq!(city.to_string(), "$.homeAddress.city");
/// assert_eq!(User::paths().roles().index(0).to_string(), "$.roles[0]");
/// ```
///
/// The commands whose names end in `_at` take it, such as
/// [`json_get_at`](crate::JsonPathCommands::json_get_at).
///
/// `M` is the number of possible [matches](Matches): one for a [`Field`], one or none for an
/// [`Entry`](crate::paths::Entry) of a `Vec` or a map, and any number for
/// [`All`](crate::paths::All).
///
/// `Display` and `Debug` leave out the keys of maps, which may be personal data. A path with more
/// than 127 steps is an error of each command, since no document that can be read is so deep.
pub struct JsonPath<R: ?Sized, T: ?Sized, M = Field> {
    pub(crate) steps: Steps,
    marker: PhantomData<fn(&R, &T) -> M>,
}

impl<R: ?Sized, T: ?Sized, M> JsonPath<R, T, M> {
    pub(crate) fn new(steps: Steps) -> Self {
        Self { steps, marker: PhantomData }
    }
}

/// A path into a document of the type `R`, by value or by reference. Commands take it, and so does
/// a function for any path.
///
/// # Examples
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis_derive::paths::{AnyPath, OneMatch};
/// use redis_derive::{Error, JsonPathCommands, Key, RedisJson};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Counters { hits: u64, misses: u64 }
///
/// fn count<P>(con: &mut redis::Connection, key: &Key<Counters>, path: P) -> Result<(), Error>
/// where
///     P: AnyPath<Counters, Value = u64, Matches: OneMatch>,
/// {
///     con.json_increment_at(key, path, 1)?;
///     Ok(())
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no path into a document of the type `{R}`",
    label = "expected a path of `{R}`",
    note = "`{R}::paths()` is where a path begins, for a type with `#[redis_json(paths)]`"
)]
pub trait AnyPath<R: ?Sized> {
    /// The type of the value at the path.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::paths::AnyPath;
    ///
    /// fn name_of_type<R, P: AnyPath<R>>(_: P) -> &'static str {
    ///     std::any::type_name::<P::Value>()
    /// }
    /// ```
    type Value;
    /// The number of possible matches.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::paths::{AnyPath, Field};
    ///
    /// fn is_field<R>(_: impl AnyPath<R, Matches = Field>) {}
    /// ```
    type Matches: Matches;

    #[doc(hidden)]
    fn steps(&self) -> &Steps;
}

/// The result of reading at a path `P` into an `R`.
///
/// # Examples
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis_derive::paths::{AnyPath, ReadAt};
/// use redis_derive::{Error, JsonPathCommands, Key};
/// use serde::de::DeserializeOwned;
///
/// fn get<R, P: AnyPath<R, Value: DeserializeOwned>>(
///     con: &mut redis::Connection,
///     key: &Key<R>,
///     path: P,
/// ) -> Result<Option<ReadAt<R, P>>, Error> {
///     con.json_get_at(key, path)
/// }
/// ```
pub type ReadAt<R, P> = <<P as AnyPath<R>>::Matches as Matches>::Reply<<P as AnyPath<R>>::Value>;

/// The result of setting at a path `P` into an `R`.
///
/// # Examples
///
/// ```
/// use redis_derive::paths::{Field, SetAt};
/// use redis_derive::JsonPath;
///
/// struct User;
///
/// let done: SetAt<User, JsonPath<User, String, Field>> = true;
/// # _ = done;
/// ```
pub type SetAt<R, P> = <<P as AnyPath<R>>::Matches as Matches>::Set;

#[diagnostic::do_not_recommend]
impl<R: ?Sized, T, M: Matches> AnyPath<R> for JsonPath<R, T, M> {
    type Value = T;
    type Matches = M;

    fn steps(&self) -> &Steps {
        &self.steps
    }
}

#[diagnostic::do_not_recommend]
impl<R: ?Sized, P: AnyPath<R> + ?Sized> AnyPath<R> for &P {
    type Value = P::Value;
    type Matches = P::Matches;

    fn steps(&self) -> &Steps {
        (**self).steps()
    }
}

impl<R: ?Sized, T: ?Sized, M> fmt::Display for JsonPath<R, T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.fmt(f)
    }
}

// Not derived, since a derived impl would require the same trait of the types.

impl<R: ?Sized, T: ?Sized, M> fmt::Debug for JsonPath<R, T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonPath({})", self.steps)
    }
}

impl<R: ?Sized, T: ?Sized, M> Clone for JsonPath<R, T, M> {
    fn clone(&self) -> Self {
        Self::new(self.steps.clone())
    }
}
