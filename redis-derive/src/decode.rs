//! Decode: a reply, or JSON bytes, to a value.

use crate::codec::Serde;
use crate::document::{Document, Names};
use crate::error::Error;
use crate::reply::Reply;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::de::StrRead;
use std::any::type_name;

/// A type that is read from Redis as JSON. The derive implements it; the client's traits go
/// through it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from Redis as JSON",
    note = "add `#[derive(serde::Deserialize, redis_derive::RedisJson)]` to `{Self}`"
)]
pub trait Decode: Sized {
    /// Who deserializes the value. That it can is checked here and nowhere else, so that a missing
    /// `Deserialize` is reported once.
    type Codec: Decoder<Self>;
}

#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be read from Redis: it does not implement `serde::Deserialize`",
    label = "needs `#[derive(serde::Deserialize)]`",
    note = "a type that is only written takes `#[redis_json(write_only)]` in its place",
    note = "a type that borrows from its input cannot be read: let it own its data"
)]
pub trait Decoder<T> {
    /// The value of a whole document.
    fn decode(json: &str) -> Result<T, Error>;

    /// The elements of a JSON array, or the one value of any other document.
    fn decode_elements(json: &str) -> Result<Vec<T>, Error>;

    /// The value of a reply, which is that of the document in it.
    #[inline]
    fn decode_reply(reply: Reply<'_>) -> Result<T, Error> {
        match reply.document(type_name::<T>()) {
            Ok(json) => Self::decode(&json),
            Err(error) => Err(error),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Decoder<T> for Serde {
    fn decode(json: &str) -> Result<T, Error> {
        deserialize(json, type_name::<T>())
    }

    fn decode_elements(json: &str) -> Result<Vec<T>, Error> {
        if is_array(json) {
            return deserialize(json, type_name::<T>());
        }
        Self::decode(json).map(|value| vec![value])
    }
}

/// The value of a whole document. The error is about `type_name`.
///
/// This is compiled for every type, so it is spelt out: `?` and the methods of `Result` would each be
/// compiled with it.
fn deserialize<T: DeserializeOwned>(json: &str, type_name: &'static str) -> Result<T, Error> {
    let names = Names::default();
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let cause = match T::deserialize(Document::new(&mut deserializer, &names)) {
        Ok(value) => match deserializer.end() {
            Ok(()) => return Ok(value),
            Err(cause) => cause,
        },
        Err(cause) => cause,
    };
    Err(failure(type_name, json, deserializer, &names, cause))
}

#[cold]
fn failure(
    type_name: &'static str,
    json: &str,
    deserializer: serde_json::Deserializer<StrRead<'_>>,
    names: &Names,
    cause: serde_json::Error,
) -> Error {
    // serde_json tells how far it has read by way of a stream alone.
    let read = deserializer.into_iter::<IgnoredAny>().byte_offset();
    Error::decode(type_name, json, read, names.get(), cause)
}

/// Whether a document is a JSON array, by its first byte after white space (RFC 8259, section 2).
fn is_array(json: &str) -> bool {
    json.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('[')
}

/// The value that a reply holds.
#[allow(dead_code, reason = "unused while every major is off")]
pub(crate) fn from_reply<T: Decode>(reply: Reply<'_>) -> Result<T, Error> {
    T::Codec::decode_reply(reply)
}

/// The value that a reply holds, of any serde type, or `None` for nil.
#[allow(dead_code, reason = "unused while every major is off")]
pub(crate) fn if_there<T: DeserializeOwned>(reply: Reply<'_>) -> Result<Option<T>, Error> {
    match reply {
        Reply::Nil => Ok(None),
        reply => Serde::decode_reply(reply).map(Some),
    }
}

/// The values that the bytes of a bulk string hold, for `Vec<T>`.
#[allow(dead_code, reason = "unused while every major is off")]
pub(crate) fn elements_from_bytes<T: Decode>(bytes: &[u8]) -> Result<Vec<T>, Error> {
    T::Codec::decode_elements(&Reply::Bytes(bytes).document(type_name::<T>())?)
}

/// Deserializes any value from a JSON document, by the rules that a derived type is read by.
///
/// # Errors
///
/// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) when the bytes are not one JSON document in UTF-8,
/// [`ErrorKind::Data`](crate::ErrorKind::Data) when they are and `T` is something else, which includes
/// a JSON array for a struct with named fields.
///
/// # Examples
///
/// ```
/// let scores: Vec<u32> = redis_derive::from_redis_json(b"[9, 7]")?;
/// assert_eq!(scores, [9, 7]);
/// # Ok::<(), redis_derive::Error>(())
/// ```
pub fn from_redis_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    Serde::decode(&Reply::Bytes(json).document(type_name::<T>())?)
}
