//! `Error` and its kinds. No message contains a value of a document.

use crate::errors::excerpt::{cut, excerpt};
use crate::errors::place::{Around, Place};
use crate::errors::reason::told;
use crate::errors::redis_json;
use crate::errors::refusal::{self, Refusal};
use crate::errors::vocabulary::{ADVICE, SEQUENCE, TOO_DEEP};
use crate::reply::Kind;
use serde::de::IgnoredAny;
use serde_json::error::Category;
use std::fmt;
use std::str::Utf8Error;
use std::sync::Arc;

/// Why a value could not be written as JSON, a reply could not be read, or a command failed.
///
/// Every command on a connection returns this error, with two exceptions: a command named `try_…`
/// returns the error of the program, and the `query` of a pipeline returns the error of the client.
///
/// `Display` and `Debug` name the type, the kind of reply or the place in the document, and the
/// expected type. They never contain a value from the document. From serde's messages they keep
/// only words that certainly come from the program. They leave out the message of a hand-written
/// `Deserialize`, and names of types and fields further inside. Two texts come from outside:
///
/// - The text of [`ErrorKind::Client`] is the client's message. From a server's error it keeps the
///   code, and the message if that is known to quote nothing. Where the key holds another Redis
///   type, the text names the commands for each type. [`client`](Self::client) has the whole
///   message.
/// - [`source()`](std::error::Error::source) is the [`serde_json::Error`], whose text quotes
///   values, or the system's error behind the client's. A report that prints the chain of sources
///   prints this text too.
///
/// A message has at most 1 KiB. An error takes at most 64 KiB of memory for a document of any size,
/// as a long text of a source is shortened. Only the client's own error is kept whole. Two errors
/// are equal if their kinds and messages are equal.
///
/// `?` converts this error into the error of each enabled client, and back. A client's own error
/// comes back unchanged, unless the `Error` was cloned or the target is the error of another major.
///
/// ```
/// use redis_derive::{ErrorKind, from_redis_json};
///
/// #[derive(Debug, serde::Deserialize)]
/// struct User { age: u8 }
///
/// let error = from_redis_json::<User>(br#"{"age": "hunter2"}"#).unwrap_err();
/// assert_eq!((error.kind(), error.path()), (ErrorKind::Data, Some("age")));
/// let text = error.to_string();
/// assert!(text.ends_with("invalid type: string, expected u8 at `age`, line 1 column 17"));
/// ```
#[derive(Clone)]
pub struct Error(Arc<Says>);

/// The parts of an error, and its cause.
struct Says {
    kind: ErrorKind,
    type_name: &'static str,
    reason: String,
    place: Option<Place>,
    advice: Option<String>,
    cause: Option<Cause>,
}

/// The error of serde_json, or of the client.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The kinds of [`Error`].
///
/// ```
/// use redis_derive::{ErrorKind, from_redis_json};
///
/// // The status for the sender of the document.
/// let status = match from_redis_json::<u8>(b"256").unwrap_err().kind() {
///     ErrorKind::Syntax => 400,
///     ErrorKind::Data => 422,
///     _ => 500,
/// };
/// assert_eq!(status, 422);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The value could not be serialized, or could not be read again after an update; or RedisJSON
    /// cannot write at the path; or a patch cannot make the change. Nothing was written.
    Serialize,
    /// The reply is nil: the key or the field does not exist.
    Nil,
    /// The reply is not a document, such as an array or the status `OK`, or not a reply of the
    /// command, such as `QUEUED` in a transaction.
    Reply,
    /// The document is not JSON, is cut off, is not UTF-8, or has more than 127 arrays and objects
    /// inside each other, which is the limit of serde_json.
    Syntax,
    /// Other clients changed the document at each attempt to update it.
    Conflict,
    /// The document has no value at the path, or RedisJSON has no path to the place.
    NoMatch,
    /// The text is not a valid namespace: see [`Namespaced::new`](crate::Namespaced::new).
    Namespace,
    /// The text is not a valid template of keys, the pattern has no part of that name, or a part
    /// has no value: see [`KeyPattern`](crate::KeyPattern).
    Pattern,
    /// The text is not a cursor of a [`Page`](crate::Page).
    Cursor,
    /// The update would change the key of the value. Nothing was written.
    KeyChanged,
    /// The server does not know the command: the module RedisJSON is not loaded.
    NoModule,
    /// The client returned an error of its own: of the connection, of the server, or a timeout.
    Client,
    /// The document is JSON as far as it was read, but not a value of the type. It has another
    /// shape, a number outside the range of the type, or a `\u` escape of half a surrogate pair.
    Data,
}

