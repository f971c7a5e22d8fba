//! Errors: what each says, and none with payload in it.

use crate::errors::excerpt::{Excerpt, push_cut};
use crate::errors::place::{Place, deepest};
use crate::errors::reason::{self, Own};
use crate::reply::Kind;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;
use std::sync::Arc;

/// Why a value could not be written as JSON, a reply not be read, or a command not be carried out.
///
/// Every command on a connection returns it; one of the name `try_…` returns the error of the
/// program, and the `query` of a pipeline that of the client. [`kind`](Self::kind),
/// [`type_name`](Self::type_name) and [`path`](Self::path) say what went wrong without a look at the
/// text, and [`client`](Self::client) is the client's own error where it was the client's.
///
/// `Display` and `Debug` name the type, the kind of reply or the place in the document, and what was
/// expected, never a value from the document. Two things are different:
///
/// - The text of [`ErrorKind::Client`] is the client's or the server's, and a server may quote the
///   command with its key and its document.
/// - [`source()`](std::error::Error::source) is the [`serde_json::Error`], whose text quotes values,
///   or what the client's error came from. A report that prints the chain of sources prints it too.
///
/// A message has at most 1 KiB, and all of an error of this library at most 64 KiB in memory,
/// whatever the document. So the text of a source that quotes a long value has a gap. An error of
/// the kind `Client` keeps the client's error whole. Two errors are equal when they say the same;
/// the source does not count.
///
/// `?` turns it into the error of each client that is switched on, and an error of such a client
/// into this one. The client's own error comes back as it was, unless the `Error` was cloned or the
/// error is of another major.
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
/// let text = error.to_string();
/// assert!(text.ends_with("invalid type: string, expected u8 at `age`, line 1 column 17"));
/// ```
#[derive(Clone)]
pub struct Error(Arc<Parts>);

struct Parts {
    says: Says,
    cause: Cause,
}

/// What an error comes from.
enum Cause {
    Nothing,
    Json(serde_json::Error),
    Client(Box<dyn std::error::Error + Send + Sync>),
}

/// What an error says.
#[derive(PartialEq, Eq)]
struct Says {
    kind: ErrorKind,
    type_name: &'static str,
    reason: Cow<'static, str>,
    place: Option<Place>,
    advice: Option<Cow<'static, str>>,
}

/// The document that was read when the error came. Of a number or a boolean that is a reply of its own there is no text.
pub(crate) struct Reading<'a> {
    pub(crate) json: &'a str,
    /// How many bytes of it had been read.
    pub(crate) read: usize,
    /// The names of the fields or variants of the type.
    pub(crate) names: &'static [&'static str],
}

/// The longest message that a source may keep, in bytes. serde_json quotes the value, which may be all of the document.
const LONGEST_SOURCE: usize = 16 * 1024;

/// How deep a document may be nested for us to tell whether it is JSON at all, which takes a byte for each level.
const DEEPEST: usize = 16 * 1024;

/// The kinds of [`Error`].
///
/// # Examples
///
/// ```
/// use redis_derive::{ErrorKind, from_redis_json};
///
/// /// What to tell whoever sent the document.
/// fn status(error: &redis_derive::Error) -> u16 {
///     match error.kind() {
///         ErrorKind::Syntax => 400,
///         ErrorKind::Data => 422,
///         _ => 500,
///     }
/// }
///
/// assert_eq!(status(&from_redis_json::<u8>(b"256").unwrap_err()), 422);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The value could not be serialized, or RedisJSON cannot write at the path, or a patch cannot make
    /// the change. Nothing was written.
    Serialize,
    /// The reply is nil: the key or the field does not exist.
    Nil,
    /// The reply is no document, such as an array or the status `OK`, or not what the command answers
    /// with, such as `QUEUED` in a transaction.
    Reply,
    /// The document is not JSON, is cut off, is nested more deeply than serde_json reads (127 arrays and objects), or is not
    /// UTF-8.
    Syntax,
    /// Others were always faster: a document could not be updated.
    Conflict,
    /// There is a document, and nothing in it at the path; or RedisJSON has no path to the place.
    NoMatch,
    /// The text is no namespace: [`Namespaced::new`](crate::Namespaced::new).
    Namespace,
    /// The text is no template of keys, or the pattern has no part of the name, or not all parts:
    /// [`KeyPattern`](crate::KeyPattern).
    Pattern,
    /// The text is no cursor of a [`Page`](crate::Page).
    Cursor,
    /// An update would give the value another key than the one that it is stored under. Nothing was
    /// written.
    KeyChanged,
    /// The client returned an error of its own: the connection, the server, or a limit of time.
    Client,
    /// The document is JSON as far as it was read, and not a value of the type: it has another shape, or a number that is
    /// out of the type's range, or a `\u` escape of half a surrogate pair, which is no character.
    Data,
}

