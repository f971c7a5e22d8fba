//! Walk: reads the values at the steps of a path from a JSON text, as serde reads them.

use crate::conversion::decode::deserialize_part;
use crate::errors::error::Error;
use crate::paths::steps::{End, Step};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use std::any::type_name;
use std::borrow::Cow;
use std::fmt;

/// Adds the value of each place that the steps lead to, or `None` for a place without a value.
pub(crate) fn walk<T: DeserializeOwned>(
    json: &str,
    (steps, end, is_inner): (&[Step], End, bool),
    found: &mut Vec<Option<T>>,
) -> Result<(), Error> {
    deserialize_part(json, type_name::<T>(), Walk { steps, end, is_inner, found })
}

/// Returns the value that serde reads for a missing field of the type `T`, if it has one: `None`
/// for an `Option`.
pub(crate) fn missing<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Missing).ok()
}

/// Tells whether the type reads `null`.
pub(crate) fn takes_null<T: DeserializeOwned>() -> bool {
    serde_json::from_str::<T>("null").is_ok()
}

struct Walk<'a, T> {
    steps: &'a [Step],
    end: End,
    /// Whether a `null` that the type does not read is a missing value.
    is_inner: bool,
    found: &'a mut Vec<Option<T>>,
}

impl<T: DeserializeOwned> Walk<'_, T> {
    /// Returns the walk from the next step.
    fn next(&mut self) -> Walk<'_, T> {
        let Self { steps, end, is_inner, ref mut found } = *self;
        Walk { steps: &steps[1..], end, is_inner, found }
    }

    /// Ends at a place that does not exist. It adds nothing if the rest of the steps has an
    /// `all()`, and otherwise a missing value.
    fn ends(&mut self) {
        if !self.steps.iter().any(|step| matches!(step, Step::All)) {
            self.found.push(None);
        }
    }

    /// Adds the value that serde reads for a missing field.
    fn is_missing(&mut self) -> Result<(), Error> {
        let Some(Step::Name(name)) = self.steps.first() else {
            self.ends();
            return Ok(());
        };
        if let Some(default) = name.default {
            let Ok(default) = default() else {
                self.ends();
                return Ok(());
            };
            let default = String::from_utf8(default).unwrap_or_default();
            return walk(&default, (&self.steps[1..], self.end, self.is_inner), self.found);
        }
        match self.steps {
            [_] if self.end == End::Field => self.found.push(missing()),
            _ => self.ends(),
        }
        Ok(())
    }
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Walk<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.steps.is_empty() {
            self.found.push(if self.is_inner && !takes_null::<T>() {
                Option::deserialize(deserializer)?
            } else {
                Some(T::deserialize(deserializer)?)
            });
            return Ok(());
        }
        deserializer.deserialize_any(self)
    }
}

/// Visits a value without parts.
macro_rules! ends {
    ($($visit:ident($($value:ty)?);)*) => {$(
        fn $visit<E>(mut self $(, _: $value)?) -> Result<(), E> {
            self.ends();
            Ok(())
        }
    )*};
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Walk<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    ends! {
        visit_bool(bool);
        visit_i64(i64);
        visit_u64(u64);
        visit_f64(f64);
        visit_str(&str);
        visit_unit();
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut is_there = false;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let is_it = match &self.steps[0] {
                Step::All => true,
                step => step.is_named(&key),
            };
            if is_it {
                is_there = true;
                map.next_value_seed(self.next())?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if is_there { Ok(()) } else { self.is_missing().map_err(A::Error::custom) }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut array: A) -> Result<(), A::Error> {
        let before = self.found.len();
        let step = self.steps[0].clone();
        let (mut is_there, mut number) = (false, 0);
        loop {
            let is_last = matches!(step, Step::Index(-1));
            let is_it = is_last || matches!(step, Step::All) || step.is_index(number);
            let here = self.found.len();
            let is_more = if is_it {
                array.next_element_seed(self.next())?.is_some()
            } else {
                array.next_element::<IgnoredAny>()?.is_some()
            };
            if !is_more {
                break;
            }
            // The last element is the one after which there is none.
            if is_last {
                self.found.drain(before..here);
            }
            is_there |= is_it;
            number += 1;
        }
        if !is_there {
            self.ends();
        }
        Ok(())
    }
}

/// The deserializer of a missing field, which serde's derive also has, but privately.
struct Missing;

impl<'de> Deserializer<'de> for Missing {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("missing"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::{missing, walk};
    use crate::paths::steps::{End, Step, Steps};

    fn found(json: &str, steps: &Steps) -> Vec<Option<u8>> {
        let mut found = Vec::new();
        walk(json, (steps.as_slice(), steps.end(), steps.is_inner()), &mut found).unwrap();
        found
    }

    #[test]
    fn each_place_has_a_value_or_none() {
        let all = Steps::default().then(Step::All, End::Place);
        assert_eq!(found("[1, 2]", &all), [Some(1), Some(2)]);
        assert_eq!(found(r#"{"a": 1, "b": 2}"#, &all), [Some(1), Some(2)]);
        assert_eq!(found("[]", &all), []);
        assert_eq!(found("{}", &all), []);
        let names = all.name("x").or(&["y"]);
        let json = r#"[{"x": 1, "y2": 5}, {}, null, {"y": 2}, [7], 5]"#;
        assert_eq!(found(json, &names), [Some(1), None, None, Some(2), None, None]);
        let last = all.index(-1);
        assert_eq!(found("[[1, 2], [], [3], {}, 1]", &last), [Some(2), None, Some(3), None, None]);
        assert_eq!(found("[[1, 2], [3]]", &all.index(1)), [Some(2), None]);
        let nested = all.name("rows").then(Step::All, End::Place).name("x");
        let json = r#"[{"rows": [{"x": 1}, {}]}, {}, {"rows": null}, {"rows": [{"x": 2}]}]"#;
        assert_eq!(found(json, &nested), [Some(1), None, Some(2)]);
    }

    #[test]
    fn a_default_is_there() {
        let all = Steps::default().then(Step::All, End::Place);
        let place = all.name("a").or_default(|| Ok(br#"{"x": 5}"#.to_vec())).name("x");
        assert_eq!(found(r#"[{"a": {"x": 1}}, {}, {"a": {}}]"#, &place), [Some(1), Some(5), None]);
    }

    #[test]
    fn a_null_is_a_missing_value_only_inside_a_newtype() {
        let place = Steps::default().name("x");
        assert_eq!(found(r#"{"x": null}"#, &place.inner()), [None]);
        let mut found: Vec<Option<u8>> = Vec::new();
        let walked = (place.as_slice(), place.end(), place.is_inner());
        walk(r#"{"x": null}"#, walked, &mut found).unwrap_err();
    }

    #[test]
    fn a_missing_field_is_none_and_another_variant_has_no_value() {
        let found = |steps: &Steps| {
            let mut found: Vec<Option<Option<u8>>> = Vec::new();
            walk(r#"{"b": 1}"#, (steps.as_slice(), steps.end(), false), &mut found).unwrap();
            found
        };
        assert_eq!(found(&Steps::default().name("a")), [Some(None)]);
        assert_eq!(found(&Steps::default().variant("a", &[])), [None]);
    }

    #[test]
    fn an_option_may_be_missing() {
        assert_eq!(missing::<Option<u8>>(), Some(None));
        assert_eq!(missing::<Box<Option<u8>>>(), Some(Box::new(None)));
        assert_eq!(missing::<u8>(), None);
        assert_eq!(missing::<()>(), None);
        assert_eq!(missing::<serde_json::Value>(), None);
    }
}
