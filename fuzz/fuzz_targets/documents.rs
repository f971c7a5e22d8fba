//! Documents: the library reads JSON as serde_json does, with one more rule. An error is small,
//! contains no payload, and has the right place.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redis_derive::{Error, ErrorKind, from_redis_json};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::error::Category;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// What stands for payload in the seeds.
const MARKER: &str = "hunter2";

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "shown by `Debug`")]
struct Account {
    id: u64,
    name: String,
    balance: Option<f64>,
    #[serde(default)]
    roles: Vec<Role>,
    #[serde(default)]
    inner: Inner,
    #[serde(default)]
    extra: BTreeMap<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Inner {
    big: i128,
    small: f32,
    point: (i32, i32),
    unit: (),
    next: Option<Box<Inner>>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "shown by `Debug`")]
enum Role {
    Admin,
    Team(u32),
    Pair(u8, char),
    Guest { until: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
#[expect(dead_code, reason = "shown by `Debug`")]
enum Internal {
    Unit,
    Named { id: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "shown by `Debug`")]
enum Untagged {
    Number(u8),
    Text(String),
    Named { id: u8 },
}

fuzz_target!(|bytes: &[u8]| {
    check::<Account>(bytes, Rule::OfStructs);
    check::<Option<Inner>>(bytes, Rule::OfStructs);
    check::<Vec<Inner>>(bytes, Rule::OfStructsInside);
    check::<Role>(bytes, Rule::None);
    check::<Internal>(bytes, Rule::None);
    check::<Untagged>(bytes, Rule::None);
    check::<(u8, String)>(bytes, Rule::None);
    check::<BTreeMap<String, f64>>(bytes, Rule::None);
    check::<Value>(bytes, Rule::None);
    check::<i128>(bytes, Rule::None);
});

/// Where an array is an error although serde_json reads it.
#[derive(Clone, Copy, PartialEq)]
enum Rule {
    None,
    /// At the top.
    OfStructs,
    /// At the top of an element.
    OfStructsInside,
}

fn check<T: DeserializeOwned + Debug>(bytes: &[u8], rule: Rule) {
    let ours = from_redis_json::<T>(bytes);
    if let Err(error) = &ours {
        check_error(error, bytes);
    }
    let Ok(json) = str::from_utf8(bytes) else {
        assert_eq!(ours.unwrap_err().kind(), ErrorKind::Syntax);
        return;
    };
    match (ours, serde_json::from_str::<T>(json)) {
        (Ok(value), Ok(expected)) => {
            assert!(!is_refused_array(json, rule), "{value:?}");
            // `Debug` tells any two floats apart.
            assert_eq!(format!("{value:?}"), format!("{expected:?}"));
        }
        (Ok(value), Err(error)) => panic!("{value:?} is an error: {error}"),
        (Err(error), Ok(value)) => {
            assert!(is_refused_array(json, rule), "{value:?} is read: {error}");
            assert_eq!(error.kind(), ErrorKind::Data);
            assert!(error.to_string().contains("sequence"), "{error}");
        }
        (Err(error), Err(expected)) if !is_refused_array(json, rule) => {
            assert_eq!(error.kind(), kind(&expected, json), "{error}");
            check_place(&error, &expected);
        }
        // Which of the two errors comes first is not told here.
        (Err(_), Err(_)) => {}
    }
}

/// Whether there is an array where the rule has none.
fn is_refused_array(json: &str, rule: Rule) -> bool {
    let is_array = |json: &str| json.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('[');
    match rule {
        Rule::None => false,
        Rule::OfStructs => is_array(json),
        Rule::OfStructsInside => serde_json::from_str::<Vec<&serde_json::value::RawValue>>(json)
            .map_or(true, |elements| elements.iter().any(|element| is_array(element.get()))),
    }
}

/// JSON that Rust has no value for, such as half a surrogate pair, is no wrong syntax.
fn kind(expected: &serde_json::Error, json: &str) -> ErrorKind {
    let is_json = || serde_json::from_str::<IgnoredAny>(json).is_ok();
    match expected.classify() {
        Category::Data => ErrorKind::Data,
        Category::Syntax if is_json() => ErrorKind::Data,
        _ => ErrorKind::Syntax,
    }
}

fn check_place(error: &Error, expected: &serde_json::Error) {
    if let (Some(line), Some(column)) = (error.line(), error.column())
        && expected.line() > 0
    {
        assert_eq!((line, column), (expected.line(), expected.column()), "{error}");
    }
}

fn check_error(error: &Error, json: &[u8]) {
    let (display, debug) = (error.to_string(), format!("{error:?}"));
    assert!(display.len() <= 1024 && debug.len() <= 2048, "{display}");
    assert!(!display.contains(MARKER) && !debug.contains(MARKER), "{display}");
    if let (Some(line), Some(column)) = (error.line(), error.column()) {
        let line = json.split(|byte| *byte == b'\n').nth(line - 1).expect("a line of the document");
        assert!(column <= line.len(), "{display}");
    }
    if let (Some(path), Ok(document)) = (error.path(), serde_json::from_slice(json)) {
        check_path(path, &document);
    }
}

/// The path leads to something that is there, unless it is cut off.
fn check_path(path: &str, document: &Value) {
    let pointer = path.replace(['.', '['], "/").replace(']', "");
    assert!(path.matches(['.', '[']).count() <= 8, "{path}");
    if !path.ends_with('…') {
        let pointer = format!("/{}", pointer.trim_start_matches('/'));
        assert!(document.pointer(&pointer).is_some(), "{path} in {document}");
    }
}