impl ErrorKind {
    /// The beginning of the messages of each kind. Once an error has become a client's error, its
    /// kind can be read from the text alone.
    const BEGINNINGS: [(Self, &str); 12] = [
        (Self::Serialize, "cannot write `"),
        (Self::Nil, "there is no `"),
        (Self::Reply, "cannot take `"),
        (Self::Syntax, "cannot parse `"),
        (Self::Conflict, "cannot update `"),
        (Self::NoMatch, "cannot find a part of `"),
        (Self::Data, "cannot read `"),
        (Self::Namespace, "cannot give a namespace to `"),
        (Self::Pattern, "cannot tell the keys of `"),
        (Self::Cursor, "cannot go on with the cursor of `"),
        (Self::KeyChanged, "cannot change the key of `"),
        (Self::NoModule, "cannot use RedisJSON for `"),
    ];

    /// Returns the kind of a message of this library.
    pub(crate) fn of_message(message: &str) -> Option<Self> {
        let mut beginnings = Self::BEGINNINGS.into_iter();
        Some(beginnings.find(|(_, beginning)| message.starts_with(beginning))?.0)
    }
}

impl Error {
    /// Returns the kind of the error.
    ///
    /// ```
    /// use redis_derive::{ErrorKind, from_redis_json};
    ///
    /// let kind = |json: &[u8]| from_redis_json::<Vec<u8>>(json).unwrap_err().kind();
    /// assert_eq!((kind(b"[1, "), kind(b"[1, 256]")), (ErrorKind::Syntax, ErrorKind::Data));
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the name of the type that was written or read, from [`std::any::type_name`]. The
    /// name is empty for a client's error that `?` has converted.
    ///
    /// ```
    /// let error = redis_derive::from_redis_json::<u8>(b"256").unwrap_err();
    /// assert_eq!(error.type_name(), "u8");
    /// ```
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.0.type_name
    }

    /// Returns the line of the document where the error was found, from 1, or `None` if the error
    /// has no place in a document.
    ///
    /// ```
    /// let error = redis_derive::from_redis_json::<Vec<u8>>(b"[1,\n 256]").unwrap_err();
    /// assert_eq!((error.line(), error.column()), (Some(2), Some(4)));
    /// ```
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.0.place.as_ref().map(|place| place.line)
    }

    /// Returns the column in that [`line`](Self::line), in bytes as serde_json counts them, or
    /// `None` if the error has no place in a document.
    ///
    /// ```
    /// let error = redis_derive::from_redis_json::<Vec<u8>>(b"[1, 256]").unwrap_err();
    /// assert_eq!((error.line(), error.column()), (Some(1), Some(7)));
    /// ```
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.0.place.as_ref().map(|place| place.column)
    }

    /// Returns the path to the field or element, such as `roles[2]`, or `None` if the place is
    /// unknown. The path contains no payload: it ends before the first key that is not a field or
    /// variant of the type itself, and after eight segments.
    ///
    /// ```
    /// let error = redis_derive::from_redis_json::<Vec<u8>>(b"[1, 256]").unwrap_err();
    /// assert_eq!(error.path(), Some("[1]"));
    /// ```
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.place.as_ref()?.path.as_deref()
    }

    /// Returns the client's error, such as `redis::RedisError`, or `None` if this error is not of
    /// the kind [`Client`](ErrorKind::Client) or `E` is another type. Do not log it: it quotes what
    /// the server quotes. Redis 6 gives each error within a script the code `ERR`.
    ///
    /// ```
    /// # extern crate redis_1 as redis;
    /// /// Tells whether to try again later.
    /// fn is_busy(error: &redis_derive::Error) -> bool {
    ///     error.client::<redis::RedisError>().is_some_and(|error| error.code() == Some("OOM"))
    /// }
    /// ```
    #[must_use]
    pub fn client<E: std::error::Error + 'static>(&self) -> Option<&E> {
        let cause = self.0.cause.as_ref().filter(|_| self.kind() == ErrorKind::Client);
        cause?.downcast_ref()
    }

    /// Converts a client's error about documents of a type. Keeps only words that quote nothing.
    #[cold]
    pub(crate) fn of_client<E: Refusal + Send + Sync + 'static>(
        type_name: &'static str,
        error: E,
    ) -> Self {
        let mut text = refusal::told(&error);
        if error.server_code() == Some("WRONGTYPE") && !type_name.is_empty() {
            text += redis_json::NO_STRING;
        }
        let says = Self::new(ErrorKind::Client, type_name, text);
        says.with(|says| says.cause = Some(error.into()))
    }

    /// Does the same for a command that the module RedisJSON carries out.
    #[cold]
    pub(crate) fn of_redis_json<E: Refusal + Send + Sync + 'static>(
        type_name: &'static str,
        error: E,
    ) -> Self {
        let words = error.to_string();
        if redis_json::is_unknown(&words) {
            return Self::new(ErrorKind::NoModule, type_name, redis_json::UNKNOWN);
        }
        if redis_json::finds_another_type(&words) {
            let says = Self::new(ErrorKind::Client, type_name, redis_json::NO_REDIS_JSON);
            return says.with(|says| says.cause = Some(error.into()));
        }
        Self::of_client(type_name, error)
    }

    /// Returns the client's error itself, or this error if it has another cause or was cloned.
    pub(crate) fn into_client<E: std::error::Error + 'static>(self) -> Result<E, Self> {
        let mut says = Arc::try_unwrap(self.0).map_err(Self)?;
        if let Some(cause) = says.cause.take() {
            match cause.downcast() {
                Ok(error) => return Ok(*error),
                Err(cause) => says.cause = Some(cause),
            }
        }
        Err(Self(Arc::new(says)))
    }

    /// Returns the text of `Display`, at most 1 KiB, in one piece as each client takes it.
    pub(crate) fn message(&self) -> String {
        let Says { kind, type_name, reason, place, advice, .. } = &*self.0;
        let mut beginnings = ErrorKind::BEGINNINGS.iter();
        let Some((_, beginning)) = beginnings.find(|(its, _)| its == kind) else {
            return cut(reason, 1024).into_owned();
        };
        let as_json = if *kind == ErrorKind::Serialize { " as JSON" } else { "" };
        let (type_name, reason) = (cut(type_name, 256), cut(reason, 384));
        let place = place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
        let advice = advice.as_ref().map(|advice| format!("; {advice}")).unwrap_or_default();
        let message = format!("{beginning}{type_name}`{as_json}: {reason}{place}{advice}");
        cut(&message, 1024).into_owned()
    }

    /// Returns an error without a place. The reason must contain nothing from outside the program.
    #[cold]
    pub(crate) fn new(kind: ErrorKind, type_name: &'static str, reason: impl Into<String>) -> Self {
        let (place, advice, cause) = (None, None, None);
        Self(Arc::new(Says { kind, type_name, reason: reason.into(), place, advice, cause }))
    }

    fn with(mut self, add: impl FnOnce(&mut Says)) -> Self {
        // Nobody has cloned it yet, so it is not shared.
        Arc::get_mut(&mut self.0).map(add);
        self
    }

    /// Adds advice, in which `{}` stands for the type.
    fn advise(self, advice: Option<&str>) -> Self {
        let advice = advice.map(|advice| advice.replace("{}", &without_paths(self.type_name())));
        self.with(|says| says.advice = advice)
    }

    /// Returns the same error about another type, with advice at its end.
    #[cfg(feature = "paths")]
    pub(crate) fn about(self, type_name: &'static str, advice: String) -> Self {
        self.with(|says| (says.type_name, says.advice) = (type_name, Some(advice)))
    }

    #[cold]
    pub(crate) fn serialize(type_name: &'static str, source: serde_json::Error) -> Self {
        let (source, text) = excerpt(source);
        let reason = told(&source, &text, (type_name, &[]));
        let reason = reason.unwrap_or_else(|| "its `Serialize` returned an error".to_owned());
        let error = Self::new(ErrorKind::Serialize, type_name, reason);
        error.with(|says| says.cause = Some(source.into()))
    }

    /// Returns the error of a document that was read up to byte `read`, for a type with these
    /// fields or variants. `json` is empty for a number or boolean that is a reply by itself.
    pub(crate) fn decode(
        type_name: &'static str,
        source: serde_json::Error,
        (json, read): (&str, usize),
        names: &'static [&'static str],
    ) -> Self {
        let (source, text) = excerpt(source);
        let told = told(&source, &text, (type_name, names));
        let place = match told {
            Some(_) => Place::find(json, read, names, &source),
            None => Place::behind_value(json, read, names),
        };
        let reason = told.unwrap_or_else(|| "its `Deserialize` refused a value".to_owned());
        let at_top = place.as_ref().is_some_and(|place| place.is_top);
        let is_array = at_top && reason.starts_with(SEQUENCE);
        let problem = if is_array { SEQUENCE } else { &reason };
        let advice = ADVICE.iter().find(|(known, _)| *known == problem).map(|(_, advice)| *advice);
        let error = Self::new(kind(&source, &reason, json), type_name, reason).advise(advice);
        error.with(|says| (says.place, says.cause) = (place, Some(source.into())))
    }

    #[cold]
    pub(crate) fn not_utf8(type_name: &'static str, cause: Utf8Error) -> Self {
        let reason = format!("it is not UTF-8 from byte {} on", cause.valid_up_to());
        Self::new(ErrorKind::Syntax, type_name, reason)
    }

    #[cold]
    pub(crate) fn nil(type_name: &'static str) -> Self {
        let error = Self::new(ErrorKind::Nil, type_name, "the reply is nil, as for a missing key");
        error.advise(Some("`Option<{}>` reads that as `None`"))
    }

    #[cold]
    pub(crate) fn not_a_document(type_name: &'static str, kind: Kind) -> Self {
        let what = match kind {
            Kind::Okay => "the status OK",
            Kind::Array | Kind::ArrayInAttribute => "an array",
            Kind::Set => "a set",
            Kind::Map => "a map",
            Kind::Push => "a push message",
            Kind::ServerError => "an error of the server",
            Kind::Unknown => "of a kind that is not known",
        };
        let reason = format!("the reply is {what}, not a document");
        let is_array = matches!(kind, Kind::Array | Kind::Set);
        let advice = is_array.then_some("`Vec<{}>` reads its elements");
        Self::new(ErrorKind::Reply, type_name, reason).advise(advice)
    }
}

