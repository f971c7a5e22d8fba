//! Vocabulary: the words that serde, serde_json, the standard library and this library use for
//! errors.
//!
//! An error is one text, and a hand-written `Deserialize` or `Serialize` may put anything into it.
//! The texts in these lists are certainly not payload.

/// Whole messages.
pub(crate) const MESSAGES: &[&str] = &[
    NO_MATCH, MATCHES_FOR_ONE, MATCHES_FOR_ONE_OR_NONE, "already mutably borrowed",
    "can only flatten structs and maps", "cannot deserialize Unix OS string on Windows",
    "cannot deserialize Windows OS string on Unix", "cannot parse float from empty string",
    "cannot parse integer from empty string", "converted integer out of range for `char`",
    "empty string", "i128 is not supported", "invalid IP address syntax",
    "invalid IPv4 address syntax", "invalid IPv4 socket address syntax",
    "invalid IPv6 address syntax", "invalid IPv6 socket address syntax",
    "invalid digit found in string", "invalid float literal", "invalid socket address syntax",
    "lock poison error while serializing", "number too large to fit in target type",
    "number too small to fit in target type", "number would be zero for non-zero type",
    "out of range integral type conversion attempted", "overflow deserializing Duration",
    "overflow deserializing SystemTime", "overflow deserializing SystemTime epoch offset",
    "path contains invalid UTF-8 characters", "provided string was not `true` or `false`",
    "SystemTime must be later than UNIX_EPOCH", "u128 is not supported",
];

/// Messages that contain a value or a name: their beginning, their end, and the message that
/// replaces them.
pub(crate) const QUOTING: &[(&str, &str, &str)] = &[
    ("unknown field `", "", "unknown field"),
    ("no variant of enum ", " found in flattened data",
        "no variant of an enum found in flattened data"),
    ("can only flatten structs and maps (got ", ")", "can only flatten structs and maps"),
    ("the enum variant ", " cannot be serialized", "the value is a variant that serde skips"),
    ("cannot serialize tagged newtype variant ", "",
        "cannot serialize a tagged newtype variant that is neither a struct nor a map"),
];

/// The beginnings of the other messages. The flag says whether the text after it, up to `, expected
/// `, passes if it is known. A value never passes.
pub(crate) const BEGINNINGS: &[(&str, bool)] = &[
    ("invalid type: ", true), ("invalid value: ", true), ("invalid length ", false),
    ("unknown variant `", false), ("missing field `", true), ("duplicate field `", true),
    ("data did not match any variant of ", true),
];

/// What was found (`serde::de::Unexpected`, and `null` and `number` of serde_json) or expected.
pub(crate) const PHRASES: &[&str] = &[
    ONE_MATCH, ONE_MATCH_OR_NONE, ALL_MATCHES, "byte array", "unit value", "Option value",
    "newtype struct", "sequence", "map", "enum", "unit variant", "newtype variant", "tuple variant",
    "struct variant", "null", "number", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
    "u32", "u64", "u128", "usize", "a nonzero i8", "a nonzero i16", "a nonzero i32",
    "a nonzero i64", "a nonzero i128", "a nonzero isize", "a nonzero u8", "a nonzero u16",
    "a nonzero u32", "a nonzero u64", "a nonzero u128", "a nonzero usize", "f32", "f64",
    "integer with support for saturating semantics", "a JSON number", "string containing a number",
    "a boolean", "a character", "a string", "a borrowed string", "a string key",
    "a borrowed byte array", "a byte array", "a map", "a sequence", "an empty array",
    "any valid JSON value", "any value", "anything at all", "raw value", "unit", "option",
    "field identifier", "variant identifier", "`Ok` or `Err`",
    "`Unbounded`, `Included` or `Excluded`", "`V4` or `V6`", "enum Bound", "enum Result",
    "struct Duration", "struct SystemTime", "struct Range", "struct RangeFrom",
    "struct RangeInclusive", "struct RangeTo", "a borrowed path", "os string", "path string",
    "IP address", "IPv4 address", "IPv6 address", "IPv4 socket address", "IPv6 socket address",
    "socket address",
];

/// The beginnings of phrases that contain a value, and the text that replaces each.
pub(crate) const VALUES: &[(&str, &str)] = &[
    ("boolean `", "boolean"), ("integer `", "integer"), ("floating point `", "floating point"),
    ("character `", "character"), ("string \"", "string"), ("a tuple of size ", "a tuple"),
    ("an array of length ", "an array"),
];

/// The words that serde's derive writes before a name, each with an article. Longer ones come
/// first.
pub(crate) const KINDS: &[&str] = &[
    "a struct variant", "a tuple variant", "a unit variant", "an adjacently tagged enum",
    "an internally tagged enum", "an untagged enum", "an enum", "a struct", "a tuple struct",
    "a unit struct",
];

/// The advice for some messages, with `{}` for the type.
pub(crate) const ADVICE: &[(&str, &str)] = &[
    (SEQUENCE, "`path::One<{}>` reads the reply to a path that begins with `$`, \
        and `Vec<{}>` any array"),
    ("invalid type: null, expected f32", NO_NUMBER),
    ("invalid type: null, expected f64", NO_NUMBER),
    ("invalid type: string, expected a borrowed string",
        "text with escapes cannot be borrowed; `Cow<str>` with `#[serde(borrow)]` takes any"),
    (TOO_DEEP, "a document has at most 127 arrays and objects in each other"),
];

pub(crate) const SEQUENCE: &str = "invalid type: sequence";
pub(crate) const TOO_DEEP: &str = "recursion limit exceeded";
const NO_NUMBER: &str = "JSON has no NaN and no infinity, which are written as `null`";

// What the types of `path` expect, and their messages for another number of matches.
pub(crate) const ONE_MATCH: &str = "an array with the one match of a path that begins with `$` \
    (`path::Optional` reads one or none, `path::All` any number)";
pub(crate) const ONE_MATCH_OR_NONE: &str = "an array with one match of a path that begins with \
    `$`, or none (`path::All` reads any number)";
pub(crate) const ALL_MATCHES: &str = "an array of the matches of a path that begins with `$`";
pub(crate) const NO_MATCH: &str = "the path has no match where one was expected \
    (`path::Optional` reads one or none)";
pub(crate) const MATCHES_FOR_ONE: &str = "the path has several matches where one was expected \
    (`path::All` reads any number)";
pub(crate) const MATCHES_FOR_ONE_OR_NONE: &str = "the path has several matches where one or none \
    was expected (`path::All` reads any number)";
