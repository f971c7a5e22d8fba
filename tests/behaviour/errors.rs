//! Errors: they name the type and the place, and never a value out of the document.

use crate::client;
use crate::redis::{self, FromRedisValue, Value};
use redis_derive::{Error, ErrorKind, RedisJson, from_redis_json, to_redis_json};
use serde::de::{DeserializeOwned, Error as _, Unexpected};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt::Debug;
use tests::{Role, User};

/// Stands in every document for what must not be told.
const MARK: &str = "hunter2";

/// The same as a number.
const NUMBER: &str = "31337";

#[track_caller]
fn assert_silent(message: &str) {
    assert!(!message.contains(MARK) && !message.contains(NUMBER), "{message}");
}

/// Also what a report prints that follows the sources.
#[track_caller]
fn assert_silent_chain(error: &dyn std::error::Error) {
    let mut next = Some(error);
    while let Some(error) = next {
        assert_silent(&format!("{error} {error:?} {error:#?}"));
        next = error.source();
    }
}

/// The error of a document, after a look at each of its texts.
#[track_caller]
fn error<T: DeserializeOwned + FromRedisValue + Debug>(json: &str) -> Error {
    for reply in [Value::BulkString(json.into()), Value::SimpleString(json.into())] {
        for error in [client::read_ref::<T>(&reply), client::read::<T>(reply)] {
            let error = error.unwrap_err();
            assert_silent_chain(&error);
        }
    }
    let elements = client::read::<Vec<T>>(Value::BulkString(json.into())).unwrap_err();
    assert_silent(&format!("{elements} {elements:?}"));
    let error = from_redis_json::<T>(json.as_bytes()).unwrap_err();
    assert_silent(&format!("{error} {error:?} {error:#?}"));
    error
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "never read in full")]
struct Account {
    id: u8,
    role: Role,
    tags: Vec<Tag>,
    #[serde(default)]
    limits: BTreeMap<String, Limit>,
    #[serde(default)]
    nested: Option<Box<Account>>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "never read in full")]
struct Limit {
    max: u8,
}

/// Refuses everything, and quotes it.
#[derive(Debug, Deserialize, RedisJson)]
#[serde(try_from = "String")]
#[redis_json(read_only)]
struct Tag;

impl TryFrom<String> for Tag {
    type Error = String;

    fn try_from(tag: String) -> Result<Self, String> {
        Err(format!("no such tag: {tag}"))
    }
}