impl ErrorKind {
    /// The kinds by what their messages begin with, each with a beginning of its own: of an error
    /// that has become a client's there is the text alone.
    const BEGINNINGS: [(Self, &str); 11] = [
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
    ];

    /// What a message begins with, unless it is the client's.
    fn beginning(self) -> Option<&'static str> {
        Self::BEGINNINGS.iter().find(|(kind, _)| *kind == self).map(|(_, beginning)| *beginning)
    }

    /// The kind that a message of ours is of.
    pub(crate) fn of_message(message: &str) -> Option<Self> {
        let is_its = |(_, beginning): &&(Self, &str)| message.starts_with(beginning);
        Self::BEGINNINGS.iter().find(is_its).map(|(kind, _)| *kind)
    }
}

impl Error {
    /// What went wrong.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{ErrorKind, from_redis_json};
    ///
    /// let error = from_redis_json::<Vec<u8>>(b"[1, ").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Syntax);
    /// let error = from_redis_json::<Vec<u8>>(b"[1, 256]").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Data);
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.says.kind
    }

    /// The type that was written or read, as [`std::any::type_name`] gives it. It is empty for an
    /// error of the client that `?` has turned into this one.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = redis_derive::from_redis_json::<u8>(b"256").unwrap_err();
    /// assert_eq!(error.type_name(), "u8");
    /// ```
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.0.says.type_name
    }

    /// The line of the document, from 1, where the error was found.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = redis_derive::from_redis_json::<Vec<u8>>(b"[1,\n 256]").unwrap_err();
    /// assert_eq!((error.line(), error.column()), (Some(2), Some(4)));
    /// ```
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.0.says.place.as_ref().map(|place| place.line)
    }

    /// The column in that line, in bytes, as serde_json counts.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = redis_derive::from_redis_json::<Vec<u8>>(b"[1, 256]").unwrap_err();
    /// assert_eq!((error.line(), error.column()), (Some(1), Some(7)));
    /// ```
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.0.says.place.as_ref().map(|place| place.column)
    }

    /// The field or the element, such as `roles[2]`, as far as it can be told without payload: it
    /// ends before the first key that is not a field or a variant of the type itself, and after eight segments.
    ///
    /// # Examples
    ///
    /// ```
    /// #[derive(Debug, serde::Deserialize)]
    /// struct User { roles: Vec<String> }
    ///
    /// let json = br#"{"roles": ["admin", null]}"#;
    /// let error = redis_derive::from_redis_json::<User>(json).unwrap_err();
    /// assert_eq!(error.path(), Some("roles[1]"));
    /// ```
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.says.place.as_ref()?.path.as_deref()
    }

    /// Returns the error of the client, such as `redis::RedisError`, if it was the client's.
    ///
    /// # Examples
    ///
    /// ```
    /// # extern crate redis_1 as redis;
    /// use redis_derive::{DocumentCommands, Error, Key};
    ///
    /// /// Whether to try again later.
    /// fn is_busy(error: &Error) -> bool {
    ///     error.client::<redis::RedisError>().is_some_and(|error| error.code() == Some("OOM"))
    /// }
    /// # let server = test_server::Server::start_private(&[])?;
    /// # let mut con = redis::Client::open(server.url())?.get_connection()?;
    /// # let () = redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg(1).query(&mut con)?;
    /// # assert!(is_busy(&con.save((&Key::new("visits"), &1)).unwrap_err()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn client<E: std::error::Error + 'static>(&self) -> Option<&E> {
        match &self.0.cause {
            Cause::Client(error) => error.downcast_ref(),
            Cause::Nothing | Cause::Json(_) => None,
        }
    }

    /// An error of the client, in its own words, about documents of a type.
    #[cold]
    pub(crate) fn of_client(
        type_name: &'static str,
        error: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        let says = Says::new(ErrorKind::Client, type_name, error.to_string());
        Self(Arc::new(Parts { says, cause: Cause::Client(Box::new(error)) }))
    }

    /// The client's error itself, or this one where it is another, or was cloned.
    pub(crate) fn into_client<E: std::error::Error + 'static>(self) -> Result<E, Self> {
        let Parts { says, cause } = Arc::try_unwrap(self.0).map_err(Self)?;
        let cause = match cause {
            Cause::Client(error) => match error.downcast() {
                Ok(error) => return Ok(*error),
                Err(error) => Cause::Client(error),
            },
            cause => cause,
        };
        Err(Self(Arc::new(Parts { says, cause })))
    }

    /// What `Display` shows, at most 1 KiB. It is put together in one piece, as each client takes it.
    pub(crate) fn message(&self) -> String {
        let Says { kind, type_name, reason, place, advice } = &self.0.says;
        let mut message = String::with_capacity(192);
        let Some(beginning) = kind.beginning() else {
            push_cut(&mut message, reason, 1024);
            return message;
        };
        message.push_str(beginning);
        push_cut(&mut message, type_name, 256);
        message.push_str(if *kind == ErrorKind::Serialize { "` as JSON: " } else { "`: " });
        push_cut(&mut message, reason, 384);
        if let Some(place) = place {
            message.push_str(" at ");
            place.push_to(&mut message);
        }
        if let Some(advice) = advice {
            message.push_str("; ");
            push_cut(&mut message, advice, 160);
        }
        message
    }

    /// An error without a place, in words that hold nothing from outside of the program.
    #[cold]
    pub(crate) fn new(
        kind: ErrorKind,
        type_name: &'static str,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Says::new(kind, type_name, reason).into()
    }

    /// The same error about another type, with an advice at its end.
    #[cfg(feature = "paths")]
    #[cold]
    pub(crate) fn about(mut self, type_name: &'static str, advice: String) -> Self {
        // It is shared where somebody has cloned it, and nobody has seen it yet.
        if let Some(parts) = Arc::get_mut(&mut self.0) {
            parts.says.type_name = type_name;
            parts.says.advice = Some(advice.into());
        }
        self
    }

    #[cold]
    pub(crate) fn serialize(type_name: &'static str, source: serde_json::Error) -> Self {
        let message = Excerpt::of(&source);
        let length = message.length();
        let reason = reason::of_serializing(&source, message);
        let says = Says::new(ErrorKind::Serialize, type_name, reason);
        Self(Arc::new(Parts { says, cause: Cause::Json(short_source(source, length)) }))
    }

    #[cold]
    pub(crate) fn decode(
        type_name: &'static str,
        source: serde_json::Error,
        Reading { json, read, names }: Reading<'_>,
    ) -> Self {
        let message = Excerpt::of(&source);
        let length = message.length();
        let reason = reason::of_deserializing(&source, message, Own { type_name, names });
        let kind = kind(&source, &reason, json);
        let place = if reason == reason::REFUSED {
            Place::behind_value(json, read, names)
        } else {
            Place::find(json, read, names, source.line(), source.column())
        };
        let at_top = place.as_ref().is_some_and(|place| place.is_top_array(json));
        let is_array = at_top && reason.starts_with("invalid type: sequence");
        let advice = if is_array { Some(instead_of_an_array(type_name)) } else { advice(&reason) };
        let says = Says { place, advice, ..Says::new(kind, type_name, reason) };
        Self(Arc::new(Parts { says, cause: Cause::Json(short_source(source, length)) }))
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
    pub(crate) fn not_a_number(type_name: &'static str) -> Self {
        let reason = "the reply is a big number that is out of range";
        Self::new(ErrorKind::Reply, type_name, reason)
    }

    #[cold]
    pub(crate) fn wrong_number_of_matches(type_name: &'static str, reason: &'static str) -> Self {
        Self::new(ErrorKind::Data, type_name, reason)
    }

    #[cold]
    pub(crate) fn nil(type_name: &'static str) -> Self {
        let says = Says::new(ErrorKind::Nil, type_name, "the reply is nil, as for a missing key");
        says.advise(format!("`Option<{}>` reads that as `None`", short(type_name)))
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
        let says = Says::new(ErrorKind::Reply, type_name, reason);
        match kind {
            Kind::Array | Kind::Set => {
                says.advise(format!("`Vec<{}>` reads its elements", short(type_name)))
            }
            _ => says.into(),
        }
    }
}

