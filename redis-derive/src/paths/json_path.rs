//! `JsonPath`: a path into a document, with the type of what is there.

use crate::paths::matches::{Field, Matches};
use crate::paths::steps::Steps;
use std::fmt;
use std::marker::PhantomData;

/// A path into a document of the type `R`, to a place where there is a `T`.
///
/// A type with `#[redis_json(paths)]` has the function `paths`, and a path has a method for each
/// field of what it leads to. Elements of a `Vec` are `index(0)`, `last()` and `all()`, and those
/// of a map `key("ada")` and `all()`:
///
/// ```
/// use redis_derive::{JsonPath, RedisJson};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// #[serde(rename_all = "camelCase")]
/// struct UserProfile { home_address: Address, roles: Vec<String> }
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Address { city: String }
///
/// let city: JsonPath<UserProfile, String> = UserProfile::paths().home_address().city();
/// assert_eq!(city.to_string(), "$.homeAddress.city");
/// assert_eq!(UserProfile::paths().roles().index(0).to_string(), "$.roles[0]");
/// ```
///
/// It is what the commands ending in `_at` take, such as
/// [`json_get_at`](crate::JsonPathCommands::json_get_at).
///
/// `M` says how many [matches](Matches) there can be: one for a [`Field`], one or none for an
/// [`Entry`](crate::paths::Entry) of a `Vec` or a map, and any number for
/// [`All`](crate::paths::All).
///
/// A path is shown without the keys of maps in it, which may be personal. One of more than 127
/// steps leads to nothing, since no document that can be read is so deep: it is an error of each
/// command.
pub struct JsonPath<R: ?Sized, T: ?Sized, M = Field> {
    pub(crate) steps: Steps,
    marker: PhantomData<fn(&R, &T) -> M>,
}

impl<R: ?Sized, T: ?Sized, M> JsonPath<R, T, M> {
    pub(crate) fn new(steps: Steps) -> Self {
        Self { steps, marker: PhantomData }
    }
}

/// A path into a document of the type `R`, by value or by reference: what commands take, and what a
/// function takes that is for any path.
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
    label = "expected a path of `{R}`"
)]
pub trait AnyPath<R: ?Sized> {
    /// The type of what is there.
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
    /// How many matches there can be.
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

/// What is read at a path `P` into an `R`.
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

/// What a set at a path `P` into an `R` says.
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

// By hand, since derived they would ask the same of the types.

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
