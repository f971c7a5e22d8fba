//! Own form: whether a text is, byte by byte, what serde_json writes of a value.
//!
//! The value is serialized along the text, and nothing is written: an update does so each time, and
//! most of a document are strings, which are compared in less than it takes to write them.

use serde::ser::{self, Serialize, Serializer};
use serde_json::{Error, Result};
use std::io;

/// Whether it is. `false` may be wrong, where a string has escapes or a key is a number.
pub(crate) fn is_own_form<T: Serialize>(value: &T, json: &[u8]) -> bool {
    // No string is looked at for what serde_json would escape. It would write a backslash, and
    // there is none; and a quotation mark in a string is one more than there are around strings.
    let mut text = Text { rest: json, marks: 0 };
    count(json, |byte| byte == b'\\') == 0
        && value.serialize(&mut text).is_ok()
        && text.rest.is_empty()
        && text.marks == count(json, |byte| byte == b'"')
}

/// How many bytes are such. In pieces whose number fits a byte, so that many are counted at once.
pub(crate) fn count(json: &[u8], is_it: impl Fn(u8) -> bool) -> usize {
    let of_piece = |piece: &[u8]| piece.iter().map(|byte| u8::from(is_it(*byte))).sum::<u8>();
    json.chunks(255).map(|piece| usize::from(of_piece(piece))).sum()
}

/// What of a text is still to come.
struct Text<'a> {
    rest: &'a [u8],
    /// The quotation marks around strings so far.
    marks: usize,
}

impl Text<'_> {
    #[inline]
    fn take(&mut self, expected: &[u8]) -> Result<()> {
        self.rest = self.rest.strip_prefix(expected).ok_or_else(different)?;
        Ok(())
    }

    #[inline]
    fn take_byte(&mut self, expected: u8) -> Result<()> {
        match self.rest.split_first() {
            Some((byte, rest)) if *byte == expected => self.rest = rest,
            _ => return Err(different()),
        }
        Ok(())
    }

    /// As serde_json writes it.
    fn take_value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<()> {
        value.serialize(&mut serde_json::Serializer::new(self))
    }

    /// The beginning of the variant of an enum.
    fn take_variant(&mut self, variant: &str) -> Result<()> {
        self.take_byte(b'{')?;
        self.serialize_str(variant)?;
        self.take_byte(b':')
    }
}

#[cold]
fn different() -> Error {
    ser::Error::custom("another text")
}

impl io::Write for Text<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes).map(|()| bytes.len()).map_err(io::Error::other)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An array or an object that has begun.
struct Parts<'t, 'a> {
    text: &'t mut Text<'a>,
    is_first: bool,
    end: &'static [u8],
}

impl<'t, 'a> Parts<'t, 'a> {
    fn begin(text: &'t mut Text<'a>, begin: &[u8], end: &'static [u8]) -> Result<Self> {
        text.take(begin)?;
        Ok(Self { text, is_first: true, end })
    }

    fn take_element(&mut self, element: &(impl Serialize + ?Sized)) -> Result<()> {
        if !std::mem::take(&mut self.is_first) {
            self.text.take_byte(b',')?;
        }
        element.serialize(&mut *self.text)
    }

    /// One that is no text has quotation marks as well, which this does not take.
    fn take_key(&mut self, key: &(impl Serialize + ?Sized)) -> Result<()> {
        self.take_element(key)
    }

    fn take_value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<()> {
        self.text.take_byte(b':')?;
        value.serialize(&mut *self.text)
    }

    fn take_member(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<()> {
        self.take_element(name)?;
        self.take_value(value)
    }
}

macro_rules! scalars {
    ($($method:ident($type:ty);)*) => {$(
        fn $method(self, value: $type) -> Result<()> {
            self.take_value(&value)
        }
    )*};
}

impl<'t, 'a> Serializer for &'t mut Text<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'t, 'a>;
    type SerializeTuple = Parts<'t, 'a>;
    type SerializeTupleStruct = Parts<'t, 'a>;
    type SerializeTupleVariant = Parts<'t, 'a>;
    type SerializeMap = Parts<'t, 'a>;
    type SerializeStruct = Parts<'t, 'a>;
    type SerializeStructVariant = Parts<'t, 'a>;

