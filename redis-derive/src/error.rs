//! Errors: every message, worded once, and none with payload in it.

use crate::document::Seen;
use crate::place::Place;
use crate::reason;
use crate::reply::Kind;
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
    /// The document is not JSON, is cut off, or is not UTF-8.
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
        Self(Box::new(Parts { kind, type_name, reason: reason.into(), place: None, source: None }))
    }

    #[cold]
    pub(crate) fn serialize(type_name: &'static str, source: serde_json::Error) -> Self {
        let mut error = Self::new(ErrorKind::Serialize, type_name, reason::of_serializing(&source));
        error.0.source = Some(source);
        error
    }

    #[cold]
    pub(crate) fn decode(
        type_name: &'static str,
        json: &str,
        seen: &Seen,
        source: serde_json::Error,
    ) -> Self {
        let kind = match source.classify() {
            serde_json::error::Category::Data => ErrorKind::Data,
            _ => ErrorKind::Syntax,
        };
        let mut reason = reason::of_deserializing(&source);
        if seen.array_for_struct.get() {
            reason =
                format!("{reason}; an array of documents is read as `Vec<{}>`", short(type_name))
                    .into();
        }
        let mut error = Self::new(kind, type_name, reason);
        error.0.place = Place::find(json, seen.names.get(), source.line(), source.column());
        error.0.source = Some(source);
        error
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
        let reason = format!(
            "the reply is nil, as for a missing key; `Option<{}>` reads that as `None`",
            short(type_name)
        );
        Self::new(ErrorKind::Nil, type_name, reason)
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
        let reason = match kind {
            Kind::Array | Kind::Set => {
                format!("the reply is {what}; `Vec<{}>` reads its elements", short(type_name))
            }
            _ => format!("the reply is {what}, not a document"),
        };
        Self::new(ErrorKind::Reply, type_name, reason)
    }
}

/// The type's own name, without the path to it.
fn short(type_name: &str) -> &str {
    let end = type_name.find('<').unwrap_or(type_name.len());
    let start = type_name[..end].rfind("::").map_or(0, |colons| colons + 2);
    &type_name[start..]
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { kind, type_name, reason, place, .. } = &*self.0;
        match kind {
            ErrorKind::Serialize => write!(f, "cannot write `{type_name}` as JSON: {reason}")?,
            _ => write!(f, "cannot read `{type_name}`: {reason}")?,
        }
        match place {
            Some(place) => write!(f, " at {place}"),
            None => Ok(()),
        }
    }
}

/// The parts of the message, without the source, whose text may quote the document.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { kind, type_name, reason, place, .. } = &*self.0;
        f.debug_struct("Error")
            .field("kind", kind)
            .field("type_name", type_name)
            .field("reason", reason)
            .field("place", &place.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_ref()?;
        Some(source)
    }
}
