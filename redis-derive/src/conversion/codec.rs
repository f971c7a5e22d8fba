//! Codec: the serializer and deserializer of a type. It is serde, or serde and more, or `Unchecked`
//! after a mistake in the type's attributes.

use crate::errors::error::Error;
use crate::reply::Reply;

/// Writes a type as JSON.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be written to Redis: it does not implement `serde::Serialize`",
    label = "needs `#[derive(serde::Serialize)]`",
    note = "a type that is only read takes `#[redis_json(read_only)]` in its place"
)]
pub trait Encoder<T: ?Sized> {
    /// Appends the JSON of `value`. After an error, `json` holds a part of it.
    fn encode(value: &T, json: &mut Vec<u8>) -> Result<(), serde_json::Error>;
}

/// Reads a type.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be read from Redis: it does not implement `serde::Deserialize`",
    label = "needs `#[derive(serde::Deserialize)]`",
    note = "a type that is only written takes `#[redis_json(write_only)]` in its place",
    note = "a type that borrows from its input cannot be read: let it own its data"
)]
pub trait Decoder<T> {
    /// Decodes a value from the document in a bulk string, the kind of most replies.
    fn decode_bytes<E: From<Error>>(bytes: &[u8]) -> Result<T, E>;

    /// Decodes a value from the document in any reply.
    fn decode_reply<E: From<Error>>(reply: Reply<'_>) -> Result<T, E>;

    /// Decodes the elements of the JSON array in a bulk string. Any other document is one element.
    fn decode_elements<E: From<Error>>(bytes: &[u8]) -> Result<Vec<T>, E>;
}

/// Uses the type's own `Serialize` and `Deserialize`.
#[derive(Debug)]
pub enum Serde {}

/// Requires nothing of a type whose attributes the derive refused, so that the type and its uses
/// get no second error. It never runs, since such a program does not compile.
#[derive(Debug)]
pub enum Unchecked {}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> Encoder<T> for Unchecked {
    fn encode(_: &T, _: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        unreachable!()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Decoder<T> for Unchecked {
    fn decode_bytes<E: From<Error>>(_: &[u8]) -> Result<T, E> {
        unreachable!()
    }

    fn decode_reply<E: From<Error>>(_: Reply<'_>) -> Result<T, E> {
        unreachable!()
    }

    fn decode_elements<E: From<Error>>(_: &[u8]) -> Result<Vec<T>, E> {
        unreachable!()
    }
}