/// Tells whether a document is not JSON, or JSON of another shape. serde_json also reports a syntax
/// error for the rest of a document where a visitor stops early, and for a number or a character
/// that Rust does not have.
fn kind(source: &serde_json::Error, reason: &str, json: &str) -> ErrorKind {
    // The check for JSON takes a byte of memory for each level.
    let is_flat = || Around::end_of(json.as_bytes()).deepest <= 16 * 1024;
    let is_json = || is_flat() && serde_json::from_str::<IgnoredAny>(json).is_ok();
    match source.classify() {
        Category::Data => ErrorKind::Data,
        // A scalar has no text, and is valid by itself.
        Category::Syntax if json.is_empty() => ErrorKind::Data,
        Category::Syntax if reason != TOO_DEEP && is_json() => ErrorKind::Data,
        _ => ErrorKind::Syntax,
    }
}

/// Returns the name of the type as a program writes it, without the paths before names.
fn without_paths(type_name: &str) -> String {
    let ends_path = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
    let paths = type_name.split_inclusive(ends_path);
    paths.map(|path| path.rsplit("::").next().unwrap_or(path)).collect()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// The message and its kind, without the source, whose text may quote the document.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, message) = (self.kind(), self.message());
        let mut error = f.debug_struct("Error");
        error.field("kind", &kind).field("message", &message).finish_non_exhaustive()
    }
}

impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        (self.kind(), self.message()) == (other.kind(), other.message())
    }
}

impl Eq for Error {}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let cause = self.0.cause.as_deref()?;
        if self.kind() == ErrorKind::Client { refusal::source(cause) } else { Some(cause) }
    }
}
