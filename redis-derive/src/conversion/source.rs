//! Source: the input of a type's `Deserialize`, JSON text or a scalar.
//!
//! It is one type, so that the code that reads a type is compiled once for both. A scalar has a
//! text too, so most of that code need not ask. Only a method for a number or a boolean uses the
//! scalar.

use crate::conversion::scalar::Scalar;
use serde::Deserializer;
use serde::de::{Deserialize, IgnoredAny, Visitor};
use serde_json::Error;
use serde_json::de::StrRead;

pub(crate) struct Source<'a, 'de> {
    /// For a scalar, a text of the same kind.
    pub(crate) json: &'a mut serde_json::Deserializer<StrRead<'de>>,
    pub(crate) scalar: Option<&'a Scalar>,
}

impl Source<'_, '_> {
    /// Returns the scalar, after passing its text.
    fn scalar(&mut self) -> Option<Scalar> {
        let scalar = *self.scalar?;
        // The text is one value, so this cannot fail. The text must be at its end afterwards.
        let _ = IgnoredAny::deserialize(&mut *self.json);
        Some(scalar)
    }
}

macro_rules! scalar_or_json {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(
            mut self,
            $($argument: $type,)*
            visitor: V,
        ) -> Result<V::Value, Error> {
            match self.scalar() {
                Some(scalar) => scalar.$method($($argument,)* visitor),
                None => self.json.$method($($argument,)* visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Source<'_, 'de> {
    type Error = Error;

    scalar_or_json! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_option();
        deserialize_newtype_struct(name: &'static str);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
    }

    // For these, serde_json refuses the text of a scalar.
    forward! {
        json:
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(length: usize);
        deserialize_tuple_struct(name: &'static str, length: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }
}
