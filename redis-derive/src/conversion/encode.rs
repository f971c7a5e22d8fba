//! Encode: a value to one complete JSON argument, or an error, never part of one.

use crate::conversion::codec::{Encoder, Serde};
use crate::conversion::scratch;
use crate::errors::error::Error;
use serde::Serialize;
use std::any::type_name;

/// A type that is written to Redis as JSON. The derive implements it; the client's traits go
/// through it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written to Redis as JSON",
    note = "add `#[derive(serde::Serialize, redis_derive::RedisJson)]` to `{Self}`",
    note = "a type that is not yours, such as a `Box` or a `Vec`, goes as `redis_derive::Json<{Self}>`"
)]
pub trait Encode {
    /// Who serializes the value. That it can is checked here and nowhere else, so that a missing
    /// `Serialize` is reported once.
    type Codec: Encoder<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Encoder<T> for Serde {
    fn encode(value: &T, json: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        value.serialize(&mut serde_json::Serializer::new(json))
    }
}

/// Tells about how many bytes the JSON form of a value has, which is not known before it is
/// written: twice what the value itself takes in memory is enough for most that own no more than a
/// few short strings. What is longer makes the command grow, as it would without this.
#[must_use]
#[allow(dead_code, unreachable_pub, reason = "unused while its majors are off")]
pub const fn estimate<T>() -> usize {
    match 2 * size_of::<T>() {
        0..64 => 64,
        length @ 64..1024 => length,
        _ => 1024,
    }
}

/// Writes the JSON form of `value` as one argument, all of it.
///
/// # Panics
///
/// When the value cannot be serialized: the client's trait has no way to return an error, and any
/// argument in its place, or none, would store something else than the value.
#[inline]
pub(crate) fn write<T: Encode + ?Sized>(value: &T, write_argument: &mut dyn FnMut(&[u8])) {
    write_encodable(&value, type_name::<T>(), write_argument);
}

/// This and the closure are there to forget their types, so that what goes on between them is
/// compiled once.
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

/// Serializes any value to the JSON document that a derived type writes as its argument.
///
/// It returns an error where the client's `ToRedisArgs` [panics](crate::guide::replies#writing). A
/// `Vec<u8>` is one argument.
///
/// # Errors
///
/// [`ErrorKind::Serialize`](crate::ErrorKind::Serialize) when the value's `Serialize` fails, as it
/// does for a map with tuples or structs for keys. Nothing has been sent then.
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
    // What serde_json begins with: enough for a small document.
    to_redis_json_of(value, 128)
}

/// Encodes the same, for a document that is about so many bytes long.
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
