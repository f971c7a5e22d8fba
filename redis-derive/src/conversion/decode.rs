//! Decode: a reply, or JSON, to a value.

use crate::conversion::array_rule::{Names, TopLevel};
use crate::conversion::codec::{Decoder, Serde};
use crate::conversion::scalar::Scalar;
use crate::conversion::source::Source;
use crate::errors::error::{Error, ErrorKind};
use crate::reply::{Kind, Reply};
use serde::Deserialize;
#[cfg(feature = "paths")]
use serde::de::DeserializeSeed;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::de::StrRead;
use std::any::type_name;

/// A type that is read from Redis as JSON. The derive implements it, and the client's traits call
/// it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from Redis as JSON",
    note = "add `#[derive(serde::Deserialize, redis_derive::RedisJson)]` to `{Self}`",
    note = "a type that is not yours, such as a `Box` or a `Vec`, is read as \
            `redis_derive::Json<{Self}>`"
)]
pub trait Decode: Sized {
    /// The deserializer of the value. Only this bound requires the type's `Deserialize`, so that a
    /// missing one is reported once.
    type Codec: Decoder<Self>;
}

// All of this is compiled for every type that is read. So it avoids `?` and the methods of
// `Result`, which would be compiled with it. It makes the client's error itself, since another
// conversion would move the value.
#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Decoder<T> for Serde {
    #[inline]
    fn decode_bytes<E: From<Error>>(bytes: &[u8]) -> Result<T, E> {
        match str::from_utf8(bytes) {
            Ok(json) => deserialize(&json.into(), type_name::<T>()),
            Err(cause) => Err(Error::not_utf8(type_name::<T>(), cause).into()),
        }
    }

    // Without it, the code for most replies stays short.
    #[inline(never)]
    fn decode_reply<E: From<Error>>(reply: Reply<'_>) -> Result<T, E> {
        match content(reply, type_name::<T>()) {
            Ok(content) => deserialize(&content, type_name::<T>()),
            Err(error) => Err(error.into()),
        }
    }

    fn decode_elements<E: From<Error>>(bytes: &[u8]) -> Result<Vec<T>, E> {
        match str::from_utf8(bytes) {
            Ok(json) if is_array(json) => deserialize(&json.into(), type_name::<T>()),
            _ => match Self::decode_bytes(bytes) {
                Ok(value) => Ok(vec![value]),
                Err(error) => Err(error),
            },
        }
    }
}

/// Decodes the elements of the JSON array in a bulk string, for `Vec<T>`.
///
/// # Errors
///
/// If an element is not a `T`.
#[inline]
pub fn read_elements<T: Decode, E: From<Error>>(bytes: &[u8]) -> Result<Vec<T>, E> {
    T::Codec::decode_elements(bytes)
}

/// Decodes the same elements, or returns `None` if one is not a `T`.
#[inline]
#[must_use]
pub fn read_elements_or_none<T: Decode>(bytes: &[u8]) -> Option<Vec<T>> {
    read_elements::<T, Error>(bytes).ok()
}

/// The content of a reply that is a document.
pub(crate) struct Content<'a> {
    /// For a scalar, a text of the same kind.
    pub(crate) json: &'a str,
    pub(crate) scalar: Option<Scalar>,
}

impl<'a> From<&'a str> for Content<'a> {
    fn from(json: &'a str) -> Self {
        Self { json, scalar: None }
    }
}

impl From<Scalar> for Content<'_> {
    fn from(scalar: Scalar) -> Self {
        Self { json: scalar.kind(), scalar: Some(scalar) }
    }
}