impl Says {
    fn new(kind: ErrorKind, type_name: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, type_name, reason: reason.into(), place: None, advice: None }
    }

    fn advise(mut self, advice: String) -> Error {
        self.advice = Some(advice.into());
        self.into()
    }
}

impl From<Says> for Error {
    fn from(says: Says) -> Self {
        Self(Arc::new(Parts { says, cause: Cause::Nothing }))
    }
}

/// Whether a document is JSON of another shape or no JSON: serde_json takes what is left for wrong syntax where a visitor stops
/// early, and so it does a number or a character that Rust does not have.
fn kind(source: &serde_json::Error, reason: &str, json: &str) -> ErrorKind {
    let is_json = || deepest(json) <= DEEPEST && serde_json::from_str::<IgnoredAny>(json).is_ok();
    match source.classify() {
        serde_json::error::Category::Data => ErrorKind::Data,
        // A scalar has no text, and is always what it is.
        serde_json::error::Category::Syntax if json.is_empty() => ErrorKind::Data,
        serde_json::error::Category::Syntax if reason != TOO_DEEP && is_json() => ErrorKind::Data,
        _ => ErrorKind::Syntax,
    }
}

/// serde_json's words for a document that is nested too deeply.
const TOO_DEEP: &str = "recursion limit exceeded";

