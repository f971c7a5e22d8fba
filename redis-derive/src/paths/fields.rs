//! Fields: the fields of a type as steps of a path.
//!
//! A path derefs to the fields of the type that it leads to. They are methods of a trait object,
//! which the derive makes for each type. Every list of steps can be seen as this object, so it
//! costs nothing, and two types do not share their methods.

use crate::paths::json_path::JsonPath;
use crate::paths::map_key::text_of_key;
use crate::paths::matches::{All, Field, Matches};
use crate::paths::steps::{End, Step, Steps};
use crate::paths::value::ValueOf;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

/// A type with a path to each field, by `#[redis_json(paths)]`.
///
/// # Examples
///
/// ```
/// use redis_derive::{JsonPath, RedisJson, paths::Paths};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Address { city: String }
///
/// fn has_fields<R, T: Paths>(path: JsonPath<R, T>) -> String {
///     path.to_string()
/// }
///
/// assert_eq!(has_fields(Address::paths()), "$");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no paths to its fields",
    label = "needs `#[redis_json(paths)]`",
    note = "add `#[redis_json(paths)]` to `{Self}`"
)]
pub trait Paths {
    /// The methods.
    #[doc(hidden)]
    type Fields<R: ?Sized, M: Matches>: ?Sized;

    #[doc(hidden)]
    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M>;
}

/// A type that can be flattened or stand beside a tag, so that its members belong to the type
/// around it: a type with `#[redis_json(paths)]`, a map, or an `Option`.
///
/// # Examples
///
/// ```
/// use redis_derive::{RedisJson, paths::Flattened};
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Address { city: String }
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { #[serde(flatten)] address: Address }
///
/// fn has_members<T: Flattened>() {}
///
/// has_members::<Address>();
/// assert_eq!(User::paths().address().city().to_string(), "$.city");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no paths to its fields",
    label = "needs `#[redis_json(paths)]`",
    note = "add `#[redis_json(paths)]` to `{Self}`"
)]
pub trait Flattened {
    /// The methods of a flattened type.
    #[doc(hidden)]
    type Fields<R: ?Sized, M: Matches>: ?Sized;

    #[doc(hidden)]
    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M>;
}

