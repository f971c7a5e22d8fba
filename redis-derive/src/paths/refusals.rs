//! Refusals: the errors of paths and of changes at paths, without the keys of maps.

use crate::errors::error::{Error, ErrorKind};
use crate::paths::steps::Steps;
use std::any::type_name;

/// The reason why no path is so long.
const TOO_LONG: &str = "leads through more than 127 arrays and objects, and no document that can \
    be read is so deep";

/// The reason why a key of a map is no step of a path.
const NO_KEY: &str = "a key in it has no text, is also read from other names, or is no text inside \
    of what is flattened or beside a tag";

/// Returns the error of a document of the type `R` that has no value at the path.
pub(crate) fn no_match<R: ?Sized>(path: &Steps) -> Error {
    let reason = format!("the document has nothing at the path `{path}`");
    Error::new(ErrorKind::NoMatch, type_name::<R>(), reason)
}

pub(crate) fn no_path<R: ?Sized>(path: &Steps) -> Error {
    if path.is_too_long() {
        return Error::new(ErrorKind::NoMatch, type_name::<R>(), format!("the path {TOO_LONG}"));
    }
    let reason =
        format!("RedisJSON has no path to `{path}`: a name in it begins with a space, or {NO_KEY}");
    Error::new(ErrorKind::NoMatch, type_name::<R>(), reason)
}

pub(crate) fn no_path_to_write<R: ?Sized>(path: &Steps) -> Error {
    if path.is_too_long() {
        return Error::new(ErrorKind::Serialize, type_name::<R>(), format!("the path {TOO_LONG}"));
    }
    let reason = format!(
        "RedisJSON has no path to change `{path}` by: a name in it begins with a space, has \
         a backslash or quotes of both kinds, or {NO_KEY}"
    );
    Error::new(ErrorKind::Serialize, type_name::<R>(), reason)
}

pub(crate) fn mismatch<R: ?Sized>(path: &Steps) -> Error {
    let reason = format!("the value at the path `{path}` has another type");
    Error::new(ErrorKind::Data, type_name::<R>(), reason)
}

/// Returns the error of a sum outside the range of the type `T`.
pub(crate) fn out_of_range<T>(path: &Steps) -> Error {
    let reason = format!("the sum at `{path}` would be out of range; nothing was changed");
    Error::new(ErrorKind::Data, type_name::<T>(), reason)
}

pub(crate) fn no_patch_by_object<T>(path: &Steps) -> Error {
    let reason = format!(
        "a patch would mix the object at `{path}` with the one that is there; set its fields one \
         by one"
    );
    Error::new(ErrorKind::Serialize, type_name::<T>(), reason)
}

pub(crate) fn no_patch_of_elements<R: ?Sized>(path: &Steps) -> Error {
    let reason =
        format!("a patch replaces arrays as a whole, and `{path}` goes through an element");
    Error::new(ErrorKind::Serialize, type_name::<R>(), reason)
}

pub(crate) fn no_patch_by_null<T>(path: &Steps) -> Error {
    let reason =
        format!("`null` in a patch removes the value at `{path}`, which the document needs");
    Error::new(ErrorKind::Serialize, type_name::<T>(), reason)
}

pub(crate) fn no_patch_of_all<R: ?Sized>() -> Error {
    let reason = "a patch changes fields of a document, not all of it".to_owned();
    Error::new(ErrorKind::Serialize, type_name::<R>(), reason)
}

pub(crate) fn patched_before<R: ?Sized>(path: &Steps) -> Error {
    let reason = format!("the patch has already replaced a value around `{path}`");
    Error::new(ErrorKind::Serialize, type_name::<R>(), reason)
}

/// Returns the error of a removal after which the document would be read with a default that is not
/// `None`.
pub(crate) fn not_removable<R: ?Sized>(path: &Steps) -> Error {
    let reason =
        format!("without `{path}` the document is read with its default; set it to `None`");
    Error::new(ErrorKind::Serialize, type_name::<R>(), reason)
}

/// Returns the error of a number that is NaN or infinite.
pub(crate) fn no_number<T>(path: &Steps) -> Error {
    let reason = format!("the number that is added at `{path}` is not finite");
    Error::new(ErrorKind::Serialize, type_name::<T>(), reason)
}

/// Returns the error of a pipeline, which cannot tell which elements have no such field.
pub(crate) fn no_pipeline<R: ?Sized>(path: &Steps) -> Error {
    let reason = format!("a pipeline does not read `{path}` in each element; `json_get_at` does");
    Error::new(ErrorKind::Serialize, type_name::<R>(), reason)
}
