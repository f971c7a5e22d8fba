//! Who serializes a type: serde, with or without more to it, or nobody after a mistake in its attributes.

use crate::decode::Decoder;
use crate::encode::Encoder;
use crate::error::Error;
use crate::reply::Reply;
use std::marker::PhantomData;

/// Goes through the type's own `Serialize` and `Deserialize`.
#[derive(Debug)]
pub enum Serde {}

/// Reads the matches of a path: from JSON text as serde does, and from a native array one by one.
#[derive(Debug)]
pub struct Matches<T>(PhantomData<T>);

/// Asks nothing of a type whose attributes the derive has refused, so that there is no second error
/// about it or its uses. It never runs: a program with such a type does not compile.
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
