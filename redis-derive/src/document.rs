//! The array rule: a JSON array at the top of a document is not a struct with named fields.
//!
//! serde's derive lets a struct be read from an array, field by field in order. At the top of a
//! document that would turn the `[]` or `[document]` which RedisJSON replies to a `$` path into wrong
//! data without an error. Whether a type is such a struct is what its `Deserialize` asks for.

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

/// What a document's type asked for, kept for the error message.
#[derive(Default)]
pub(crate) struct Seen {
    /// The names of the fields or variants of the type: static, so none of them is payload.
    pub(crate) names: Cell<&'static [&'static str]>,
    /// An array was found where a struct was asked for.
    pub(crate) array_for_struct: Cell<bool>,
}

/// The deserializer of a document, also below a newtype or an `Option` around it. Everything else
/// goes to serde_json's own.
pub(crate) struct Document<'a, D> {
    inner: D,
    seen: &'a Seen,
}

impl<'a, D> Document<'a, D> {
    pub(crate) fn new(inner: D, seen: &'a Seen) -> Self {
        Self { inner, seen }
    }
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($($argument,)* visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Document<'_, D> {
    type Error = D::Error;

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let Self { inner, seen } = self;
        seen.names.set(fields);
        inner.deserialize_struct(name, fields, DocumentVisitor { visitor, seen })
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.seen.names.set(variants);
        self.inner.deserialize_enum(name, variants, visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let Self { inner, seen } = self;
        inner.deserialize_newtype_struct(name, DocumentVisitor { visitor, seen })
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let Self { inner, seen } = self;
        inner.deserialize_option(DocumentVisitor { visitor, seen })
    }

    forward! {
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
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// The visitor of a struct, a newtype or an `Option`: no array, and what is inside of the latter two
/// is still the document. These are all the methods that serde_json calls for them.
struct DocumentVisitor<'a, V> {
    visitor: V,
    seen: &'a Seen,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for DocumentVisitor<'_, V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(formatter)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<V::Value, A::Error> {
        self.seen.array_for_struct.set(true);
        Err(A::Error::invalid_type(Unexpected::Seq, &self))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Document::new(inner, self.seen))
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let document = Document::new(inner, self.seen);
        self.visitor.visit_newtype_struct(document)
    }
}

/// Reads a JSON array whose elements are documents, each under the array rule.
pub(crate) struct Elements<'a, T> {
    seen: &'a Seen,
    element: PhantomData<T>,
}

impl<'a, T> Elements<'a, T> {
    pub(crate) fn new(seen: &'a Seen) -> Self {
        let element = PhantomData;
        Self { seen, element }
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Vec<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = array.next_element_seed(Self::new(self.seen))? {
            values.push(value);
        }
        Ok(values)
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Elements<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, element: D) -> Result<T, D::Error> {
        T::deserialize(Document::new(element, self.seen))
    }
}
