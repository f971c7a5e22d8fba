//! Who serializes a derived type: serde, or nobody after a mistake in its attributes.

use crate::decode::Decoder;
use crate::encode::Encoder;
use crate::error::Error;

/// Goes through the type's own `Serialize` and `Deserialize`.
#[derive(Debug)]
pub enum Serde {}

/// Asks nothing of a type whose attributes the derive has refused, so that there is no second error
/// about it or its uses. It never runs: a program with such a type does not compile.
#[derive(Debug)]
pub enum Unchecked {}

impl<T: ?Sized> Encoder<T> for Unchecked {
    fn encode(_: &T, _: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        unreachable!()
    }
}

impl<T> Decoder<T> for Unchecked {
    fn decode(_: &str) -> Result<T, Error> {
        unreachable!()
    }

    fn decode_elements(_: &str) -> Result<Vec<T>, Error> {
        unreachable!()
    }
}
