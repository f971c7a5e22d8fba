//! Encode: a value to one complete JSON argument, or an error.

use crate::conversion::codec::{Encoder, Serde};
use crate::conversion::scratch;
use crate::errors::error::Error;
use serde::Serialize;
use std::any::type_name;

/// A type that is written to Redis as JSON. The derive implements it, and the client's traits call
/// it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written to Redis as JSON",
    note = "add `#[derive(serde::Serialize, redis_derive::RedisJson)]` to `{Self}`",
    note = "a type that is not yours, such as a `Box` or a `Vec`, is written as \
            `redis_derive::Json<{Self}>`"
)]
pub trait Encode {
    /// The serializer of the value. Only this bound requires the type's `Serialize`, so that a
    /// missing one is reported once.
    type Codec: Encoder<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Encoder<T> for Serde {
    fn encode(value: &T, json: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        value.serialize(&mut serde_json::Serializer::new(json))
    }
}

/// Estimates the length of the JSON of a value in bytes, which is unknown before it is written.
/// Twice the size of the value in memory is enough for most values with a few short strings. For a
/// longer document the command grows, as it does without the estimate.
#[must_use]
#[allow(dead_code, unreachable_pub, reason = "unused while its majors are off")]
pub const fn estimate<T>() -> usize {
    match 2 * size_of::<T>() {
        0..64 => 64,
        length @ 64..1024 => length,
        _ => 1024,
    }
}

/// Writes the JSON of `value` as one complete argument.
///
/// # Panics
///
/// If the value cannot be serialized. The client's trait cannot return an error, and any other
/// argument, or none, would store something else than the value.
#[inline]
pub(crate) fn write<T: Encode + ?Sized>(value: &T, write_argument: &mut dyn FnMut(&[u8])) {
    write_encodable(&value, type_name::<T>(), write_argument);
}

/// Hides the type of a value, as the closure hides the type of the writer, so that the code between
/// them is compiled once.
trait Encodable {
    fn encode(&self, json: &mut Vec<u8>) -> Result<(), serde_json::Error>;
}

impl<T: Encode + ?Sized> Encodable for &T {
    fn encode(&self, json: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        T::Codec::encode(self, json)
    }
}

fn write_encodable(
    value: &dyn Encodable,
    type_name: &'static str,
    write_argument: &mut dyn FnMut(&[u8]),
) {
    scratch::lend(|json| {
        if let Err(cause) = value.encode(json) {
            refuse(&Error::serialize(type_name, cause));
        }
        write_argument(json);
    });
}

#[cold]
#[track_caller]
fn refuse(error: &Error) -> ! {
    panic!("{error}; `to_redis_json` returns this as an error")
}

/// Serializes any value to JSON, as the argument of a derived type.
///
/// It returns an error where the client's `ToRedisArgs` [panics](crate::guide::replies#writing).
/// The `Vec<u8>` is one argument.
///
/// # Errors
///
/// [`ErrorKind::Serialize`](crate::ErrorKind::Serialize) if the value's `Serialize` fails, for
/// example for a map whose keys are tuples or structs. Nothing has been sent.
///
/// # Examples
///
/// ```
/// let scores = std::collections::BTreeMap::from([("ada", 9), ("bob", 7)]);
/// let json = redis_derive::to_redis_json(&scores)?;
/// assert_eq!(json, br#"{"ada":9,"bob":7}"#);
/// # Ok::<(), redis_derive::Error>(())
/// ```
pub fn to_redis_json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    // The capacity that serde_json begins with, enough for a small document.
    to_redis_json_of(value, 128)
}

/// Serializes a value whose document has about so many bytes.
pub(crate) fn to_redis_json_of<T: Serialize + ?Sized>(
    value: &T,
    length: usize,
) -> Result<Vec<u8>, Error> {
    let mut json = Vec::with_capacity(length);
    match Serde::encode(value, &mut json) {
        Ok(()) => Ok(json),
        Err(cause) => Err(Error::serialize(type_name::<T>(), cause)),
    }
}
