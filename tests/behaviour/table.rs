//! The table of the chapter on arguments and replies as a function: the value of each reply, by
//! value and by reference. An error contains nothing of the reply. The fuzzer of replies uses this
//! function too (`fuzz/fuzz_targets/replies.rs`).

use crate::client;
use crate::redis::{FromRedisValue, Value};
use redis_derive::{Cached, Document, Json, RedisJson, from_redis_json, path};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// What stands for payload in a reply. No error of ours has it.
pub(crate) const MARKER: &str = "hunter2";

/// The same of a number.
pub(crate) const MARKED_NUMBER: i64 = 47_114_711;

#[derive(Debug, Serialize, Deserialize, RedisJson)]
struct Login {
    user: String,
    age: Option<u8>,
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
enum Role {
    Admin,
    Team(u32),
    Guest { until: f64 },
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[serde(tag = "type")]
enum Event {
    Started,
    Moved { to: (i32, i32) },
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
struct Number(f64);

/// What a reply becomes.
enum Reading {
    /// A value, as `Debug` shows it, which tells any two floats apart.
    Value(String),
    /// The error of nil.
    Nil,
    /// The error of a reply that is no document.
    NoDocument,
    /// The error of a document that is no value of the type.
    NoValue,
}

use Reading::{Nil, NoDocument, NoValue};

impl Reading {
    fn map(self, f: impl FnOnce(String) -> String) -> Self {
        match self {
            Self::Value(value) => Self::Value(f(value)),
            error => error,
        }
    }