/// The paths into a flattened map or `Option`: there are none. The entries of a map cannot be told
/// from the fields beside them, nor a partly missing `Option` from `None`. Set the type around it
/// as a whole.
///
/// # Examples
///
/// ```
/// use redis_derive::{RedisJson, paths::FlattenedWithoutPaths};
/// use std::collections::BTreeMap;
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Labels {
///     id: u64,
///     #[serde(flatten)]
///     others: BTreeMap<String, String>,
/// }
///
/// let paths = Labels::paths();
/// let _: &FlattenedWithoutPaths = paths.others();
/// ```
#[derive(Debug)]
pub struct FlattenedWithoutPaths(());

impl FlattenedWithoutPaths {
    #[doc(hidden)]
    pub const ONE: &Self = &Self(());
}

/// Derefs to the fields of the value at the path.
impl<R: ?Sized, T: Paths + ?Sized, M: Matches> Deref for JsonPath<R, T, M> {
    type Target = T::Fields<R, M::Within>;

    fn deref(&self) -> &Self::Target {
        T::fields(&self.steps)
    }
}

/// Returns the path to the whole document.
#[doc(hidden)]
#[must_use]
pub fn root<R: ?Sized>() -> JsonPath<R, R> {
    JsonPath::new(Steps::default())
}

/// Returns a path with these steps. The caller knows the type of the field.
#[doc(hidden)]
#[must_use]
pub fn path<R: ?Sized, T: ?Sized, M>(steps: Steps) -> JsonPath<R, T, M> {
    JsonPath::new(steps)
}

/// The steps from a `Vec` or a `VecDeque`.
///
/// # Examples
///
/// ```
/// use redis_derive::RedisJson;
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { roles: Vec<String> }
///
/// let roles = User::paths().roles();
/// assert_eq!(roles.index(0).to_string(), "$.roles[0]");
/// assert_eq!(roles.last().to_string(), "$.roles[-1]");
/// assert_eq!(roles.all().to_string(), "$.roles[*]");
/// ```
pub trait Elements<R: ?Sized, T, M>: AsRef<Steps> {}

impl<R: ?Sized, T, M> Elements<R, T, M> for Steps {}

impl<R: ?Sized, T, M: Matches> dyn Elements<R, T, M> {
    /// Returns the path to the element with this index, from 0.
    #[must_use]
    pub fn index(&self, index: u32) -> JsonPath<R, T, M::Entry> {
        JsonPath::new(self.as_ref().index(index.into()))
    }

    /// Returns the path to the last element.
    #[must_use]
    pub fn last(&self) -> JsonPath<R, T, M::Entry> {
        JsonPath::new(self.as_ref().index(-1))
    }

    /// Returns the path to every element.
    #[must_use]
    pub fn all(&self) -> JsonPath<R, T, All> {
        JsonPath::new(self.as_ref().then(Step::All, End::Place))
    }
}

/// The steps from an array, whose elements always exist.
///
/// # Examples
///
/// ```
/// use redis_derive::RedisJson;
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct Colour { channels: [u8; 3] }
///
/// let channels = Colour::paths().channels();
/// assert_eq!(channels.index(0).to_string(), "$.channels[0]");
/// assert_eq!(channels.all().to_string(), "$.channels[*]");
/// ```
pub trait FixedElements<R: ?Sized, T, M>: AsRef<Steps> {}

impl<R: ?Sized, T, M> FixedElements<R, T, M> for Steps {}

impl<R: ?Sized, T, M: Matches> dyn FixedElements<R, T, M> {
    /// Returns the path to the element with this index, from 0.
    #[must_use]
    pub fn index(&self, index: u32) -> JsonPath<R, T, M::Fixed> {
        JsonPath::new(self.as_ref().index(index.into()))
    }

    /// Returns the path to the last element.
    #[must_use]
    pub fn last(&self) -> JsonPath<R, T, M::Fixed> {
        JsonPath::new(self.as_ref().index(-1))
    }

    /// Returns the path to every element.
    #[must_use]
    pub fn all(&self) -> JsonPath<R, T, All> {
        JsonPath::new(self.as_ref().then(Step::All, End::Place))
    }
}

/// The steps from a map.
///
/// # Examples
///
/// ```
/// use redis_derive::RedisJson;
/// use std::collections::BTreeMap;
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { scores: BTreeMap<String, u32> }
///
/// let scores = User::paths().scores();
/// // A path is shown without the keys of maps in it.
/// assert_eq!(scores.key("chess").to_string(), "$.scores[…]");
/// assert_eq!(scores.all().to_string(), "$.scores[*]");
/// ```
pub trait Entries<R: ?Sized, K, T, M>: AsRef<Steps> {}

impl<R: ?Sized, K, T, M> Entries<R, K, T, M> for Steps {}

impl<R: ?Sized, K, T, M: Matches> dyn Entries<R, K, T, M> {
    /// Returns the path to the value of this key, as serde writes the key: a number in decimal, a
    /// variant by its name. The command returns an error if serde does not write the key as text,
    /// such as a tuple. It also does for a variant with an `alias`, since a document may have the
    /// entry under either name, or both, and for a number or a boolean in what is flattened or
    /// stands beside a tag, where serde does not read it. It does not notice a `Deserialize` by
    /// hand that reads one key from several texts, nor `content` that stands before its `tag` in a
    /// document, as a program that sorts all members writes it, where serde does not read such a
    /// key either.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "as the commands take a value")]
    pub fn key(&self, key: impl ValueOf<K>) -> JsonPath<R, T, M::Entry>
    where
        K: Serialize + DeserializeOwned,
    {
        let steps = self.as_ref();
        // From a buffer, serde reads no number and no boolean from the text of a key.
        let is_read = |json: &Vec<u8>| !steps.is_buffered() || json.starts_with(b"\"");
        let key = key.json().ok().filter(is_read).and_then(text_of_key::<K>);
        JsonPath::new(steps.then(Step::Key(key.map(Into::into)), End::Entry))
    }

    /// Returns the path to the value of every key.
    #[must_use]
    pub fn all(&self) -> JsonPath<R, T, All> {
        JsonPath::new(self.as_ref().then(Step::All, End::Place))
    }
}

impl<T> Paths for Vec<T> {
    type Fields<R: ?Sized, M: Matches> = dyn Elements<R, T, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        steps
    }
}

