//! Buffer: whether serde reads a value again, at its place in a document.
//!
//! What is flattened or stands beside a tag, serde reads into a buffer first. From there it reads
//! no number and no boolean from the key of a map, and no integer of 128 bits.

use crate::errors::error::{Error, ErrorKind};
use crate::paths::steps::Steps;
use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;
use std::any::type_name;

/// Returns an error if the type does not read the JSON of its value at the end of these steps.
pub(crate) fn check_readable<T: DeserializeOwned>(json: &[u8], steps: &Steps) -> Result<(), Error> {
    let is_read = if steps.is_buffered() {
        serde_json::from_slice(json).is_ok_and(|value| T::deserialize(Buffer(value)).is_ok())
    } else {
        serde_json::from_slice::<T>(json).is_ok()
    };
    is_read
        .then_some(())
        .ok_or_else(|| Error::new(ErrorKind::Serialize, type_name::<T>(), UNREADABLE))
}

const UNREADABLE: &str = "it could not be read again (serde reads no map with numbers for keys, and \
    no integer of 128 bits, in what is flattened or beside a tag)";

/// A value in the buffer.
struct Buffer(Value);

macro_rules! refused {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, serde_json::Error> {
            Err(serde_json::Error::custom("128 bits"))
        }
    )*};
}

impl<'de> Deserializer<'de> for Buffer {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Array(array) => {
                visitor.visit_seq(SeqDeserializer::new(array.into_iter().map(Buffer)))
            }
            Value::Object(object) => {
                let members = object.into_iter().map(|(name, value)| (name, Self(value)));
                visitor.visit_map(MapDeserializer::new(members))
            }
            value => value.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Object(object) => {
                let members = object.into_iter().map(|(name, value)| (name, Self(value)));
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(members)))
            }
            value => value.deserialize_enum(name, variants, visitor),
        }
    }

    refused! { deserialize_i128 deserialize_u128 }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl IntoDeserializer<'_, serde_json::Error> for Buffer {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
