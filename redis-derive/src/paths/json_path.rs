//! `JsonPath`: a path into a document, with the type of what is there.

use crate::paths::matches::Field;
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
/// `M` says how many matches there can be: one for a [`Field`], one or none for an
/// [`Entry`](crate::paths::Entry) of a `Vec` or a map, and any number for
/// [`All`](crate::paths::All).
///
/// A path is shown without the keys of maps in it, which may be personal. One of more than 127 steps
/// leads to nothing, since no document that can be read is so deep: it is an error of each command.
pub struct JsonPath<R: ?Sized, T: ?Sized, M = Field> {
    pub(crate) steps: Steps,
    marker: PhantomData<fn(&R, &T) -> M>,
}

impl<R: ?Sized, T: ?Sized, M> JsonPath<R, T, M> {
    pub(crate) fn new(steps: Steps) -> Self {
        Self { steps, marker: PhantomData }
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