impl<T> Paths for VecDeque<T> {
    type Fields<R: ?Sized, M: Matches> = dyn Elements<R, T, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        steps
    }
}

impl<T, const N: usize> Paths for [T; N] {
    type Fields<R: ?Sized, M: Matches> = dyn FixedElements<R, T, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        steps
    }
}

impl<K, T, S> Paths for HashMap<K, T, S> {
    type Fields<R: ?Sized, M: Matches> = dyn Entries<R, K, T, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        steps
    }
}

impl<K, T> Paths for BTreeMap<K, T> {
    type Fields<R: ?Sized, M: Matches> = dyn Entries<R, K, T, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        steps
    }
}

// Types that are written as their content.

impl<T: Paths> Paths for Option<T> {
    type Fields<R: ?Sized, M: Matches> = T::Fields<R, M::Maybe>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        T::fields(steps)
    }
}

impl<T: Paths> Paths for Box<T> {
    type Fields<R: ?Sized, M: Matches> = T::Fields<R, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        T::fields(steps)
    }
}

impl<T: Paths> Paths for Arc<T> {
    type Fields<R: ?Sized, M: Matches> = T::Fields<R, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        T::fields(steps)
    }
}

impl<T: Paths> Paths for Rc<T> {
    type Fields<R: ?Sized, M: Matches> = T::Fields<R, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        T::fields(steps)
    }
}

// Flattened types.

impl<T> Flattened for Option<T> {
    type Fields<R: ?Sized, M: Matches> = FlattenedWithoutPaths;

    fn fields<R: ?Sized, M: Matches>(_: &Steps) -> &FlattenedWithoutPaths {
        FlattenedWithoutPaths::ONE
    }
}

impl<K, T, S> Flattened for HashMap<K, T, S> {
    type Fields<R: ?Sized, M: Matches> = FlattenedWithoutPaths;

    fn fields<R: ?Sized, M: Matches>(_: &Steps) -> &FlattenedWithoutPaths {
        FlattenedWithoutPaths::ONE
    }
}

impl<K, T> Flattened for BTreeMap<K, T> {
    type Fields<R: ?Sized, M: Matches> = FlattenedWithoutPaths;

    fn fields<R: ?Sized, M: Matches>(_: &Steps) -> &FlattenedWithoutPaths {
        FlattenedWithoutPaths::ONE
    }
}

impl Flattened for serde_json::Map<String, serde_json::Value> {
    type Fields<R: ?Sized, M: Matches> = FlattenedWithoutPaths;

    fn fields<R: ?Sized, M: Matches>(_: &Steps) -> &FlattenedWithoutPaths {
        FlattenedWithoutPaths::ONE
    }
}

impl Flattened for serde_json::Value {
    type Fields<R: ?Sized, M: Matches> = FlattenedWithoutPaths;

    fn fields<R: ?Sized, M: Matches>(_: &Steps) -> &FlattenedWithoutPaths {
        FlattenedWithoutPaths::ONE
    }
}

impl<T: Flattened> Flattened for Box<T> {
    type Fields<R: ?Sized, M: Matches> = T::Fields<R, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        T::fields(steps)
    }
}

impl<T: Flattened> Flattened for Arc<T> {
    type Fields<R: ?Sized, M: Matches> = T::Fields<R, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        T::fields(steps)
    }
}

impl<T: Flattened> Flattened for Rc<T> {
    type Fields<R: ?Sized, M: Matches> = T::Fields<R, M>;

    fn fields<R: ?Sized, M: Matches>(steps: &Steps) -> &Self::Fields<R, M> {
        T::fields(steps)
    }
}

/// The fields of a variant that stand beside the tag or have no type of their own, so that no path
/// leads to all of them.
#[doc(hidden)]
#[derive(Debug)]
pub struct Inside<R: ?Sized, T> {
    steps: Steps,
    marker: PhantomData<fn(&R) -> T>,
}

#[doc(hidden)]
#[must_use]
pub fn inside<R: ?Sized, T>(steps: Steps) -> Inside<R, T> {
    Inside { steps, marker: PhantomData }
}

impl<R: ?Sized, T: Flattened> Deref for Inside<R, T> {
    type Target = T::Fields<R, Field>;

    fn deref(&self) -> &Self::Target {
        T::fields(&self.steps)
    }
}