    fn value(self) -> Option<String> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// Asserts that the reply is read as the table has it.
pub(crate) fn check(reply: &Value) {
    check_type::<Login>(reply);
    check_type::<Role>(reply);
    check_type::<Event>(reply);
    check_type::<Number>(reply);
    check_type::<Json<u8>>(reply);
    check_type::<Json<i64>>(reply);
    check_type::<Json<u128>>(reply);
    check_type::<Json<Option<i128>>>(reply);
    check_type::<Json<bool>>(reply);
    check_type::<Json<String>>(reply);
    check_type::<Json<()>>(reply);
    check_type::<Json<Vec<Number>>>(reply);
    check_type::<Json<BTreeMap<String, Role>>>(reply);
    check_type::<Json<serde_json::Value>>(reply);
    check_document(reply);
}

fn check_type<T: RedisJson + DeserializeOwned + Debug>(reply: &Value) {
    assert_read::<T>(reply, &reading::<T>(reply));
    assert_read::<Option<T>>(reply, &optional::<T>(reply));
    assert_read::<Cached<T>>(reply, &cached::<T>(reply));
    check_elements::<T>(reply);
    let matches = matches::<T>(reply);
    let matches = matches.as_deref();
    assert_read::<path::One<T>>(reply, &of_path::<path::One<T>>(reply, matches));
    assert_read::<path::Optional<T>>(reply, &of_path::<path::Optional<T>>(reply, matches));
    assert_read::<path::All<T>>(reply, &of_path::<path::All<T>>(reply, matches));
}

/// The column `T`.
fn reading<T: DeserializeOwned + Debug>(reply: &Value) -> Reading {
    match reply {
        Value::BulkString(bytes) => of_json::<T>(bytes),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => of_json::<T>(text),
        Value::Int(_) | Value::Boolean(_) | Value::Double(_) | Value::BigNumber(_) => {
            of_scalar::<T>(reply)
        }
        Value::Nil => Nil,
        Value::Attribute { data, .. } => reading::<T>(data),
        _ => NoDocument,
    }
}

fn of_json<T: DeserializeOwned + Debug>(json: impl AsRef<[u8]>) -> Reading {
    match from_redis_json::<T>(json.as_ref()) {
        Ok(value) => Reading::Value(format!("{value:?}")),
        Err(error) => {
            assert_silent(&format!("{error} {error:?}"));
            NoValue
        }
    }
}

fn of_scalar<T: DeserializeOwned + Debug>(reply: &Value) -> Reading {
    let Some(json) = json_of_scalar(reply) else { return NoDocument };
    match (reply, json.as_str()) {
        // Beyond the doubles.
        (Value::BigNumber(_), number) if number.parse().is_ok_and(f64::is_infinite) => NoDocument,
        // The negative zero of an integer is zero.
        (Value::BigNumber(_), "-0") => of_json::<T>("0"),
        (_, "-0.0") => match of_json::<T>("-0.0") {
            NoValue => of_json::<T>("0"),
            value => value,
        },
        (_, json) => of_json::<T>(json),
    }
}

/// A number or a boolean as JSON has it, which has an integer for an integral double.
fn json_of_scalar(reply: &Value) -> Option<String> {
    match reply {
        Value::Int(number) => Some(number.to_string()),
        Value::Boolean(boolean) => Some(boolean.to_string()),
        Value::Double(number) => number.is_finite().then(|| json_of_double(*number)),
        other => json_of_digits(str::from_utf8(&client::digits(other)?).ok()?),
    }
}

fn json_of_double(number: f64) -> String {
    let is_integer = number.fract() == 0.0 && (-(2f64.powi(63))..2f64.powi(64)).contains(&number);
    let is_negative_zero = number.to_bits() == (-0.0f64).to_bits();
    if is_integer && !is_negative_zero { format!("{number:.0}") } else { format!("{number:?}") }
}

/// JSON has neither a plus nor zeros in front.
fn json_of_digits(digits: &str) -> Option<String> {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits.strip_prefix('+').unwrap_or(digits)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    Some(format!("{sign}{}", if significant.is_empty() { "0" } else { significant }))
}

/// The column `Option<T>`. The client looks into one attribute and no further for nil.
fn optional<T: DeserializeOwned + Debug>(reply: &Value) -> Reading {
    let inside = match reply {
        Value::Attribute { data, .. } => data,
        reply => reply,
    };
    match inside {
        Value::Nil => Reading::Value("None".to_owned()),
        _ => reading::<T>(inside).map(|value| format!("Some({value})")),
    }
}

fn cached<T: DeserializeOwned + Debug>(reply: &Value) -> Reading {
    match reading::<T>(reply) {
        Nil => Reading::Value("Miss".to_owned()),
        NoValue => Reading::Value("Undecodable".to_owned()),
        reading => reading.map(|value| format!("Hit({value})")),
    }
}

/// The column `Vec<T>`, where what the client refuses by itself is an error that may say anything.
fn check_elements<T: RedisJson + DeserializeOwned + Debug>(reply: &Value) {
    let (expected, by_whom) = match reply {
        Value::BulkString(bytes) => (elements::<T>(bytes), ByWhom::ClientByReference),
        Value::Array(items) | Value::Set(items) => (all::<T>(items), ByWhom::Us),
        Value::Nil => (Some("[]".to_owned()), ByWhom::Us),
        // As the client has it.
        Value::Map(_) => return read::<Vec<T>>(reply).into_iter().for_each(drop),
        _ => (None, ByWhom::Client),
    };
    let [by_value, by_reference] = read::<Vec<T>>(reply);
    for (result, refused_by_client) in
        [(by_value, by_whom == ByWhom::Client), (by_reference, by_whom != ByWhom::Us)]
    {
        if let (Err(error), false) = (&result, refused_by_client) {
            assert_silent(error);
        }
        assert_eq!(result.ok(), expected, "{reply:?}");
    }
}

/// Who refuses to make a `Vec` of a reply.
#[derive(PartialEq)]
enum ByWhom {
    Us,
    Client,
    ClientByReference,
}

fn elements<T: DeserializeOwned + Debug>(json: &[u8]) -> Option<String> {
    if json.trim_ascii_start().starts_with(b"[") {
        return of_json::<Vec<T>>(json).value();
    }
    of_json::<T>(json).value().map(|value| format!("[{value}]"))
}

fn all<T: DeserializeOwned + Debug>(items: &[Value]) -> Option<String> {
    let values: Option<Vec<_>> = items.iter().map(|item| reading::<T>(item).value()).collect();
    Some(format!("[{}]", values?.join(", ")))
}

/// What a native array of matches holds, if the reply is one. An element that is nil is JSON's
/// `null`.
fn matches<T: DeserializeOwned + Debug>(reply: &Value) -> Option<Vec<Reading>> {
    match reply {
        Value::Attribute { data, .. } => matches::<T>(data),
        Value::Array(items) => Some(
            items
                .iter()
                .map(|item| match reading::<T>(item) {
                    Nil => of_json::<T>("null"),
                    reading => reading,
                })
                .collect(),
        ),
        _ => None,
    }
}

/// The types of `path`, by the number of matches that they stand for.
trait Path {
    fn of(matches: &[&str]) -> Option<String>;
}

impl<T> Path for path::One<T> {
    fn of(matches: &[&str]) -> Option<String> {
        <[&str; 1]>::try_from(matches).ok().map(|[one]| format!("One({one})"))
    }
}

impl<T> Path for path::Optional<T> {
    fn of(matches: &[&str]) -> Option<String> {
        match matches {
            [] => Some("Optional(None)".to_owned()),
            [one] => Some(format!("Optional(Some({one}))")),
            _ => None,
        }
    }
}

impl<T> Path for path::All<T> {
    fn of(matches: &[&str]) -> Option<String> {
        Some(format!("All([{}])", matches.join(", ")))
    }
}

fn of_path<P: Path + DeserializeOwned + Debug>(
    reply: &Value,
    matches: Option<&[Reading]>,
) -> Reading {
    let Some(matches) = matches else { return reading::<P>(reply) };
    let values = matches.iter().map(|each| match each {
        Reading::Value(value) => Some(value.as_str()),
        _ => None,
    });
    let values: Option<Vec<_>> = values.collect();
    values.and_then(|values| P::of(&values)).map_or(NoValue, Reading::Value)
}

/// A `Document` is the JSON as it came, which need not be any.
fn check_document(reply: &Value) {
    let expected = document(reply);
    for read in [client::read_ref::<Document>(reply), client::read(reply.clone())] {
        let read = read.map_err(|error| assert_silent(&error.to_string()));
        assert_eq!(read.ok().map(Document::into_string), expected, "{reply:?}");
    }
}

fn document(reply: &Value) -> Option<String> {
    match reply {
        Value::BulkString(bytes) => String::from_utf8(bytes.clone()).ok(),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => Some(text.clone()),
        Value::Attribute { data, .. } => document(data),
        scalar => json_of_scalar(scalar),
    }
}

#[track_caller]
fn assert_read<T: FromRedisValue + Debug>(reply: &Value, expected: &Reading) {
    for result in read::<T>(reply) {
        let is_as_expected = match (&result, expected) {
            // Why it does not decode is told below.
            (Ok(value), Reading::Value(expected)) if expected == "Undecodable" => {
                value.starts_with("Undecodable(Error { kind: ")
            }
            (Ok(value), Reading::Value(expected)) => value == expected,
            (Err(error), Nil) => error.contains("the reply is nil"),
            (Err(error), NoDocument) => error.contains("the reply is"),
            (Err(error), NoValue) => {
                ["cannot read `", "cannot parse `", "cannot take `", "there is no `"]
                    .iter()
                    .any(|beginning| error.contains(beginning))
            }
            _ => false,
        };
        assert!(is_as_expected, "{reply:?} is {result:?} as {}", std::any::type_name::<T>());
        match result {
            Ok(value) if value.starts_with("Undecodable(") => assert_silent(&value),
            Ok(_) => {}
            Err(error) => assert_silent(&error),
        }
    }
}

/// By value and by reference, as `Debug` shows it.
fn read<T: FromRedisValue + Debug>(reply: &Value) -> [Result<String, String>; 2] {
    [client::read::<T>(reply.clone()), client::read_ref(reply)].map(|read| match read {
        Ok(value) => Ok(format!("{value:?}")),
        Err(error) => Err(format!("{error} {error:?}")),
    })
}

#[track_caller]
fn assert_silent(error: &str) {
    assert!(!error.contains(MARKER), "{error}");
    assert!(!error.contains(&MARKED_NUMBER.to_string()), "{error}");
}
