//! The words that serde, serde_json, the standard library and this library have for what is wrong with a document.
//!
//! An error comes as one text, into which a `Deserialize` of one's own may have put anything. What is in these lists is
//! certain not to be payload.

/// What serde finds in place of what it expects (`serde::de::Unexpected`), without a value behind it; serde_json's `null`; and its
/// `number`, which it says with `arbitrary_precision`.
pub(crate) const FOUND: [&str; 13] = [
    "byte array",
    "unit value",
    "Option value",
    "newtype struct",
    "sequence",
    "map",
    "enum",
    "unit variant",
    "newtype variant",
    "tuple variant",
    "struct variant",
    "null",
    "number",
];

/// The same, with the value behind it in quotes.
pub(crate) const FOUND_VALUE: [&str; 5] =
    ["boolean `", "integer `", "floating point `", "character `", "string \""];

/// What the `Deserialize` impls of serde, serde_json and this library say that they expect.
pub(crate) const EXPECTED: [&str; 71] = [
    "a borrowed byte array",
    "a borrowed path",
    "a borrowed string",
    "a boolean",
    "a byte array",
    "a character",
    "a JSON number",
    "a map",
    "a nonzero i128",
    "a nonzero i16",
    "a nonzero i32",
    "a nonzero i64",
    "a nonzero i8",
    "a nonzero isize",
    "a nonzero u128",
    "a nonzero u16",
    "a nonzero u32",
    "a nonzero u64",
    "a nonzero u8",
    "a nonzero usize",
    "a sequence",
    "a string",
    "a string key",
    "an empty array",
    "any valid JSON value",
    "any value",
    "anything at all",
    "byte array",
    "enum Bound",
    "enum Result",
    "f32",
    "f64",
    "field identifier",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "integer with support for saturating semantics",
    "IP address",
    "IPv4 address",
    "IPv4 socket address",
    "IPv6 address",
    "IPv6 socket address",
    "isize",
    "option",
    "os string",
    "path string",
    "raw value",
    "socket address",
    "string containing a number",
    "struct Duration",
    "struct Range",
    "struct RangeFrom",
    "struct RangeInclusive",
    "struct RangeTo",
    "struct SystemTime",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "unit",
    "usize",
    "variant identifier",
    "`Ok` or `Err`",
    "`Unbounded`, `Included` or `Excluded`",
    "`V4` or `V6`",
    ONE_MATCH,
    ONE_MATCH_OR_NONE,
    ALL_MATCHES,
];

/// What `path::One` expects.
pub(crate) const ONE_MATCH: &str = "an array with the one match of a path that begins with `$` \
    (`path::Optional` reads one or none, `path::All` any number)";

/// What `path::Optional` expects.
pub(crate) const ONE_MATCH_OR_NONE: &str = "an array with one match of a path that begins with `$`, or none \
    (`path::All` reads any number)";

/// What `path::All` expects.
pub(crate) const ALL_MATCHES: &str = "an array of the matches of a path that begins with `$`";

/// What is a name behind these words, which serde's derive puts in front of it; and the same without the name.
pub(crate) const EXPECTED_NAMED: [(&str, &str); 9] = [
    // Before the shorter ones.
    ("struct variant ", "a struct variant"),
    ("tuple variant ", "a tuple variant"),
    ("unit variant ", "a unit variant"),
    ("adjacently tagged enum ", "an adjacently tagged enum"),
    ("internally tagged enum ", "an internally tagged enum"),
    ("enum ", "an enum"),
    ("struct ", "a struct"),
    ("tuple struct ", "a tuple struct"),
    ("unit struct ", "a unit struct"),
];

/// What has a number behind these words, which a visitor of one's own may take from the document; and the same without it.
pub(crate) const EXPECTED_NUMBERED: [(&str, &str); 2] =
    [("a tuple of size ", "a tuple"), ("an array of length ", "an array")];

/// Whole messages about a document, without a value in them.
pub(crate) const DESERIALIZING: [&str; 27] = [
    NO_MATCH,
    MATCHES_FOR_ONE,
    MATCHES_FOR_ONE_OR_NONE,
    "can only flatten structs and maps",
    "cannot deserialize Unix OS string on Windows",
    "cannot deserialize Windows OS string on Unix",
    "cannot parse float from empty string",
    "cannot parse integer from empty string",
    "converted integer out of range for `char`",
    "empty string",
    "i128 is not supported",
    "invalid IP address syntax",
    "invalid IPv4 address syntax",
    "invalid IPv4 socket address syntax",
    "invalid IPv6 address syntax",
    "invalid IPv6 socket address syntax",
    "invalid digit found in string",
    "invalid float literal",
    "invalid socket address syntax",
    "number too large to fit in target type",
    "number too small to fit in target type",
    "number would be zero for non-zero type",
    "out of range integral type conversion attempted",
    "overflow deserializing Duration",
    "overflow deserializing SystemTime",
    "overflow deserializing SystemTime epoch offset",
    "provided string was not `true` or `false`",
];

