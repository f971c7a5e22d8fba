//! What serde and serde_json say of an error, without the values that they quote.
//!
//! serde words its messages as `invalid type: string "hunter2", expected u8`, and a `Deserialize` or
//! `Serialize` of one's own may say anything. So only known shapes pass, and of those only the words
//! that come from the program, not from the data.

use std::borrow::Cow;

/// What serde finds in place of what it expects (`serde::de::Unexpected`, and serde_json's `null`).
const FOUND: [&str; 17] = [
    "boolean",
    "integer",
    "floating point",
    "character",
    "string",
    "byte array",
    "unit value",
    "Option value",
    "newtype struct",
    "newtype variant",
    "sequence",
    "map",
    "enum",
    "unit variant",
    "tuple variant",
    "struct variant",
    "null",
];

/// Messages of serde's own `Serialize` impls that have no value in them.
const SERIALIZING: [&str; 4] = [
    "already mutably borrowed",
    "lock poison error while serializing",
    "path contains invalid UTF-8 characters",
    "SystemTime must be later than UNIX_EPOCH",
];

/// The cause of a serialization error.
pub(crate) fn of_serializing(error: &serde_json::Error) -> Cow<'static, str> {
    let message = without_place(error);
    let known = SERIALIZING.contains(&message.as_str()) || names_a_variant(&message);
    if known || !error.is_data() {
        return message.into();
    }
    "its `Serialize` returned an error".into()
}

/// The cause of a deserialization error.
///
/// `names` are those of the type's own fields.
pub(crate) fn of_deserializing(error: &serde_json::Error, names: &[&str]) -> Cow<'static, str> {
    let message = without_place(error);
    if !error.is_data() {
        // serde_json's own: what is wrong with the JSON, in fixed words.
        return message.into();
    }
    let reason = mismatch(&message, "invalid type")
        .or_else(|| mismatch(&message, "invalid value"))
        .or_else(|| wrong_length(&message))
        .or_else(|| unknown(&message))
        .or_else(|| duplicate(&message, names))
        .or_else(|| names_a_part(&message).then(|| message.clone()));
    match reason {
        Some(reason) => reason.into(),
        None => "its `Deserialize` refused a value".into(),
    }
}

/// serde_json appends the place, which has a field of its own in our error.
fn without_place(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    if message.ends_with(&place) {
        message.truncate(message.len() - place.len());
    }
    message
}

/// `invalid type: string "hunter2", expected u8`
fn mismatch(message: &str, shape: &str) -> Option<String> {
    let rest = message.strip_prefix(shape)?.strip_prefix(": ")?;
    let (found, expected) = split_expected(rest)?;
    let Some(kind) = FOUND.into_iter().find(|kind| found.starts_with(kind)) else {
        return Some(format!("{shape}, expected {expected}"));
    };
    // Some visitors say what they expect by way of what they found.
    if quotes(expected, found[kind.len()..].trim()) {
        return Some(format!("{shape}: {kind}"));
    }
    Some(format!("{shape}: {kind}, expected {expected}"))
}

/// Whether a text has in it what stands between quotes, as it is or escaped like that.
fn quotes(text: &str, quoted: &str) -> bool {
    let value = quoted.trim_matches(['"', '`']);
    let escaped = |text: &str| format!("{text:?}").contains(value);
    !value.is_empty() && (text.contains(value) || escaped(text))
}

/// `invalid length 3, expected struct Point with 2 elements`
fn wrong_length(message: &str) -> Option<String> {
    let (length, expected) = split_expected(message.strip_prefix("invalid length ")?)?;
    let _: usize = length.parse().ok()?;
    Some(format!("invalid length {length}, expected {expected}"))
}

/// ``unknown variant `hunter2`, expected `Admin` or `Guest` ``, or the same of a field. Of a field, what
/// follows the name may be part of the name: behind `flatten` serde does not say what it expected.
fn unknown(message: &str) -> Option<String> {
    if message.starts_with("unknown field `") {
        return Some("unknown field".into());
    }
    let rest = message.strip_prefix("unknown variant `")?;
    if rest.ends_with("`, there are no variants") {
        return Some("unknown variant, there are no variants".into());
    }
    let (_, expected) = split_expected(rest)?;
    Some(format!("unknown variant, expected {expected}"))
}

/// ``duplicate field `id` ``, where a visitor of one's own may name the key of a map.
fn duplicate(message: &str, names: &[&str]) -> Option<String> {
    let name = message.strip_prefix("duplicate field `")?.strip_suffix('`')?;
    Some(if names.contains(&name) { message.to_owned() } else { "duplicate field".to_owned() })
}

/// What was found may itself contain `, expected `; what was expected comes after the last one.
fn split_expected(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once(", expected ")
}

