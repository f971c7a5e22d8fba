//! The array rule: a JSON array at the top of a document never becomes a struct with named fields.
//!
//! serde's derive reads a struct from an array too, field by field. At the top of a document, the
//! `[]` or `[document]` that RedisJSON replies to a `$` path would become wrong data without an
//! error. A type is such a struct if its `Deserialize` asks for a struct. The elements of an array
//! at the top are documents, with the same rule.

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use std::cell::Cell;
use std::fmt;

/// The names of the fields or variants that a document's type asked for, for the error message.
/// They are static, so they are not payload.
pub(crate) type Names = Cell<&'static [&'static str]>;

/// The deserializer for the top of a document, also inside a newtype or an `Option`. Everything
/// else goes to serde_json's deserializer.
pub(crate) struct TopLevel<'a, D> {
    inner: D,
    names: &'a Names,
}

impl<'a, D> TopLevel<'a, D> {
    pub(crate) fn new(inner: D, names: &'a Names) -> Self {
        Self { inner, names }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for TopLevel<'_, D> {
    type Error = D::Error;

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let Self { inner, names } = self;
        names.set(fields);
        inner.deserialize_struct(name, fields, TopLevelVisitor { visitor, names })
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.names.set(variants);
        self.inner.deserialize_enum(name, variants, visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let Self { inner, names } = self;
        inner.deserialize_newtype_struct(name, TopLevelVisitor { visitor, names })
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let Self { inner, names } = self;
        inner.deserialize_option(TopLevelVisitor { visitor, names })
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let Self { inner, names } = self;
        inner.deserialize_seq(ArrayVisitor { visitor, names })
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let Self { inner, names } = self;
        inner.deserialize_tuple(len, ArrayVisitor { visitor, names })
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let Self { inner, names } = self;
        inner.deserialize_tuple_struct(name, len, ArrayVisitor { visitor, names })
    }

    forward! {
        inner:
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
        deserialize_map();
        deserialize_identifier();
        deserialize_ignored_any();
    }
}

/// The visitor of a struct, a newtype or an `Option`. It refuses an array, and keeps the rule
/// inside a newtype or an `Option`. These are all methods that serde_json calls for them.
struct TopLevelVisitor<'a, V> {
    visitor: V,
    names: &'a Names,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for TopLevelVisitor<'_, V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(formatter)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<V::Value, A::Error> {
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
        self.visitor.visit_some(TopLevel::new(inner, self.names))
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(TopLevel::new(inner, self.names))
    }
}

/// The visitor of a sequence or a tuple, whose elements are documents.
struct ArrayVisitor<'a, V> {
    visitor: V,
    names: &'a Names,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for ArrayVisitor<'_, V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(formatter)
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_seq(Elements { array, names: self.names })
    }
}

/// The elements of an array.
struct Elements<'a, A> {
    array: A,
    names: &'a Names,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Elements<'_, A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.array.next_element_seed(Element { seed, names: self.names })
    }
}

/// One element of an array.
struct Element<'a, S> {
    seed: S,
    names: &'a Names,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Element<'_, S> {
    type Value = S::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, element: D) -> Result<S::Value, D::Error> {
        // The names of the element before do not belong to this element.
        self.names.set(&[]);
        self.seed.deserialize(TopLevel::new(element, self.names))
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    /// Some types are bytes in a format that is not for humans.
    #[test]
    fn a_document_is_human_readable() {
        let local = IpAddr::from(Ipv4Addr::LOCALHOST);
        assert_eq!(crate::from_redis_json::<IpAddr>(br#""127.0.0.1""#).unwrap(), local);
        assert_eq!(crate::from_redis_json::<Vec<IpAddr>>(br#"["127.0.0.1"]"#).unwrap(), [local]);
    }
}