pub(crate) fn content<'a>(reply: Reply<'a>, type_name: &'static str) -> Result<Content<'a>, Error> {
    let refused = |reason| Error::new(ErrorKind::Reply, type_name, reason);
    match reply {
        Reply::Bytes(bytes) => match str::from_utf8(bytes) {
            Ok(json) => Ok(json.into()),
            Err(cause) => Err(Error::not_utf8(type_name, cause)),
        },
        Reply::Text(json) => Ok(json.into()),
        Reply::Boolean(boolean) => Ok(Scalar::Boolean(boolean).into()),
        Reply::Integer(number) => Ok(Scalar::integer(number).into()),
        Reply::Double(number) => Scalar::double(number).map(Content::from).ok_or_else(|| {
            refused("the reply is a double that is not finite, for which JSON has no number")
        }),
        Reply::BigNumber(number) => big_number(&number.digits())
            .map(Content::from)
            .ok_or_else(|| refused("the reply is a big number that is out of range")),
        Reply::Nil => Err(Error::nil(type_name)),
        Reply::Array(_) => Err(Error::not_a_document(type_name, Kind::Array)),
        Reply::ArrayInAttribute(_) => Err(Error::not_a_document(type_name, Kind::ArrayInAttribute)),
        Reply::Other(kind) => Err(Error::not_a_document(type_name, kind)),
    }
}

fn big_number(digits: &[u8]) -> Option<Scalar> {
    Scalar::big(str::from_utf8(digits).ok()?)
}

/// Decodes a value from a whole document, or from a scalar with a text of its kind. The error is
/// about `type_name`.
pub(crate) fn deserialize<'de, T, E>(
    content: &Content<'de>,
    type_name: &'static str,
) -> Result<T, E>
where
    T: Deserialize<'de>,
    E: From<Error>,
{
    let names = Names::default();
    let mut deserializer = serde_json::Deserializer::from_str(content.json);
    let source = Source { json: &mut deserializer, scalar: content.scalar.as_ref() };
    let cause = match T::deserialize(TopLevel::new(source, &names)) {
        Ok(value) => match deserializer.end() {
            Ok(()) => return Ok(value),
            Err(cause) => cause,
        },
        Err(cause) => cause,
    };
    Err(failure(type_name, content, deserializer, &names, cause).into())
}

/// Decodes JSON that is not a document with a seed, without the array rule.
#[cfg(feature = "paths")]
pub(crate) fn deserialize_part<'de, S: DeserializeSeed<'de>>(
    json: &'de str,
    type_name: &'static str,
    seed: S,
) -> Result<S::Value, Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let cause = match seed.deserialize(&mut deserializer) {
        Ok(value) => match deserializer.end() {
            Ok(()) => return Ok(value),
            Err(cause) => cause,
        },
        Err(cause) => cause,
    };
    Err(failure(type_name, &json.into(), deserializer, &Names::default(), cause))
}

#[cold]
fn failure(
    type_name: &'static str,
    content: &Content<'_>,
    deserializer: serde_json::Deserializer<StrRead<'_>>,
    names: &Names,
    cause: serde_json::Error,
) -> Error {
    // serde_json only tells how far it has read through a stream.
    let read = deserializer.into_iter::<IgnoredAny>().byte_offset();
    // A scalar has no place in a document.
    let json = if content.scalar.is_none() { content.json } else { "" };
    Error::decode(type_name, cause, (json, read), names.get())
}

/// Tells whether a document is a JSON array, from its first byte after white space (RFC 8259,
/// section 2).
fn is_array(json: &str) -> bool {
    json.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('[')
}

/// Decodes a value of any serde type from a reply, or returns `None` for nil.
pub(crate) fn if_there<T: DeserializeOwned>(reply: Reply<'_>) -> Result<Option<T>, Error> {
    match reply {
        Reply::Bytes(bytes) => Serde::decode_bytes(bytes).map(Some),
        Reply::Nil => Ok(None),
        reply => Serde::decode_reply(reply).map(Some),
    }
}

/// Deserializes a JSON document to any value, by the rules for a derived type.
///
/// # Errors
///
/// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) if the bytes are not one JSON document in UTF-8.
/// [`ErrorKind::Data`](crate::ErrorKind::Data) if the document is not a `T`, for example a JSON
/// array for a struct with named fields.
///
/// # Examples
///
/// ```
/// let scores: Vec<u32> = redis_derive::from_redis_json(b"[9, 7]")?;
/// assert_eq!(scores, [9, 7]);
/// # Ok::<(), redis_derive::Error>(())
/// ```
pub fn from_redis_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    Serde::decode_bytes(json)
}
