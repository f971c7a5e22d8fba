//! `Patch`: several changes of one document in one step.

use crate::conversion::encode::to_redis_json;
use crate::errors::error::Error;
use crate::paths::buffer::check_readable;
use crate::paths::holdable;
use crate::paths::json_path::{AnyPath, JsonPath};
use crate::paths::matches::{Entry, Field, OneMatch};
use crate::paths::refusals;
use crate::paths::steps::{Condition, Step, Steps, Test};
use crate::paths::value::ValueOf;
use crate::paths::walk::missing;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// Changes to a document of the type `R`, made in one step by
/// [`JSON.MERGE`](https://redis.io/docs/latest/commands/json.merge/) ([RFC
/// 7396](https://www.rfc-editor.org/rfc/rfc7396)). Everything that the patch does not name stays as
/// it is.
///
/// ```
/// use redis_derive::{Patch, RedisJson};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { name: String, nickname: Option<String>, visits: u64 }
///
/// let paths = User::paths();
/// let patch = Patch::new().set(paths.name(), "Ada")?.remove(paths.nickname())?;
/// assert_eq!(patch.to_json(), r#"{"name":"Ada","nickname":null}"#);
/// # Ok::<(), redis_derive::Error>(())
/// ```
pub struct Patch<R: ?Sized> {
    changes: Change,
    document: PhantomData<fn(&R)>,
}

/// The change of a value: changes of some of its fields, or new JSON.
#[derive(Clone)]
enum Change {
    Fields(BTreeMap<String, Change>),
    Value(Value),
}

#[derive(Clone)]
struct Value {
    json: Vec<u8>,
    steps: Steps,
    /// Whether the document may have no value there before.
    may_lack: bool,
    is_not_null: Option<Condition>,
}

impl<R: ?Sized> Patch<R> {
    /// Makes a patch that changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patch, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(paths)]
    /// struct User { name: String }
    ///
    /// assert_eq!(Patch::<User>::new().to_json(), "{}");
    /// ```
    #[must_use]
    pub fn new() -> Self {
        let changes = Change::Fields(BTreeMap::new());
        Self { changes, document: PhantomData }
    }

    /// Sets the value at a path. If the document reads a missing field as `None`, setting `None`
    /// removes the field.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoMatch`](crate::ErrorKind::NoMatch) if RedisJSON has no path to the place, and
    /// [`ErrorKind::Serialize`](crate::ErrorKind::Serialize) if
    ///
    /// - the value does not serialize, or RedisJSON would not store it unchanged,
    /// - the value is a JSON object, since a patch would mix its fields with those of the stored
    ///   one,
    /// - the value is `null`, since a patch would remove a field that the document needs,
    /// - the path goes through an element of a `Vec`, which a patch cannot change,
    /// - the patch has already set or removed a value around the path.
    ///
    /// [`json_set_at`](crate::JsonPathCommands::json_set_at) can do all but the first.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patch, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(paths)]
    /// struct User { name: String }
    ///
    /// let patch = Patch::new().set(User::paths().name(), "Ada")?;
    /// assert_eq!(patch.to_json(), r#"{"name":"Ada"}"#);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[allow(clippy::needless_pass_by_value, reason = "as the commands take it")]
    pub fn set<P>(self, path: P, value: impl ValueOf<P::Value>) -> Result<Self, Error>
    where
        P: AnyPath<R, Value: DeserializeOwned, Matches: OneMatch>,
    {
        let (json, steps) = (value.json()?, path.steps());
        holdable::check::<P::Value>(&json, steps.as_slice().len())?;
        let reads_missing = missing::<P::Value>().is_some();
        match json.as_slice() {
            [b'{', ..] => return Err(refusals::no_patch_by_object::<P::Value>(steps)),
            b"null" if !steps.is_null_if_missing(reads_missing)? => {
                return Err(refusals::no_patch_by_null::<P::Value>(steps));
            }
            _ => check_readable::<P::Value>(&json, steps)?,
        }
        let may_lack = steps.may_lack(reads_missing);
        let is_not_null = steps.is_not_null::<P::Value>();
        self.change(Value { json, steps: steps.clone(), may_lack, is_not_null })
    }

    /// Removes the value at a path, if it exists.
    ///
    /// # Errors
    ///
    /// If the path goes through an element of a `Vec`. If the document would be read with a default
    /// that is not `None`. If the patch has already set or removed a value around the path.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patch, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(paths)]
    /// struct User { nickname: Option<String> }
    ///
    /// let patch = Patch::new().remove(User::paths().nickname())?;
    /// assert_eq!(patch.to_json(), r#"{"nickname":null}"#);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[allow(clippy::needless_pass_by_value, reason = "as the commands take it")]
    pub fn remove(self, path: impl Removable<R>) -> Result<Self, Error> {
        let steps = removed(&path)?.clone();
        self.change(Value { json: b"null".to_vec(), steps, may_lack: true, is_not_null: None })
    }

