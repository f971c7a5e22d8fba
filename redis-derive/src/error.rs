//! Errors: every message, worded once, and none with payload in it.

use crate::place::Place;
use crate::reason;
use crate::reply::Kind;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;

/// Why a value could not be written as JSON, or a reply not be read.
///
/// `Display` and `Debug` are safe to log: they name the type, the kind of reply or the place in the
/// document, and what was expected, never a value out of the document. The exception is
/// [`source()`](std::error::Error::source), which is the [`serde_json::Error`] itself for whoever asks
/// for it: its text may quote values, and so may a report that prints the whole chain of sources.
///
/// `?` turns it into the error of each client that is switched on.
///
/// # Examples
///
/// ```
/// use redis_derive::{ErrorKind, from_redis_json};
///
/// #[derive(Debug, serde::Deserialize)]
/// struct User { age: u8 }
///
/// let error = from_redis_json::<User>(br#"{"age": "hunter2"}"#).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Data);
/// assert_eq!(error.path(), Some("age"));
/// assert!(error.to_string().ends_with("invalid type: string, expected u8 at `age`, line 1 column 17"));
/// ```
pub struct Error(Box<Parts>);

struct Parts {
    kind: ErrorKind,
    type_name: &'static str,
    reason: Cow<'static, str>,
    place: Option<Place>,
    advice: Option<String>,
    source: Option<serde_json::Error>,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The value could not be serialized. Nothing was written.
    Serialize,
    /// The reply is nil: the key or the field does not exist.
    Nil,
    /// The reply is not a document, such as an array or the status `OK`.
    Reply,
    /// The document is not JSON, is cut off, is nested too deeply, or is not UTF-8.
    Syntax,
    /// The document is JSON, of another shape than the type.
    Data,
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The type that was written or read, as [`std::any::type_name`] gives it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.0.type_name
    }

    /// The line of the document, from 1, where the error was found.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.0.place.as_ref().map(|place| place.line)
    }

    /// The column in that line, in bytes, as serde_json counts.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.0.place.as_ref().map(|place| place.column)
    }

    /// The field or the element, such as `roles[2]`, as far as it can be told without payload: it
    /// ends before the first key that is not a field or a variant of the type itself.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.place.as_ref()?.path.as_deref()
    }

    fn new(kind: ErrorKind, type_name: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        let reason = reason.into();
        Self(Box::new(Parts { kind, type_name, reason, place: None, advice: None, source: None }))
    }

    fn advise(mut self, advice: String) -> Self {
        self.0.advice = Some(advice);
        self
    }

    fn caused_by(mut self, source: serde_json::Error) -> Self {
        self.0.source = Some(source);
        self
    }

    #[cold]
    pub(crate) fn serialize(type_name: &'static str, source: serde_json::Error) -> Self {
        let reason = reason::of_serializing(&source);
        Self::new(ErrorKind::Serialize, type_name, reason).caused_by(source)
    }

    #[cold]
    pub(crate) fn decode(
        type_name: &'static str,
        json: &str,
        read: usize,
        names: &[&str],
        source: serde_json::Error,
    ) -> Self {
        // Some visitors stop early, and then serde_json takes the rest for wrong syntax.
        let is_json = source.is_data() || serde_json::from_str::<IgnoredAny>(json).is_ok();
        let kind = if is_json { ErrorKind::Data } else { ErrorKind::Syntax };
        let mut error = Self::new(kind, type_name, reason::of_deserializing(&source, names));
        error.0.place = Place::find(json, read, names, source.line(), source.column());
        let at_top = error.0.place.as_ref().is_some_and(|place| place.is_top_array(json));
        if at_top && error.0.reason.starts_with("invalid type: sequence") {
            let element = short(type_name);
            error = error.advise(format!(
                "`path::One<{element}>` reads the reply to a path that begins with `$`, \
                 and `Vec<{element}>` any array"
            ));
        }
        error.caused_by(source)
    }

    #[cold]
    pub(crate) fn not_utf8(type_name: &'static str, cause: Utf8Error) -> Self {
        let reason = format!("it is not UTF-8 from byte {} on", cause.valid_up_to());
        Self::new(ErrorKind::Syntax, type_name, reason)
    }

    #[cold]
    pub(crate) fn not_finite(type_name: &'static str) -> Self {
        let reason = "the reply is a double that is not finite, for which JSON has no number";
        Self::new(ErrorKind::Reply, type_name, reason)
    }

    #[cold]
    pub(crate) fn nil(type_name: &'static str) -> Self {
        Self::new(ErrorKind::Nil, type_name, "the reply is nil, as for a missing key")
            .advise(format!("`Option<{}>` reads that as `None`", short(type_name)))
    }

    #[cold]
    pub(crate) fn not_a_document(type_name: &'static str, kind: Kind) -> Self {
        let what = match kind {
            Kind::Okay => "the status OK",
            Kind::Array => "an array",
            Kind::Set => "a set",
            Kind::Map => "a map",
            Kind::Push => "a push message",
            Kind::ServerError => "an error of the server",
            Kind::Unknown => "of a kind that is not known",
        };
        let reason = format!("the reply is {what}, not a document");
        let error = Self::new(ErrorKind::Reply, type_name, reason);
        match kind {
            Kind::Array | Kind::Set => {
                error.advise(format!("`Vec<{}>` reads its elements", short(type_name)))
            }
            _ => error,
        }
    }
}

/// The type as one would write it, without the paths to it and its arguments.
fn short(type_name: &str) -> String {
    let ends_path = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
    let paths = type_name.split_inclusive(ends_path);
    paths.map(|path| path.rsplit("::").next().unwrap_or(path)).collect()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { kind, type_name, reason, place, advice, source: _ } = &*self.0;
        match kind {
            ErrorKind::Serialize => write!(f, "cannot write `{type_name}` as JSON: {reason}")?,
            _ => write!(f, "cannot read `{type_name}`: {reason}")?,
        }
        if let Some(place) = place {
            write!(f, " at {place}")?;
        }
        if let Some(advice) = advice {
            write!(f, "; {advice}")?;
        }
        Ok(())
    }
}

/// The message and its kind, without the source, whose text may quote the document.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_ref()?;
        Some(source)
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_type_is_advised_without_its_paths() {
        assert_eq!(short("app::User"), "User");
        assert_eq!(short("u8"), "u8");
        assert_eq!(short("redis_derive::json::Json<(app::a::User, &str)>"), "Json<(User, &str)>");
        assert_eq!(short("alloc::vec::Vec<app::Page<app::User, 3>>"), "Vec<Page<User, 3>>");
    }
}