#[test]
fn every_mismatch_is_told_without_the_value() {
    for (json, end) in [
        (r#"{"id": "hunter2"}"#, "invalid type: string, expected u8 at `id`, line 1 column 16"),
        (r#"{"id": 31337}"#, "invalid value: integer, expected u8 at `id`, line 1 column 12"),
        (
            r#"{"id": 31337.5}"#,
            "invalid type: floating point, expected u8 at `id`, line 1 column 14",
        ),
        (r#"{"id": null}"#, "invalid type: null, expected u8 at `id`, line 1 column 11"),
        (r#"{"id": {"hunter2": 1}}"#, "invalid type: map, expected u8 at `id`, line 1 column 7"),
        (r#"{"hunter2": 31337}"#, "unknown field at line 1 column 10"),
        (r#"{"id, expected `hunter2": 1}"#, "unknown field at line 1 column 24"),
        (r#"{"role": "hunter2"}"#, "unknown variant at `role`, line 1 column 18"),
        (r#"{"role": {"hunter2": 1}}"#, "unknown variant at `role`, line 1 column 19"),
        (
            r#"{"tags": ["hunter2"]}"#,
            "its `Deserialize` refused a value at `tags`, line 1 column 20",
        ),
        (
            r#"{"limits": {"hunter2": {"max": "hunter2"}}}"#,
            "invalid type: string, expected u8 at `limits`, line 1 column 40",
        ),
        (
            r#"{"nested": {"id": "hunter2"}}"#,
            "invalid type: string, expected u8 at `nested`, line 1 column 27",
        ),
        (r#"{"id": 1, "id": 31337}"#, "duplicate field `id` at `id`, line 1 column 14"),
        (r#"{"id": 1}"#, "missing field `role` at line 1 column 9"),
        (r#""hunter2""#, "invalid type: string, expected struct Account at line 1 column 9"),
    ] {
        let error = error::<Account>(json);
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(error.to_string().ends_with(end), "{error}\n{end}");
        assert!(error.to_string().starts_with("cannot read `"), "{error}");
        assert!(error.type_name().ends_with("::errors::Account"), "{error}");
    }
}

#[test]
fn broken_json_is_told_without_the_text() {
    for (json, message) in [
        (r#"{"id": 1, "hunter2"#, "EOF while parsing a string"),
        (r#"{"id": hunter2}"#, "expected value"),
        ("hunter2", "expected value"),
        (r#"{"id": 1} hunter2"#, "trailing characters"),
        (r#"{"id": 1, "tags": ["hunter2\x"]}"#, "invalid escape"),
    ] {
        let error = error::<Free>(json);
        assert_eq!(error.kind(), ErrorKind::Syntax);
        assert!(error.to_string().contains(message), "{error}");
    }
}

/// Takes any object, so that only the syntax can be wrong.
#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Free {
    #[serde(flatten)]
    _fields: BTreeMap<String, serde_json::Value>,
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
#[serde(untagged)]
#[expect(dead_code, reason = "never read in full")]
enum Untagged {
    Id { id: u8 },
    Role(Role),
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
#[serde(tag = "type", deny_unknown_fields)]
#[expect(dead_code, reason = "never read in full")]
enum Tagged {
    Id { id: u8 },
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
#[serde(deny_unknown_fields)]
struct Flattened {
    #[serde(flatten)]
    _limit: Limit,
}

#[test]
fn every_representation_keeps_silent() {
    error::<Untagged>(r#"{"id": "hunter2"}"#);
    error::<Tagged>(r#"{"type": "hunter2"}"#);
    error::<Tagged>(r#"{"type": "Id", "id": "hunter2"}"#);
    error::<Tagged>(r#"{"type": "Id", "id": 1, "hunter2": 1}"#);
    error::<Tagged>(r#"{"hunter2": "Id"}"#);
    error::<Flattened>(r#"{"max": 1, "hunter2": 1}"#);
    error::<Flattened>(r#"{"max": 1, "max`, expected `hunter2": 1}"#);
    error::<Flattened>(r#"{"max": "hunter2"}"#);
    error::<Role>(r#""hunter2""#);
    error::<Role>(r#"{"hunter2": 31337}"#);
    error::<Role>(r#"{"Team": "hunter2"}"#);
    error::<Tag>(r#""hunter2""#);
    // Text that would pass for a place which serde_json appends.
    error::<Tag>(r#""at line 31337 column 31337""#);
    error::<Quotes>(r#""hunter2""#);
    error::<Quotes>(r#""'hunter2\n\"""#);
    error::<User>(r#"{"id": 1, "name": {"hunter2": 31337}}"#);
}

/// Quotes what it found where serde expects to be told what was expected.
#[derive(Debug, RedisJson)]
#[redis_json(read_only)]
struct Quotes;

impl<'de> Deserialize<'de> for Quotes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let expected = format!("something else than {text}");
        Err(D::Error::invalid_value(Unexpected::Str(&text), &expected.as_str()))
    }
}

/// Reads JSON out of a string in JSON, as many do: serde_json takes the place in the inner document
/// for one in the outer.
#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Outer {
    #[expect(dead_code, reason = "never read in full")]
    first: u64,
    #[serde(deserialize_with = "inner")]
    _inner: u8,
}

fn inner<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    serde_json::from_str(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

#[test]
fn a_place_in_another_document_is_not_told() {
    let error = error::<Outer>(r#"{"first": 12345678901234, "_inner": "\"hunter2 hunter2\""}"#);
    assert_eq!((error.line(), error.column(), error.path()), (None, None, None));
    assert!(error.to_string().ends_with("invalid type: string, expected u8"), "{error}");
}

/// Says whatever the document says, in the shapes of serde's own messages.
#[derive(Debug, RedisJson)]
#[redis_json(read_only)]
struct Mimic;

impl<'de> Deserialize<'de> for Mimic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let said: String = Deserialize::deserialize(deserializer)?;
        Err(D::Error::custom(said))
    }
}

#[test]
fn nothing_that_a_type_says_of_the_document_is_told() {
    for said in [
        "missing field `hunter2`",
        "duplicate field `hunter2`",
        "unknown field `x`, expected hunter2",
        "unknown field `x`, expected `hunter2`",
        "unknown variant `x`, expected hunter2",
        "unknown variant `x`, expected `hunter2` or `Team`",
        "data did not match any variant of untagged enum hunter2",
        "no variant of enum hunter2 found in flattened data",
        "invalid length 31337, expected a tuple of size 2",
        "invalid length 3, expected an array of length 31337",
        "invalid length 3, expected hunter2",
        "invalid length 3, expected struct Mimic with 31337 elements",
        "invalid type: string hunter2, expected u8",
        "invalid type: hunter2, expected u8",
        "invalid type: map, expected hunter2",
        "invalid type: map, expected struct hunter2",
        "invalid type: map, expected variant hunter2::hunter2",
        "invalid value: integer `31337`, expected less than 31337",
        "can only flatten structs and maps hunter2",
        "hunter2 at line 1 column 3",
    ] {
        error::<Mimic>(&serde_json::to_string(said).unwrap());
        let many = serde_json::to_vec(&[said]).unwrap();
        assert_silent(&from_redis_json::<Vec<Mimic>>(&many).unwrap_err().to_string());
        error::<Box<Mimic>>(&serde_json::to_string(said).unwrap());
    }
}

/// Expects what it was told, which is a part of the document.
struct Told(String);

impl serde::de::Visitor<'_> for Told {
    type Value = Expecting;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug)]
struct Expecting;

impl<'de> Deserialize<'de> for Expecting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair;
        impl<'de> serde::de::Visitor<'de> for Pair {
            type Value = Expecting;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a sequence")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut pair: A,
            ) -> Result<Expecting, A::Error> {
                let told: String = pair.next_element()?.unwrap_or_default();
                pair.next_element_seed(Seed(told))?.ok_or_else(|| A::Error::custom("empty"))
            }
        }
        struct Seed(String);
        impl<'de> serde::de::DeserializeSeed<'de> for Seed {
            type Value = Expecting;
            fn deserialize<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Expecting, D::Error> {
                deserializer.deserialize_any(Told(self.0))
            }
        }
        deserializer.deserialize_seq(Pair)
    }
}

#[test]
fn the_message_does_not_depend_on_the_value() {
    let told = |told: &str| from_redis_json::<Expecting>(format!(r#"["{told}", 1]"#).as_bytes());
    let messages = ["z", "a", "1", "u", "x", "é"].map(|text| told(text).unwrap_err().to_string());
    assert!(messages[0].contains("invalid type: integer at `[1]`"), "{}", messages[0]);
    assert_eq!(messages.iter().filter(|message| **message == messages[0]).count(), 5);
    // In another case, or cut short.
    for text in ["hunter2", "HUNTER2", "hun"] {
        let error = told(text).unwrap_err().to_string();
        let place = format!("invalid type: integer at `[1]`, line 1 column {}", text.len() + 6);
        assert!(error.ends_with(&place), "{error}");
    }
    let of = |value: &str| {
        from_redis_json::<User>(format!(r#"{{"id": {value}}}"#).as_bytes()).unwrap_err()
    };
    assert_eq!(of(r#""z""#), of(r#""a""#));
    assert_eq!(of(r#""u64""#), of(r#""abc""#));
    assert_ne!(of(r#""z""#), of("[1]"));
}

#[test]
fn the_place_does_not_depend_on_the_value() {
    type Many = BTreeMap<String, Vec<Vec<Tag>>>;
    let places =
        ["hunter2", "h at line 1 column 3", "h at line 9 column 99", "at line 1 column 21"].map(
            |text| {
                let padded = format!("{text:<24}");
                let error =
                    from_redis_json::<Many>(format!(r#"{{"a":[["{padded}"]]}}"#).as_bytes())
                        .unwrap_err();
                error.to_string()
            },
        );
    assert!(places[0].ends_with("refused a value at line 1 column 34"), "{}", places[0]);
    assert_eq!(places.iter().filter(|place| **place == places[0]).count(), 4, "{places:#?}");
}

#[test]
fn a_key_of_a_map_is_not_told_although_a_field_has_its_name() {
    type Both = (User, BTreeMap<String, u8>);
    type Skipped = (User, serde::de::IgnoredAny);
    let user = serde_json::to_string(&User::new(1)).unwrap();
    let error = from_redis_json::<Both>(format!(r#"[{user}, {{"id": "hunter2"}}]"#).as_bytes())
        .unwrap_err();
    assert_eq!(error.path(), Some("[1]"));
    let error =
        from_redis_json::<Skipped>(format!(r#"[{user}, {{"id": x}}]"#).as_bytes()).unwrap_err();
    assert_eq!(error.path(), Some("[1]"));
}

#[test]
fn what_rust_does_not_have_is_data_and_what_is_no_json_is_syntax() {
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    for (json, kind) in [
        ("1e400".to_owned(), ErrorKind::Data),
        ("-1e400".to_owned(), ErrorKind::Data),
        (r#""\ud800""#.to_owned(), ErrorKind::Data),
        (r#""\udc00 a""#.to_owned(), ErrorKind::Data),
        (r#"{"a": "\ud800"}"#.to_owned(), ErrorKind::Data),
        (deep(128), ErrorKind::Syntax),
        (deep(100_000), ErrorKind::Syntax),
        (format!(r#"{{"a": 1e400, "b": {}}}"#, deep(128)), ErrorKind::Data),
        (r#""\ud80""#.to_owned(), ErrorKind::Syntax),
        ("1e".to_owned(), ErrorKind::Syntax),
        ("01".to_owned(), ErrorKind::Syntax),
        ("[1,]".to_owned(), ErrorKind::Syntax),
        ("\"\n\"".to_owned(), ErrorKind::Syntax),
    ] {
        let error = from_redis_json::<serde_json::Value>(json.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), kind, "{json:.40}: {error}");
    }
    from_redis_json::<serde_json::Value>(deep(127).as_bytes()).unwrap();
    let error = from_redis_json::<serde_json::Value>(deep(128).as_bytes()).unwrap_err().to_string();
    assert!(error.contains("recursion limit exceeded") && error.contains("at most 127"), "{error}");
}

#[test]
fn null_for_a_number_is_told_to_be_one_without_a_value() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let json = to_redis_json(&tests::Number(number)).unwrap();
        let error = from_redis_json::<tests::Number>(&json).unwrap_err().to_string();
        assert!(error.contains("NaN") && error.contains("`null`"), "{error}");
    }
    let error = from_redis_json::<u8>(b"null").unwrap_err().to_string();
    assert!(error.ends_with("invalid type: null, expected u8 at line 1 column 4"), "{error}");
}

#[test]
fn a_variant_of_the_type_itself_is_in_the_path() {
    let error = from_redis_json::<Role>(br#"{"Team": "hunter2"}"#).unwrap_err();
    assert_eq!(error.path(), Some("Team"));
}

#[test]
fn json_of_another_shape_is_data_whatever_serde_makes_of_it() {
    let kind = |error: Error| error.kind();
    assert_eq!(kind(from_redis_json::<tests::Point>(b"[1,2,3]").unwrap_err()), ErrorKind::Data);
    assert_eq!(kind(from_redis_json::<i128>(br#""x""#).unwrap_err()), ErrorKind::Data);
    assert_eq!(kind(from_redis_json::<u128>(b"-1").unwrap_err()), ErrorKind::Data);
    assert_eq!(kind(error::<Free>(r#"{"id": 1e31337}"#)), ErrorKind::Data);
    assert_eq!(kind(from_redis_json::<u128>(b"1 1").unwrap_err()), ErrorKind::Syntax);
}

#[test]
fn replies_that_are_no_document_keep_silent() {
    let secret = || Value::BulkString(MARK.into());
    for reply in [
        Value::Array(vec![secret()]),
        Value::Map(vec![(secret(), secret())]),
        Value::Set(vec![secret()]),
        Value::Push { kind: redis::PushKind::Message, data: vec![secret()] },
        Value::BulkString([MARK.as_bytes(), b"\xff"].concat()),
        Value::Int(31337),
        Value::Double(31337.5),
        redis::parse_redis_value(b"*1\r\n-ERR hunter2\r\n").unwrap(),
    ] {
        for result in [client::read_ref::<User>(&reply), client::read::<User>(reply)] {
            assert_silent_chain(&result.unwrap_err());
        }
    }
}

#[test]
fn the_source_is_serdes_own_error() {
    let error = from_redis_json::<Role>(br#""hunter2""#).unwrap_err();
    let source: &serde_json::Error = error.source().unwrap().downcast_ref().unwrap();
    assert!(source.to_string().contains(MARK));
    assert_eq!((error.line(), error.column()), (Some(source.line()), Some(source.column())));
    let missing = client::read::<User>(Value::Nil).unwrap_err();
    assert!(missing.to_string().contains("`Option<User>`"));
}

fn id(json: &str) -> redis::RedisResult<u64> {
    let user: User = from_redis_json(json.as_bytes())?;
    Ok(user.id)
}

#[test]
fn the_error_can_be_sent_and_turns_into_the_clients() {
    fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}
    assert_error::<Error>();
    assert_eq!(id(r#"{"id": 1, "name": ""}"#).unwrap(), 1);
    let error = id(r#"{"id": "hunter2"}"#).unwrap_err();
    assert!(client::is_parse_error(&error));
    assert!(error.to_string().ends_with("at `id`, line 1 column 16"), "{error}");
    assert_silent(&format!("{error} {error:?}"));
}

#[test]
fn a_type_is_named_in_full() {
    let keys = BTreeMap::from([((1, 2), 3)]);
    let error = to_redis_json(&keys).unwrap_err();
    assert!(error.type_name().ends_with("BTreeMap<(i32, i32), i32>"), "{error}");
}