    /// Returns the JSON of the patch.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patch, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(paths)]
    /// struct User { name: String, visits: u64 }
    ///
    /// let paths = User::paths();
    /// let patch = Patch::new().set(paths.name(), "Ada")?.set(paths.visits(), 7)?;
    /// assert_eq!(patch.to_json(), r#"{"name":"Ada","visits":7}"#);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = Vec::new();
        self.changes.push_to(&mut json);
        String::from_utf8(json).unwrap_or_default()
    }

    fn change(mut self, value: Value) -> Result<Self, Error> {
        let steps = value.steps.clone();
        if steps.is_too_long() {
            return Err(refusals::no_path_to_write::<R>(&steps));
        }
        let names = steps.as_slice().iter().map(Step::name).collect::<Option<Vec<_>>>();
        let names = names.ok_or_else(|| {
            steps.text().map_or_else(
                || refusals::no_path_to_write::<R>(&steps),
                |_| refusals::no_patch_of_elements::<R>(&steps),
            )
        })?;
        if names.is_empty() {
            return Err(refusals::no_patch_of_all::<R>());
        }
        // A path that the server checks must have a text for reading. A name that is only written
        // need not.
        let is_looked_at = !value.may_lack || value.is_not_null.is_some();
        let looked_at = if is_looked_at { steps.clone() } else { steps.parent() };
        looked_at.text().ok_or_else(|| refusals::no_path::<R>(&steps))?;
        if self.changes.at(&names, value) {
            Ok(self)
        } else {
            Err(refusals::patched_before::<R>(&steps))
        }
    }

    /// Returns the conditions under which each change keeps the document valid, with their places.
    pub(crate) fn conditions(&self) -> Vec<(Steps, Condition)> {
        let top = Condition { path: "$".to_owned(), test: Test::IsObject };
        let mut conditions = vec![(Steps::default(), top)];
        self.changes.push_conditions_to(&mut conditions);
        conditions
    }
}

impl Change {
    /// Tells whether no change replaces a value around the path.
    fn at(&mut self, names: &[&str], value: Value) -> bool {
        let Some((name, rest)) = names.split_first() else {
            *self = Self::Value(value);
            return true;
        };
        let Self::Fields(fields) = self else { return false };
        let inner = || Self::Fields(BTreeMap::new());
        fields.entry((*name).to_owned()).or_insert_with(inner).at(rest, value)
    }

    fn push_conditions_to(&self, conditions: &mut Vec<(Steps, Condition)>) {
        let value = match self {
            Self::Fields(fields) => {
                for change in fields.values() {
                    change.push_conditions_to(conditions);
                }
                return;
            }
            Self::Value(value) => value,
        };
        let there = (!value.may_lack).then(|| value.steps.is_there());
        let is_not_null = value.is_not_null.clone().map(|test| (value.steps.clone(), test));
        let at_place = there.into_iter().flatten().chain(is_not_null);
        for condition in value.steps.objects().into_iter().chain(at_place) {
            if !conditions.iter().any(|(_, other)| *other == condition.1) {
                conditions.push(condition);
            }
        }
    }

    fn push_to(&self, json: &mut Vec<u8>) {
        match self {
            Self::Value(value) => json.extend(&value.json),
            Self::Fields(fields) => {
                json.push(b'{');
                for (index, (name, change)) in fields.iter().enumerate() {
                    if index > 0 {
                        json.push(b',');
                    }
                    push_name(name, json);
                    change.push_to(json);
                    change.push_aliases_to(json);
                }
                json.push(b'}');
            }
        }
    }
}

impl Change {
    /// Removes the other names, so that the field has only one name afterwards.
    fn push_aliases_to(&self, json: &mut Vec<u8>) {
        let Self::Value(Value { steps, .. }) = self else { return };
        if let Some(Step::Name(name)) = steps.as_slice().last() {
            for alias in name.aliases {
                json.push(b',');
                push_name(alias, json);
                json.extend(b"null");
            }
        }
    }
}

fn push_name(name: &str, json: &mut Vec<u8>) {
    // Text is always JSON.
    json.extend(to_redis_json(name).unwrap_or_default());
    json.push(b':');
}

/// A path to a value that a document of the type `R` does not need: a field that is an `Option`, an
/// element of a `Vec`, or an entry of a map.
///
/// # Examples
///
/// ```
/// use redis_derive::paths::Removable;
/// use redis_derive::RedisJson;
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct User { nickname: Option<String>, roles: Vec<String> }
///
/// fn is_removable(_: impl Removable<User>) {}
///
/// is_removable(User::paths().nickname());
/// is_removable(User::paths().roles().last());
/// ```
#[diagnostic::on_unimplemented(
    message = "the value at `{Self}` cannot be removed",
    label = "has to lead to one field that is an `Option`, one element of a `Vec` or one entry of \
             a map",
    note = "a document without it would not decode; to remove all elements or entries, set the \
            list or the map"
)]
pub trait Removable<R: ?Sized> {
    #[doc(hidden)]
    fn steps(&self) -> &Steps;
}

#[diagnostic::do_not_recommend]
impl<R: ?Sized, T> Removable<R> for JsonPath<R, Option<T>, Field> {
    fn steps(&self) -> &Steps {
        &self.steps
    }
}

#[diagnostic::do_not_recommend]
impl<R: ?Sized, T: ?Sized> Removable<R> for JsonPath<R, T, Entry> {
    fn steps(&self) -> &Steps {
        &self.steps
    }
}

#[diagnostic::do_not_recommend]
impl<R: ?Sized, P: Removable<R> + ?Sized> Removable<R> for &P {
    fn steps(&self) -> &Steps {
        (**self).steps()
    }
}

/// Returns the steps, or an error if the document would be read with a default other than `None`.
pub(crate) fn removed<R: ?Sized>(path: &impl Removable<R>) -> Result<&Steps, Error> {
    let steps = path.steps();
    match steps.field_default() {
        Some(default) if default()? != b"null" => Err(refusals::not_removable::<R>(steps)),
        _ => Ok(steps),
    }
}

// Not derived, since a derived impl would require the same trait of `R`.

impl<R: ?Sized> Default for Patch<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: ?Sized> Clone for Patch<R> {
    fn clone(&self) -> Self {
        let Self { changes, document } = self;
        Self { changes: changes.clone(), document: *document }
    }
}

/// Leaves out the values.
impl<R: ?Sized> fmt::Debug for Patch<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = match &self.changes {
            Change::Fields(fields) => fields.len(),
            Change::Value(_) => 1,
        };
        write!(f, "Patch({fields} fields)")
    }
}