/// What can be written and not read.
fn advice(reason: &str) -> Option<Cow<'static, str>> {
    match reason {
        "invalid type: null, expected f64" | "invalid type: null, expected f32" => {
            Some("JSON has no NaN and no infinity, which are written as `null`".into())
        }
        "invalid type: string, expected a borrowed string" => Some(
            "text with escapes cannot be borrowed; `Cow<str>` with `#[serde(borrow)]` takes any"
                .into(),
        ),
        TOO_DEEP => Some("a document has at most 127 arrays and objects in each other".into()),
        _ => None,
    }
}

fn instead_of_an_array(type_name: &str) -> Cow<'static, str> {
    let element = short(type_name);
    let advice = format!(
        "`path::One<{element}>` reads the reply to a path that begins with `$`, and `Vec<{element}>` any array"
    );
    advice.into()
}

/// A source whose message is too long to keep, with a gap in it.
fn short_source(source: serde_json::Error, length: usize) -> serde_json::Error {
    if length <= LONGEST_SOURCE {
        return source;
    }
    // Also with its place, which serde_json takes from the end of the text.
    serde::de::Error::custom(Excerpt::of(&source).into_text())
}

/// The type as one would write it, without the paths to it and its arguments.
fn short(type_name: &str) -> String {
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
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &self.message())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        self.0.says == other.0.says
    }
}

impl Eq for Error {}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Cause::Nothing => None,
            Cause::Json(error) => Some(error),
            // The message is the client's, and so is the rest of the chain.
            Cause::Client(error) => error.source(),
        }
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