/// What `path::One` says of an empty array.
pub(crate) const NO_MATCH: &str = "the path has no match where one was expected \
    (`path::Optional` reads one or none)";

/// What `path::One` says of many matches.
pub(crate) const MATCHES_FOR_ONE: &str = "the path has several matches where one was expected \
    (`path::All` reads any number)";

/// What `path::Optional` says of many matches.
pub(crate) const MATCHES_FOR_ONE_OR_NONE: &str = "the path has several matches where one or none was expected \
    (`path::All` reads any number)";

/// Whole messages about a value that is written.
pub(crate) const SERIALIZING: [&str; 6] = [
    "already mutably borrowed",
    "i128 is not supported",
    "lock poison error while serializing",
    "path contains invalid UTF-8 characters",
    "SystemTime must be later than UNIX_EPOCH",
    "u128 is not supported",
];

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde::de::DeserializeOwned;
    use std::collections::BTreeMap;

    fn message<T: DeserializeOwned>(json: &str) -> String {
        serde_json::from_str::<T>(json).err().unwrap().to_string()
    }

    fn assert_known<T: DeserializeOwned>() {
        // Of a wrong type none of these takes a boolean and an empty object, except those that take
        // everything.
        for json in ["true", "{}"] {
            let Err(error) = serde_json::from_str::<T>(json) else { continue };
            if !error.is_data() {
                continue;
            }
            let message = error.to_string();
            let Some((_, expected)) = message.split_once(", expected ") else { continue };
            let (expected, _) = expected.rsplit_once(" at line ").unwrap();
            let mut numbered = super::EXPECTED_NUMBERED.iter();
            let known = super::EXPECTED.contains(&expected)
                || numbered.any(|(words, _)| expected.starts_with(words));
            assert!(known, "{} expects {expected:?}", std::any::type_name::<T>());
        }
    }

    #[test]
    #[rustfmt::skip]
    fn what_serde_expects_is_known() {
        use std::net::*;
        use std::num::*;
        use std::ops::*;
        let checks: &[fn()] = &[
            assert_known::<bool>, assert_known::<char>, assert_known::<String>,
            assert_known::<f32>, assert_known::<f64>, assert_known::<i8>, assert_known::<i16>,
            assert_known::<i32>, assert_known::<i64>, assert_known::<i128>,
            assert_known::<isize>, assert_known::<u8>, assert_known::<u16>, assert_known::<u32>,
            assert_known::<u64>, assert_known::<u128>, assert_known::<usize>,
            assert_known::<NonZeroU8>, assert_known::<NonZeroI64>, assert_known::<NonZeroU128>,
            assert_known::<()>, assert_known::<(u8,)>, assert_known::<(u8, u8)>,
            assert_known::<[u8; 0]>, assert_known::<[u8; 3]>, assert_known::<Vec<u8>>,
            assert_known::<BTreeMap<u8, u8>>, assert_known::<std::path::PathBuf>,
            assert_known::<std::ffi::CString>, assert_known::<std::time::Duration>,
            assert_known::<std::time::SystemTime>, assert_known::<IpAddr>,
            assert_known::<Ipv4Addr>, assert_known::<Ipv6Addr>, assert_known::<SocketAddr>,
            assert_known::<SocketAddrV4>, assert_known::<SocketAddrV6>,
            assert_known::<Range<u8>>, assert_known::<RangeInclusive<u8>>,
            assert_known::<RangeFrom<u8>>, assert_known::<RangeTo<u8>>,
            assert_known::<Bound<u8>>, assert_known::<Result<u8, u8>>,
            assert_known::<Saturating<u8>>, assert_known::<Wrapping<u8>>,
            assert_known::<serde_json::Number>, assert_known::<serde_json::Map<String,
            serde_json::Value>>, assert_known::<Option<u8>>, assert_known::<Box<str>>,
            assert_known::<Box<[u8]>>,
        ];
        for check in checks {
            check();
        }
    }

    #[test]
    fn whole_messages_of_the_standard_library_are_known() {
        #[derive(Debug, Deserialize)]
        #[serde(try_from = "String")]
        struct Parsed;
        impl TryFrom<String> for Parsed {
            type Error = Box<dyn std::error::Error>;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse::<u8>()?;
                text.parse::<bool>()?;
                Ok(Self)
            }
        }
        for (message, json) in [
            (message::<std::net::Ipv4Addr>(r#""x""#), "address"),
            (message::<std::net::IpAddr>(r#""x""#), "address"),
            (message::<std::net::SocketAddr>(r#""x""#), "address"),
            (message::<Parsed>(r#""x""#), "digit"),
            (message::<Parsed>(r#""1""#), "boolean"),
            (message::<Parsed>(r#""256""#), "large"),
            (message::<Parsed>(r#""""#), "empty"),
        ] {
            let (words, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
            assert!(super::DESERIALIZING.contains(&words), "{json}: {words:?}");
        }
    }
}
