//! `Patch`: several changes of one document in one step.

use crate::conversion::encode::to_redis_json;
use crate::errors::error::Error;
use crate::paths::json_path::JsonPath;
use crate::paths::matches::{Entry, Field, Matches};
use crate::paths::refusals;
use crate::paths::steps::{Condition, Step, Steps};
use crate::paths::value::ValueOf;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// Changes of a document of the type `R` that are made in one step, by `JSON.MERGE`
/// (<https://redis.io/docs/latest/commands/json.merge/>, [RFC
/// 7396](https://www.rfc-editor.org/rfc/rfc7396)): what it does not name stays as it is, and `null`
/// removes.
///
/// ```
/// use redis_derive::{Patch, RedisJson};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct UserProfile { name: String, nickname: Option<String>, visits: u64 }
///
/// let paths = UserProfile::paths();
/// let patch = Patch::new().set(paths.name(), "Ada")?.remove(paths.nickname())?;
/// assert_eq!(patch.to_json(), r#"{"name":"Ada","nickname":null}"#);
/// # Ok::<(), redis_derive::Error>(())
/// ```
pub struct Patch<R: ?Sized> {
    changes: Change,
    /// What the document has to have for each change to keep it whole.
    pub(crate) conditions: Vec<Condition>,
    document: PhantomData<fn(&R)>,
}

/// The change of a value: of some of its fields, or to this JSON.
#[derive(Clone)]
enum Change {
    Fields(BTreeMap<String, Change>),
    Value(Vec<u8>),
}

impl<R: ?Sized> Patch<R> {
    /// One that changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patch, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(paths)]
    /// struct UserProfile { name: String }
    ///
    /// assert_eq!(Patch::<UserProfile>::new().to_json(), "{}");
    /// ```
    #[must_use]
    pub fn new() -> Self {
        let changes = Change::Fields(BTreeMap::new());
        Self { changes, conditions: Vec::new(), document: PhantomData }
    }

    /// Sets what is at a path. `None` removes it.
    ///
    /// # Errors
    ///
    /// When the value does not serialize; when it is a JSON object, which a patch would mix with
    /// the one that is there; and when the path goes through an element of a `Vec`, where a patch
    /// does not reach. [`json_set_at`](crate::JsonPathCommands::json_set_at) does all of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patch, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(paths)]
    /// struct UserProfile { name: String }
    ///
    /// let patch = Patch::new().set(UserProfile::paths().name(), "Ada")?;
    /// assert_eq!(patch.to_json(), r#"{"name":"Ada"}"#);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[allow(clippy::needless_pass_by_value, reason = "as the commands take it")]
    pub fn set<T, M: Matches>(
        self,
        path: JsonPath<R, T, M>,
        value: impl ValueOf<T>,
    ) -> Result<Self, Error> {
        let json = value.json()?;
        if json.starts_with(b"{") {
            return Err(refusals::no_patch_by_object::<T>(&path.steps));
        }
        self.change(&path.steps, json)
    }

    /// Removes what is at a path, if it is there.
    ///
    /// # Errors
    ///
    /// When the path goes through an element of a `Vec`.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patch, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(paths)]
    /// struct UserProfile { nickname: Option<String> }
    ///
    /// let patch = Patch::new().remove(UserProfile::paths().nickname())?;
    /// assert_eq!(patch.to_json(), r#"{"nickname":null}"#);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[allow(clippy::needless_pass_by_value, reason = "as the commands take it")]
    pub fn remove(self, path: impl Removable<R>) -> Result<Self, Error> {
        self.change(path.steps(), b"null".to_vec())
    }

    /// Returns the patch as it is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Patch, RedisJson};
    ///
    /// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
    /// #[redis_json(paths)]
    /// struct UserProfile { name: String, visits: u64 }
    ///
    /// let paths = UserProfile::paths();
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

    fn change(mut self, steps: &Steps, json: Vec<u8>) -> Result<Self, Error> {
        if steps.is_too_long() {
            return Err(refusals::no_path_to_write::<R>(steps));
        }
        let names = steps.as_slice().iter().map(Step::name).collect::<Option<Vec<_>>>();
        let names = names.ok_or_else(|| refusals::no_patch_of_elements::<R>(steps))?;
        self.changes.at(&names, json);
        self.conditions.extend(steps.conditions().chain(steps.parents()));
        Ok(self)
    }
}

impl Change {
    fn at(&mut self, names: &[&str], json: Vec<u8>) {
        let Some((name, rest)) = names.split_first() else {
            *self = Self::Value(json);
            return;
        };
        if let Self::Value(_) = self {
            *self = Self::Fields(BTreeMap::new());
        }
        if let Self::Fields(fields) = self {
            let inner = || Self::Fields(BTreeMap::new());
            fields.entry((*name).to_owned()).or_insert_with(inner).at(rest, json);
        }
    }

    fn push_to(&self, json: &mut Vec<u8>) {
        match self {
            Self::Value(value) => json.extend(value),
            Self::Fields(fields) => {
                json.push(b'{');
                for (index, (name, change)) in fields.iter().enumerate() {
                    if index > 0 {
                        json.push(b',');
                    }
                    // Text is always JSON.
                    json.extend(to_redis_json(name).unwrap_or_default());
                    json.push(b':');
                    change.push_to(json);
                }
                json.push(b'}');
            }
        }
    }
}

/// A path to what a document of the type `R` can do without: an `Option`, an element of a `Vec`, an
/// entry of a map.
///
/// # Examples
///
/// ```
/// use redis_derive::paths::Removable;
/// use redis_derive::RedisJson;
///
/// #[derive(serde::Serialize, serde::Deserialize, RedisJson)]
/// #[redis_json(paths)]
/// struct UserProfile { nickname: Option<String>, roles: Vec<String> }
///
/// fn is_removable(_: impl Removable<UserProfile>) {}
///
/// is_removable(UserProfile::paths().nickname());
/// is_removable(UserProfile::paths().roles().last());
/// ```
#[diagnostic::on_unimplemented(
    message = "what is at `{Self}` cannot be removed: a document without it would not decode",
    label = "has to lead to an `Option`, an element of a `Vec` or an entry of a map"
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

// By hand, since derived they would ask the same of `R`.

impl<R: ?Sized> Default for Patch<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: ?Sized> Clone for Patch<R> {
    fn clone(&self) -> Self {
        let Self { changes, conditions, document } = self;
        Self { changes: changes.clone(), conditions: conditions.clone(), document: *document }
    }
}

/// Without what it writes.
impl<R: ?Sized> fmt::Debug for Patch<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = match &self.changes {
            Change::Fields(fields) => fields.len(),
            Change::Value(_) => 1,
        };
        write!(f, "Patch({fields} fields)")
    }
}
