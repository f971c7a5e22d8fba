//! Finite: whether all floats in a value are finite, and all else is what serde reads everywhere.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use std::fmt;

/// Tells whether no float in a value is NaN or infinite.
#[cfg(feature = "paths")]
pub(crate) fn is_finite<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(Search::NotFinite).is_ok()
}

/// Tells whether the same holds, and a value has no key that is a number or a boolean, and no
/// integer of 128 bits, which serde does not read everywhere.
pub(crate) fn is_read_everywhere<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(Search::NotReadEverywhere).is_ok()
}

/// What is looked for in a value. The search ends at the first one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    #[cfg(feature = "paths")]
    NotFinite,
    NotReadEverywhere,
    /// A number or a boolean, in the key of a map.
    InKey,
}

fn end_if(is_found: bool) -> Result<(), Found> {
    if is_found { Err(Found) } else { Ok(()) }
}

/// The error that ends a search.
#[derive(Debug)]
struct Found;

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("found")
    }
}

impl std::error::Error for Found {}

impl serde::ser::Error for Found {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Methods for values without a float, which some searches find.
macro_rules! no_float {
    ($self:ident: $is_found:expr; $($method:ident($($argument:ty),*);)*) => {
        $(fn $method($self, $(_: $argument),*) -> Result<(), Found> {
            end_if($is_found)
        })*
    };
}

impl Serializer for Search {
    type Ok = ();
    type Error = Found;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    no_float! {
        self: self == Self::InKey;
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
    }

    no_float! {
        self: matches!(self, Self::NotReadEverywhere | Self::InKey);
        serialize_i128(i128);
        serialize_u128(u128);
    }

    no_float! {
        self: false;
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    // The text of a value such as an address need not be made.
    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Result<(), Found> {
        Ok(())
    }

    fn serialize_f32(self, float: f32) -> Result<(), Found> {
        self.serialize_f64(float.into())
    }

    fn serialize_f64(self, float: f64) -> Result<(), Found> {
        end_if(self == Self::InKey || !float.is_finite())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Found> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Found> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Found> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Found> {
        Ok(self)
    }
}

/// Methods for values whose parts are values.
macro_rules! parts {
    ($($part:ident $method:ident($($name:ty)?);)*) => {$(
        impl $part for Search {
            type Ok = ();
            type Error = Found;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $(_: $name,)?
                value: &T,
            ) -> Result<(), Found> {
                value.serialize(*self)
            }

            fn end(self) -> Result<(), Found> {
                Ok(())
            }
        }
    )*};
}

parts! {
    SerializeSeq serialize_element();
    SerializeTuple serialize_element();
    SerializeTupleStruct serialize_field();
    SerializeTupleVariant serialize_field();
    SerializeStruct serialize_field(&'static str);
    SerializeStructVariant serialize_field(&'static str);
}

impl SerializeMap for Search {
    type Ok = ();
    type Error = Found;

    // serde_json refuses a key that is not finite.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Found> {
        if matches!(self, Self::NotReadEverywhere) { key.serialize(Self::InKey) } else { Ok(()) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Found> {
        value.serialize(*self)
    }

    fn end(self) -> Result<(), Found> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::is_read_everywhere;
    use serde::Serialize;
    use std::collections::BTreeMap;

    #[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
    struct Id<T>(T);

    #[test]
    fn keys_and_great_integers_and_floats_are_seen_wherever_they_are() {
        fn map<K: Ord + Serialize>(key: K) -> Vec<BTreeMap<String, Id<BTreeMap<K, bool>>>> {
            vec![BTreeMap::from([("a".to_owned(), Id([(key, true)].into()))])]
        }
        assert!(is_read_everywhere(&(
            map("7"),
            map('7'),
            map(Id("true")),
            Some(7.5),
            u64::MAX,
            ()
        )));
        assert!(!is_read_everywhere(&map(7_u8)) && !is_read_everywhere(&map(Id(-7_i64))));
        assert!(!is_read_everywhere(&map(true)) && !is_read_everywhere(&map(1_u128)));
        assert!(!is_read_everywhere(&Some(Id(1_i128))) && !is_read_everywhere(&[f32::NAN]));
    }
}
