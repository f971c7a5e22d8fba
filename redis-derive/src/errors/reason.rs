//! What serde and serde_json say of an error, without the values that they quote.
//!
//! serde words its messages as `invalid type: string "hunter2", expected u8`, and a `Deserialize` or `Serialize` of one's own
//! may put anything into any of these words. So a word passes only if it is certain to be the program's: if it is in the
//! [`vocabulary`], or a name of the type itself.

use crate::errors::excerpt::Excerpt;
use crate::errors::vocabulary as known;
use std::borrow::Cow;

/// The names that the program has for what is read: those in the type's name, and those of its fields or variants.
#[derive(Clone, Copy)]
pub(crate) struct Own<'a> {
    pub(crate) type_name: &'static str,
    pub(crate) names: &'a [&'static str],
}

/// What is left of an error of a `Deserialize` of one's own.
pub(crate) const REFUSED: &str = "its `Deserialize` refused a value";

/// The cause of a serialization error.
pub(crate) fn of_serializing(error: &serde_json::Error, message: Excerpt) -> Cow<'static, str> {
    let message = message.into_text();
    if !error.is_data() {
        // serde_json's own, in fixed words.
        return message.into();
    }
    if let Some(known) = find(&known::SERIALIZING, &message) {
        return known.into();
    }
    if message.starts_with("the enum variant ") && message.ends_with(" cannot be serialized") {
        return "the value is a variant that serde skips".into();
    }
    if message.starts_with("can only flatten structs and maps") {
        return "can only flatten structs and maps".into();
    }
    if message.starts_with("cannot serialize tagged newtype variant ") {
        return "cannot serialize a tagged newtype variant that is neither a struct nor a map"
            .into();
    }
    "its `Serialize` returned an error".into()
}

/// The cause of a deserialization error.
pub(crate) fn of_deserializing(
    error: &serde_json::Error,
    message: Excerpt,
    own: Own<'_>,
) -> Cow<'static, str> {
    let message = without_place(error, message.into_text());
    if !error.is_data() {
        // serde_json's own: what is wrong with the JSON, in fixed words.
        return message.into();
    }
    if let Some(known) = find(&known::DESERIALIZING, &message) {
        return known.into();
    }
    mismatch(&message, "invalid type", own)
        .or_else(|| mismatch(&message, "invalid value", own))
        .or_else(|| wrong_length(&message, own))
        .or_else(|| unknown(&message, own))
        .or_else(|| field(&message, "missing field", own))
        .or_else(|| field(&message, "duplicate field", own))
        .or_else(|| no_variant(&message, own))
        .unwrap_or(REFUSED.into())
}