    scalars! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
    }

    fn serialize_str(self, text: &str) -> Result<()> {
        self.marks += 2;
        self.take_byte(b'"')?;
        self.take(text.as_bytes())?;
        self.take_byte(b'"')
    }

    fn serialize_char(self, char: char) -> Result<()> {
        self.serialize_str(char.encode_utf8(&mut [0; 4]))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<()> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<()> {
        self.take(b"null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.take(b"null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.take(b"null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        self.take_variant(variant)?;
        value.serialize(&mut *self)?;
        self.take(b"}")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'t, 'a>> {
        Parts::begin(self, b"[", b"]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'t, 'a>> {
        Parts::begin(self, b"[", b"]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'t, 'a>> {
        Parts::begin(self, b"[", b"]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'t, 'a>> {
        self.take_variant(variant)?;
        Parts::begin(self, b"[", b"]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'t, 'a>> {
        Parts::begin(self, b"{", b"}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'t, 'a>> {
        Parts::begin(self, b"{", b"}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'t, 'a>> {
        self.take_variant(variant)?;
        Parts::begin(self, b"{", b"}}")
    }
}

macro_rules! compounds {
    ($($compound:ident { $($method:ident($($name:ident: $type:ty)?) $take:ident;)* })*) => {$(
        impl ser::$compound for Parts<'_, '_> {
            type Ok = ();
            type Error = Error;

            $(fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($name: $type,)?
                value: &T,
            ) -> Result<()> {
                self.$take($($name,)? value)
            })*

            fn end(self) -> Result<()> {
                self.text.take(self.end)
            }
        }
    )*};
}

compounds! {
    SerializeSeq { serialize_element() take_element; }
    SerializeTuple { serialize_element() take_element; }
    SerializeTupleStruct { serialize_field() take_element; }
    SerializeTupleVariant { serialize_field() take_element; }
    SerializeMap { serialize_key() take_key; serialize_value() take_value; }
    SerializeStruct { serialize_field(name: &'static str) take_member; }
    SerializeStructVariant { serialize_field(name: &'static str) take_member; }
}

#[cfg(test)]
mod tests {
    use super::is_own_form;
    use serde::Serialize;
    use std::collections::BTreeMap;

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct Newtype(f64);

    #[derive(Serialize)]
    enum Kind {
        Unit,
        Newtype(char),
        Tuple(i8, u128),
        Named { a: bool, b: Option<u8> },
    }

    #[derive(Serialize)]
    struct All {
        unit: (),
        structs: (Unit, Newtype),
        kinds: [Kind; 4],
        text: &'static str,
        list: Vec<Option<f32>>,
        map: BTreeMap<&'static str, Vec<u64>>,
    }

    fn all() -> All {
        All {
            unit: (),
            structs: (Unit, Newtype(1e300)),
            kinds: [
                Kind::Unit,
                Kind::Newtype('é'),
                Kind::Tuple(-1, u128::MAX),
                Kind::Named { a: true, b: None },
            ],
            text: "Zoë",
            list: vec![Some(0.1), None],
            map: BTreeMap::from([("a", vec![]), ("b", vec![1, 2])]),
        }
    }

    #[test]
    fn the_own_form_is_told_from_any_other_text() {
        let json = serde_json::to_vec(&all()).unwrap();
        assert!(is_own_form(&all(), &json));
        for at in 0..json.len() {
            let (mut shorter, mut longer) = (json.clone(), json.clone());
            shorter.remove(at);
            longer.insert(at, b' ');
            assert!(!is_own_form(&all(), &shorter) && !is_own_form(&all(), &longer));
            assert!(!is_own_form(&all(), &json[..at]));
        }
    }

    #[test]
    fn a_string_is_never_taken_for_more_than_one() {
        assert!(is_own_form(&["a", "b"], br#"["a","b"]"#));
        assert!(!is_own_form(&[r#"a","b"#], br#"["a","b"]"#));
        assert!(!is_own_form(&[r"a\n"], br#"["a\n"]"#));
    }
}
