//! Value: the types that can be written at a path.

use crate::errors::error::Error;
use crate::paths::holdable::finite_json;
use serde::Serialize;

/// A value for a path to a `T`: a value or a reference of that type, text for a `String`, and an
/// array or a slice of such values for a `Vec`. For a path to an `Option`, also a value inside it.
/// An empty list is `Vec::new()`, since `[]` does not tell its type.
///
/// # Examples
///
/// ```
/// use redis_derive::paths::ValueOf;
///
/// fn is_value_of<T>(_: impl ValueOf<T>) {}
///
/// is_value_of::<String>("Ada");
/// is_value_of::<Option<u64>>(7);
/// is_value_of::<Vec<u8>>([2, 3, 5]);
/// is_value_of::<Vec<String>>(["admin", "editor"]);
/// is_value_of::<Option<Vec<String>>>(["admin", "editor"].as_slice());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for a path to `{T}`",
    label = "expected `{T}` or `&{T}`"
)]
pub trait ValueOf<T: ?Sized> {
    /// Returns the JSON of the value.
    #[doc(hidden)]
    fn json(&self) -> Result<Vec<u8>, Error>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ValueOf<T> for T {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ValueOf<T> for &T {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ValueOf<Option<T>> for T {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ValueOf<Option<T>> for &T {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self)
    }
}

// Text.

#[diagnostic::do_not_recommend]
impl ValueOf<String> for &str {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self)
    }
}

#[diagnostic::do_not_recommend]
impl ValueOf<Option<String>> for &str {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self)
    }
}

// Slices. serde implements its traits only for arrays of some lengths.

#[diagnostic::do_not_recommend]
impl<T, U: ValueOf<T> + Serialize> ValueOf<Vec<T>> for &[U] {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, U: ValueOf<T> + Serialize> ValueOf<Option<Vec<T>>> for &[U] {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, U: ValueOf<T> + Serialize, const N: usize> ValueOf<Vec<T>> for [U; N] {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self.as_slice())
    }
}

#[diagnostic::do_not_recommend]
impl<T, U: ValueOf<T> + Serialize, const N: usize> ValueOf<Option<Vec<T>>> for [U; N] {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self.as_slice())
    }
}

#[diagnostic::do_not_recommend]
impl<T, U: ValueOf<T> + Serialize, const N: usize> ValueOf<Vec<T>> for &[U; N] {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self.as_slice())
    }
}

#[diagnostic::do_not_recommend]
impl<T, U: ValueOf<T> + Serialize, const N: usize> ValueOf<Option<Vec<T>>> for &[U; N] {
    fn json(&self) -> Result<Vec<u8>, Error> {
        finite_json(self.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::ValueOf;

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a command takes it too")]
    fn assert_json<T>(value: impl ValueOf<T>, expected: &str) {
        assert_eq!(String::from_utf8(value.json().unwrap()).unwrap(), expected);
    }

    #[test]
    fn every_kind_of_value_is_written_as_serde_writes_it() {
        assert_json::<u8>(7, "7");
        assert_json::<u8>(&7, "7");
        assert_json::<Option<u8>>(7, "7");
        assert_json::<Option<u8>>(&7, "7");
        assert_json::<String>("Ada", "\"Ada\"");
        assert_json::<Option<String>>("Ada", "\"Ada\"");
        assert_json::<Vec<u8>>([2, 3], "[2,3]");
        assert_json::<Vec<u8>>(&[2, 3], "[2,3]");
        assert_json::<Vec<u8>>([2, 3].as_slice(), "[2,3]");
        assert_json::<Option<Vec<u8>>>([2, 3], "[2,3]");
        assert_json::<Option<Vec<u8>>>(&[2, 3], "[2,3]");
        assert_json::<Option<Vec<u8>>>([2, 3].as_slice(), "[2,3]");
    }
}