fn find(words: &[&'static str], message: &str) -> Option<&'static str> {
    words.iter().find(|known| **known == message).copied()
}

/// serde_json appends the place, which has a field of its own in our error.
fn without_place(error: &serde_json::Error, mut message: String) -> String {
    if error.line() > 0
        && let Some(place) = message.rfind(" at line ")
    {
        message.truncate(place);
    }
    message
}

/// `invalid type: string "hunter2", expected u8`
fn mismatch(message: &str, shape: &str, own: Own<'_>) -> Option<Cow<'static, str>> {
    let rest = message.strip_prefix(shape)?.strip_prefix(": ")?;
    let (found, expected) = split_expected(rest)?;
    let mut reason = String::with_capacity(LENGTH);
    reason.push_str(shape);
    if let Some(kind) = found_kind(found) {
        reason.push_str(": ");
        reason.push_str(kind);
    }
    Some(append_expected(reason, expected, own).into())
}

/// What most reasons take, in bytes, so that they are put together without being moved.
const LENGTH: usize = 96;

/// `string` of `string "hunter2"`
fn found_kind(found: &str) -> Option<&'static str> {
    let mut values = known::FOUND_VALUE.into_iter();
    find(&known::FOUND, found).or_else(|| {
        let kind = values.find(|kind| found.starts_with(kind))?;
        Some(kind[..kind.len() - 1].trim_end())
    })
}

/// `invalid length 3, expected struct Point with 2 elements`, where the length may be one that a value holds.
fn wrong_length(message: &str, own: Own<'_>) -> Option<Cow<'static, str>> {
    let (length, expected) = split_expected(message.strip_prefix("invalid length ")?)?;
    let _: usize = length.parse().ok()?;
    Some(append_expected("invalid length".to_owned(), expected, own).into())
}

fn append_expected(mut reason: String, expected: &str, own: Own<'_>) -> String {
    if let Some(expected) = what_was_expected(expected, own) {
        reason.push_str(", expected ");
        reason.push_str(&expected);
    }
    reason
}

/// What was expected, if it can be told: `u8`, `struct User`, or `a struct` in place of another's name.
fn what_was_expected(expected: &str, own: Own<'_>) -> Option<Cow<'static, str>> {
    if let Some(known) = find(&known::EXPECTED, expected) {
        return Some(known.into());
    }
    let mut numbered = known::EXPECTED_NUMBERED.into_iter();
    if let Some((_, words)) = numbered.find(|(words, _)| expected.starts_with(words)) {
        return Some(words.into());
    }
    known::EXPECTED_NAMED.into_iter().find_map(|(kind, unnamed)| {
        let name = expected.strip_prefix(kind)?;
        let name = name.split_once(" with ").map_or(name, |(name, _)| name);
        Some(own_name(name, own).map_or(unnamed.into(), |name| format!("{kind}{name}").into()))
    })
}

/// A name that is part of the type's name, such as `User` of `app::Page<app::User>`.
fn own_name(name: &str, own: Own<'_>) -> Option<&'static str> {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let mut parts = own.type_name.split(|c| !is_letter(c));
    parts.find(|part| *part == name && !part.starts_with(|c: char| c.is_ascii_digit()))
}

/// ``unknown variant `hunter2`, expected `Admin` or `Guest` ``, or the same of a field. The names are told if they are those of
/// the type itself.
fn unknown(message: &str, own: Own<'_>) -> Option<Cow<'static, str>> {
    if message.starts_with("unknown field `") {
        return Some("unknown field".into());
    }
    let rest = message.strip_prefix("unknown variant `")?;
    // A longer list is not in the excerpt of a long message, and so in none.
    let expected = one_of(own.names).filter(|expected| expected.len() < LONGEST_LIST);
    Some(match expected {
        Some(expected) if rest.ends_with(&format!("`, expected {expected}")) => {
            format!("unknown variant, expected {expected}").into()
        }
        _ => "unknown variant".into(),
    })
}

const LONGEST_LIST: usize = 256;

/// As serde lists names: `` `a` ``, `` `a` or `b` ``, ``one of `a`, `b`, `c` ``.
fn one_of(names: &[&str]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(format!("`{one}`")),
        [one, two] => Some(format!("`{one}` or `{two}`")),
        many => Some(format!("one of `{}`", many.join("`, `"))),
    }
}

/// ``missing field `id` ``, where a visitor of one's own may name the key of a map.
fn field(message: &str, shape: &'static str, own: Own<'_>) -> Option<Cow<'static, str>> {
    let name = message.strip_prefix(shape)?.strip_prefix(" `")?.strip_suffix('`')?;
    Some(match own.names.iter().find(|own| **own == name) {
        Some(name) => format!("{shape} `{name}`").into(),
        None => shape.into(),
    })
}

/// `data did not match any variant of untagged enum Shape`
fn no_variant(message: &str, own: Own<'_>) -> Option<Cow<'static, str>> {
    const UNTAGGED: &str = "data did not match any variant of untagged enum";
    let is_flattened = |rest: &str| {
        rest.ends_with(" found in flattened data")
            .then_some("no variant of an enum found in flattened data")
    };
    let flattened = message.strip_prefix("no variant of enum ").and_then(is_flattened);
    if let Some(flattened) = flattened {
        return Some(flattened.into());
    }
    let name = message.strip_prefix(UNTAGGED)?.strip_prefix(' ')?;
    Some(match own_name(name, own) {
        Some(name) => format!("{UNTAGGED} {name}").into(),
        None => "data did not match any variant of an untagged enum".into(),
    })
}

/// What was found may itself contain `, expected `; what was expected comes after the last one.
fn split_expected(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once(", expected ")
}

#[cfg(test)]
mod tests {
    use super::{Own, of_deserializing, of_serializing};
    use crate::errors::excerpt::Excerpt;
    use serde::de::Error as _;
    use serde_json::Error;

    const OWN: Own<'_> = Own { type_name: "app::Page<app::User, 7>", names: &["id", "Admin"] };

    fn reduced(message: &str) -> String {
        let error = Error::custom(message);
        let message = Excerpt::of(&error);
        of_deserializing(&error, message, OWN).into_owned()
    }

    #[test]
    fn a_mismatch_keeps_the_words_of_serde_and_drops_the_value() {
        for (message, reason) in [
            (r#"invalid type: string "hunter2", expected u8"#, "invalid type: string, expected u8"),
            ("invalid value: integer `4711`, expected u8", "invalid value: integer, expected u8"),
            (
                "invalid type: integer `4711` as i128, expected u8",
                "invalid type: integer, expected u8",
            ),
            ("invalid type: null, expected a string", "invalid type: null, expected a string"),
            ("invalid type: hunter2, expected u8", "invalid type, expected u8"),
            ("invalid type: mapped, expected u8", "invalid type, expected u8"),
            (
                r#"invalid type: string "a, expected hunter2", expected u8"#,
                "invalid type: string, expected u8",
            ),
            (r#"invalid value: string "z", expected not z"#, "invalid value: string"),
            (r#"invalid value: string "z", expected HUNTER2"#, "invalid value: string"),
            ("invalid length 4711, expected a tuple of size 2", "invalid length, expected a tuple"),
            (
                "invalid length 3, expected an array of length 5",
                "invalid length, expected an array",
            ),
            (
                "invalid length 3, expected an array of length 4711",
                "invalid length, expected an array",
            ),
            ("invalid length 4711, expected 31337 elements in sequence", "invalid length"),
        ] {
            assert_eq!(reduced(message), reason, "{message}");
        }
    }

    #[test]
    fn a_name_passes_if_it_is_the_types_own() {
        for (message, reason) in [
            ("invalid type: map, expected struct User", "invalid type: map, expected struct User"),
            ("invalid type: map, expected struct Hunter2", "invalid type: map, expected a struct"),
            ("invalid type: map, expected enum Hunter2", "invalid type: map, expected an enum"),
            ("invalid type: map, expected struct 7", "invalid type: map, expected a struct"),
            (
                "invalid type: map, expected struct variant Page::Hunter2",
                "invalid type: map, expected a struct variant",
            ),
            (
                "invalid length 3, expected tuple struct Page with 4711 elements",
                "invalid length, expected tuple struct Page",
            ),
            ("missing field `id`", "missing field `id`"),
            ("missing field `hunter2`", "missing field"),
            ("missing field `id` in `hunter2`", "missing field"),
            ("duplicate field `id`", "duplicate field `id`"),
            ("duplicate field `hunter2`", "duplicate field"),
            (
                "data did not match any variant of untagged enum Page",
                "data did not match any variant of untagged enum Page",
            ),
            (
                "data did not match any variant of untagged enum hunter2",
                "data did not match any variant of an untagged enum",
            ),
            (
                "no variant of enum Hunter2 found in flattened data",
                "no variant of an enum found in flattened data",
            ),
            (
                "unknown variant `hunter2`, expected `id` or `Admin`",
                "unknown variant, expected `id` or `Admin`",
            ),
            ("unknown variant `x`, expected hunter2", "unknown variant"),
            ("unknown variant `x`, expected `id`", "unknown variant"),
            ("unknown variant `hunter2`, there are no variants", "unknown variant"),
            ("unknown field `hunter2`, expected `id` or `Admin`", "unknown field"),
        ] {
            assert_eq!(reduced(message), reason, "{message}");
        }
    }

    #[test]
    fn any_other_message_is_reduced() {
        for message in [
            "hunter2",
            "no such user: hunter2",
            "invalid type: hunter2",
            "invalid length hunter2, expected 3",
            "missing field hunter2",
            "data did not match any variant",
            "hunter2 at line 3 column 4",
            "can only flatten structs and maps: hunter2",
        ] {
            assert_eq!(reduced(message), "its `Deserialize` refused a value", "{message}");
        }
    }

    #[test]
    fn a_message_as_long_as_the_document_is_read_by_its_ends() {
        let long = "hunter2".repeat(1_000_000);
        assert_eq!(
            reduced(&format!("invalid type: string \"{long}\", expected u8")),
            "invalid type: string, expected u8"
        );
        assert_eq!(
            reduced(&format!("unknown variant `{long}`, expected `id` or `Admin`")),
            "unknown variant, expected `id` or `Admin`"
        );
        assert_eq!(reduced(&long), "its `Deserialize` refused a value");
    }

    #[test]
    fn what_is_wrong_with_the_json_is_said_in_full() {
        let reason = |error: Error| {
            let message = Excerpt::of(&error);
            of_deserializing(&error, message, OWN)
        };
        assert_eq!(
            reason(serde_json::from_str::<u8>("[1").unwrap_err()),
            "invalid type: sequence, expected u8"
        );
        assert_eq!(
            reason(serde_json::from_str::<Vec<u8>>("[1").unwrap_err()),
            "EOF while parsing a list"
        );
    }

    #[test]
    fn serializing_passes_fixed_words_only() {
        let reason = |error: &Error| of_serializing(error, Excerpt::of(error)).into_owned();
        let keys = std::collections::BTreeMap::from([([1], 1)]);
        assert_eq!(reason(&serde_json::to_string(&keys).unwrap_err()), "key must be a string");
        for (message, reduced) in [
            ("hunter2", "its `Serialize` returned an error"),
            ("already mutably borrowed", "already mutably borrowed"),
            (
                "the enum variant hunter2 cannot be serialized",
                "the value is a variant that serde skips",
            ),
            (
                "can only flatten structs and maps (got hunter2)",
                "can only flatten structs and maps",
            ),
        ] {
            assert_eq!(reason(&Error::custom(message)), reduced);
        }
    }
}
