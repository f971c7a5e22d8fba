//! Reply: what a Redis reply is, seen without naming a client version.

use crate::error::Error;
use std::borrow::Cow;

/// A reply of one of the kinds in the Redis protocol, with `Attribute` already looked through
/// (<https://redis.io/docs/latest/develop/reference/protocol-spec/>).
///
/// It owns nothing, so that looking at a reply costs nothing, not even to drop it.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "not made while every major is off")]
#[allow(missing_debug_implementations, reason = "it would show payload")]
pub enum Reply<'a> {
    /// A bulk string, which need not be text.
    Bytes(&'a [u8]),
    /// A simple or verbatim string.
    Text(&'a str),
    Integer(i64),
    Double(f64),
    Boolean(bool),
    BigNumber(&'a dyn Inside),
    Nil,
    Array(&'a dyn Inside),
    /// A reply that is no document.
    Other(Kind),
}

/// What a client's value has to be asked for, because it takes an allocation.
pub trait Inside {
    /// The elements of an array.
    fn elements(&self) -> Vec<Reply<'_>>;

    /// The digits of a big number.
    fn digits(&self) -> Vec<u8>;
}

/// The kinds of reply that are no document.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "not made while every major is off")]
pub enum Kind {
    Okay,
    Array,
    Set,
    Map,
    Push,
    ServerError,
    /// A kind that a later client brings.
    Unknown,
}

impl<'a> Reply<'a> {
    /// The JSON text of the reply. A number or a boolean is a document of its own.
    pub(crate) fn document(self, type_name: &'static str) -> Result<Cow<'a, str>, Error> {
        match self {
            Self::Bytes(bytes) => match str::from_utf8(bytes) {
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(cause) => Err(Error::not_utf8(type_name, cause)),
            },
            Self::Text(text) => Ok(Cow::Borrowed(text)),
            Self::Integer(number) => Ok(Cow::Owned(number.to_string())),
            // `Debug` keeps the point and has an exponent for large numbers, as JSON does.
            Self::Double(number) if number.is_finite() => Ok(Cow::Owned(format!("{number:?}"))),
            Self::Double(_) => Err(Error::not_finite(type_name)),
            Self::Boolean(true) => Ok(Cow::Borrowed("true")),
            Self::Boolean(false) => Ok(Cow::Borrowed("false")),
            Self::BigNumber(number) => match String::from_utf8(number.digits()) {
                Ok(digits) => Ok(Cow::Owned(digits)),
                Err(cause) => Err(Error::not_utf8(type_name, cause.utf8_error())),
            },
            Self::Nil => Err(Error::nil(type_name)),
            Self::Array(_) => Err(Error::not_a_document(type_name, Kind::Array)),
            Self::Other(kind) => Err(Error::not_a_document(type_name, kind)),
        }
    }
}
