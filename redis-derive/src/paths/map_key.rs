//! Map key: the text that serde writes for a key, if the key's type reads it only from that text.

use crate::conversion::encode::to_redis_json;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::{Serialize, forward_to_deserialize_any};
use std::cell::Cell;

/// No variant has this name.
const UNKNOWN: &str = "\u{0}";

/// Returns the text of a key. Returns `None` if the key has no text, or if an enum reads the same
/// key from other texts too (`alias`), since a document may have any of them, or several.
pub(crate) fn text_of_key<K: Serialize + DeserializeOwned>(json: Vec<u8>) -> Option<String> {
    let text = text(json)?;
    let Some(names) = names_of_variants::<K>(&text) else { return Some(text) };
    let is_read = |name: &str| read_as::<K>(name).as_deref() == Some(&text);
    let is_read_otherwise =
        names.iter().chain([&UNKNOWN]).any(|name| *name != text && is_read(name));
    (is_read(&text) && !is_read_otherwise).then_some(text)
}

/// Returns the text that serde_json writes for a key with this JSON: text as it is, and numbers in
/// quotes.
fn text(json: Vec<u8>) -> Option<String> {
    match json.first()? {
        b'"' => serde_json::from_slice(&json).ok(),
        b'[' | b'{' | b'n' => None,
        _ => String::from_utf8(json).ok(),
    }
}

/// Reads a key from this text, and returns the text that it is written as.
fn read_as<K: Serialize + DeserializeOwned>(name: &str) -> Option<String> {
    let key = K::deserialize(Key { name, variants: &Cell::default() }).ok()?;
    text(to_redis_json(&key).ok()?)
}

/// Returns all names that the variants of an enum are read from.
fn names_of_variants<K: DeserializeOwned>(name: &str) -> Option<&'static [&'static str]> {
    let variants = Cell::default();
    _ = K::deserialize(Key { name, variants: &variants });
    variants.get()
}

/// A deserializer of a key, which stores the names of the variants if the key's type is an enum.
#[derive(Clone, Copy)]
struct Key<'a> {
    name: &'a str,
    variants: &'a Cell<Option<&'static [&'static str]>>,
}

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.name)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.variants.set(Some(variants));
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        visitor.visit_enum(name)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::text_of_key;
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    enum Plan {
        Free,
        #[serde(alias = "pro")]
        Paid,
        #[serde(rename(serialize = "old", deserialize = "new"))]
        Renamed,
    }

    #[derive(Serialize, Deserialize)]
    enum Known {
        Here,
        #[serde(other)]
        Other,
    }

    #[derive(Serialize, Deserialize)]
    struct Of<K>(K);

    fn text<K: Serialize + DeserializeOwned>(key: &K) -> Option<String> {
        text_of_key::<K>(serde_json::to_vec(key).unwrap())
    }

    #[test]
    fn a_variant_with_another_name_has_no_text() {
        assert_eq!(text(&Plan::Free).as_deref(), Some("Free"));
        assert_eq!(text(&Of(Some(Plan::Free))).as_deref(), Some("Free"));
        assert_eq!(
            [text(&Plan::Paid), text(&Plan::Renamed), text(&Known::Other)],
            [None, None, None]
        );
        assert_eq!([text(&Of(Plan::Paid)), text(&Some(Box::new(Plan::Paid)))], [None, None]);
        assert_eq!(text(&Known::Here).as_deref(), Some("Here"));
    }

    #[test]
    fn other_keys_are_what_serde_writes() {
        assert_eq!(text(&"a\"\u{0}".to_owned()).as_deref(), Some("a\"\u{0}"));
        assert_eq!(text(&i128::MAX), Some(i128::MAX.to_string()));
        assert_eq!(text(&true).as_deref(), Some("true"));
        assert_eq!(text(&(1, 2)), None);
    }
}