/// Messages with nothing but the name of a field or a type in them.
fn names_a_part(message: &str) -> bool {
    let missing = message.strip_prefix("missing field `").and_then(|name| name.strip_suffix('`'));
    let untagged = "data did not match any variant of untagged enum ";
    missing.is_some_and(|name| !name.contains('`'))
        || message.strip_prefix(untagged).is_some_and(is_path)
        || message == "can only flatten structs and maps"
}

/// `the enum variant Role::Hidden cannot be serialized`, which serde says of a skipped variant.
fn names_a_variant(message: &str) -> bool {
    let variant = message.strip_prefix("the enum variant ");
    variant.and_then(|rest| rest.strip_suffix(" cannot be serialized")).is_some_and(is_path)
}

fn is_path(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':')
}

#[cfg(test)]
mod tests {
    use super::{of_deserializing, of_serializing};
    use serde::de::Error as _;
    use serde_json::Error;

    fn reduced(message: &str) -> String {
        of_deserializing(&Error::custom(message), &["id"]).into_owned()
    }

    #[test]
    fn a_mismatch_keeps_the_kinds_and_drops_the_value() {
        for (message, reason) in [
            (r#"invalid type: string "hunter2", expected u8"#, "invalid type: string, expected u8"),
            (r"invalid value: integer `4711`, expected u8", "invalid value: integer, expected u8"),
            (r"invalid type: null, expected a string", "invalid type: null, expected a string"),
            (r"invalid type: hunter2, expected u8", "invalid type, expected u8"),
            (
                r#"invalid type: string "a, expected hunter2", expected u8"#,
                "invalid type: string, expected u8",
            ),
            (r#"invalid value: string "hunter2", expected not hunter2"#, "invalid value: string"),
            (
                "invalid length 3, expected a tuple of size 2",
                "invalid length 3, expected a tuple of size 2",
            ),
        ] {
            assert_eq!(reduced(message), reason, "{message}");
        }
    }

    #[test]
    fn what_a_visitor_expects_by_way_of_what_it_found_is_dropped() {
        for message in [
            "invalid value: string \"O'\\\"hunter\\n2\", expected not O'\"hunter\n2",
            "invalid value: integer `31337`, expected less than 31337",
            "invalid value: floating point `31.5`, expected less than 31.5",
            "invalid value: character `x`, expected not x",
        ] {
            let found = message.split(['"', '`']).next().unwrap().trim();
            assert_eq!(reduced(message), found);
        }
    }

    #[test]
    fn the_name_of_a_duplicate_passes_if_it_is_the_types_own() {
        assert_eq!(reduced("duplicate field `id`"), "duplicate field `id`");
        assert_eq!(reduced("duplicate field `hunter2`"), "duplicate field");
    }

    #[test]
    fn an_unknown_name_is_dropped_and_the_known_ones_are_kept() {
        for (message, reason) in [
            (
                "unknown variant `hunter2`, expected `A` or `B`",
                "unknown variant, expected `A` or `B`",
            ),
            (
                "unknown variant `hunter2`, there are no variants",
                "unknown variant, there are no variants",
            ),
            ("unknown field `hunter2`, expected `a` or `b`", "unknown field"),
            ("unknown field `a`, expected `hunter2`", "unknown field"),
        ] {
            assert_eq!(reduced(message), reason, "{message}");
        }
    }

    #[test]
    fn names_from_the_program_pass() {
        for message in
            ["missing field `id`", "data did not match any variant of untagged enum Shape"]
        {
            assert_eq!(reduced(message), message);
        }
    }

    #[test]
    fn any_other_message_is_reduced() {
        for message in [
            "hunter2",
            "no such user: hunter2",
            "invalid type: hunter2",
            "invalid length hunter2, expected 3",
            "missing field `a` in `hunter2`",
            "unknown variant `hunter2`",
            "data did not match any variant of untagged enum Shape: hunter2",
            "hunter2 at line 3 column 4",
        ] {
            assert_eq!(reduced(message), "its `Deserialize` refused a value", "{message}");
        }
    }

    #[test]
    fn what_is_wrong_with_the_json_is_said_in_full() {
        let error = serde_json::from_str::<u8>("[1").unwrap_err();
        assert_eq!(of_deserializing(&error, &[]), "invalid type: sequence, expected u8");
        let error = serde_json::from_str::<Vec<u8>>("[1").unwrap_err();
        assert_eq!(of_deserializing(&error, &[]), "EOF while parsing a list");
    }

    #[test]
    fn serializing_passes_fixed_words_only() {
        let keys = std::collections::BTreeMap::from([([1], 1)]);
        let error = serde_json::to_string(&keys).unwrap_err();
        assert_eq!(of_serializing(&error), "key must be a string");
        let reduced = |message| of_serializing(&Error::custom(message)).into_owned();
        assert_eq!(reduced("hunter2"), "its `Serialize` returned an error");
        assert_eq!(reduced("already mutably borrowed"), "already mutably borrowed");
        let skipped = "the enum variant Role::Hidden cannot be serialized";
        assert_eq!(reduced(skipped), skipped);
    }
}
