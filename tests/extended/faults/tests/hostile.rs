//! A hostile document does no harm. An error takes little memory to make, to print and to keep,
//! however large the document is, and its message is short.

use allocation_counter::measure;
use redis_1::{Value, from_redis_value_ref};
use redis_derive::{Cached, Error, Json, from_redis_json, path};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use std::error::Error as _;

/// What an error may take, in bytes.
const BOUND: u64 = 64 * 1024;

const SIZES: [usize; 2] = [1 << 20, 64 << 20];

#[derive(Debug, Deserialize)]
struct Profile {
    #[expect(dead_code, reason = "never read in full")]
    id: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    #[serde(rename = "data")]
    _data: IgnoredAny,
}

#[derive(Debug, Deserialize)]
enum Role {
    Admin,
}

/// Refuses a text, and quotes it.
#[derive(Debug)]
struct Quoting;

impl<'de> Deserialize<'de> for Quoting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: String = Deserialize::deserialize(deserializer)?;
        Err(serde::de::Error::custom(format_args!("no such text: {text}")))
    }
}

/// Checks the error of a document that is as large as each of `SIZES`.
#[track_caller]
fn check<T: DeserializeOwned>(document: impl Fn(usize) -> String) {
    for size in SIZES {
        check_one::<T>(&document(size));
    }
}

#[track_caller]
fn check_one<T: DeserializeOwned>(json: &str) {
    let alone = measure(|| drop(serde_json::from_str::<T>(json).err().unwrap()));
    let mut kept = None;
    let ours = measure(|| {
        let error = from_redis_json::<T>(json.as_bytes()).err().unwrap();
        assert!(error.to_string().len() <= 1024, "{}", error.to_string().len());
        assert!(format!("{error:?}").len() <= 2048);
        kept = Some(error);
    });
    assert!(ours.bytes_max <= alone.bytes_max + BOUND, "{ours:?} {alone:?}");
    let kept = kept.unwrap();
    let held = u64::try_from(ours.bytes_current).unwrap();
    assert!(held <= BOUND, "{held} bytes are kept");
    assert!(segments(&kept) <= 8, "{:?}", kept.path());
    let source = kept.source().unwrap().to_string();
    assert!(source.len() <= 16 * 1024 + 64, "{}", source.len());
}

fn segments(error: &Error) -> usize {
    error.path().unwrap_or_default().matches(['.', '[']).count()
}

#[test]
fn arrays_without_end() {
    check::<Profile>(|size| format!(r#"{{"u":{}"#, "[".repeat(size)));
    check::<Strict>(|size| format!(r#"{{"data":{}"#, "[".repeat(size)));
    check::<Vec<IgnoredAny>>(|size| "[".repeat(size));
    check::<Vec<Vec<u8>>>(|size| "[".repeat(size));
    check::<serde_json::Value>(|size| "[".repeat(size));
    check::<Profile>(|size| format!(r#"{{"u":{}x"#, "[".repeat(size)));
}

#[test]
fn objects_without_end() {
    check::<Profile>(|size| r#"{"u":"#.repeat(size / 5));
    check::<Strict>(|size| r#"{"data":"#.repeat(size / 8));
    check::<Vec<IgnoredAny>>(|size| format!("[{}", r#"{"u":["#.repeat(size / 6)));
}

#[test]
fn what_is_deep_and_ends() {
    let deep = |size: usize| format!("{}{}", "[".repeat(size / 2), "]".repeat(size / 2));
    check::<Profile>(|size| format!(r#"{{"u":{},"id":"x"}}"#, deep(size)));
    check::<Profile>(|size| format!(r#"{{"u":{}}} x"#, deep(size)));
    check::<Vec<u8>>(|size| format!("[1,{}]", deep(size)));
}

#[test]
fn values_that_are_quoted() {
    let text = |size| "hunter2".repeat(size / 7);
    check::<Profile>(|size| format!(r#"{{"id":"{}"}}"#, text(size)));
    check::<Strict>(|size| format!(r#"{{"{}":1}}"#, text(size)));
    check::<Role>(|size| format!(r#""{}""#, text(size)));
    check::<Role>(|size| format!(r#"{{"{}":1}}"#, text(size)));
    check::<Quoting>(|size| format!(r#""{}""#, text(size)));
    check::<Profile>(|size| format!(r#"{{"id":"{}"}}"#, r"\u0000".repeat(size / 6)));
    check::<Profile>(|size| format!(r#"{{"id":"{}"}}"#, "é".repeat(size / 2)));
}

#[test]
fn many_elements_and_lines() {
    check::<Vec<u8>>(|size| format!("[{}\"x\"]", "1,".repeat(size / 2)));
    check::<Profile>(|size| format!("{}x", "\n".repeat(size)));
    check::<Profile>(|size| format!("{}[]", " ".repeat(size)));
    check::<Profile>(|size| format!("{{{}\"id\":null}}", r#""u":1,"#.repeat(size / 6)));
}

#[test]
fn a_stale_entry_of_a_cache_keeps_as_little() {
    let json = format!(r#"{{"id":"{}"}}"#, "hunter2".repeat(1 << 20));
    let reply = Value::BulkString(json.into());
    let mut entry = None;
    let info = measure(|| {
        let cached: Cached<Json<tests::User>> = from_redis_value_ref(&reply).unwrap();
        assert!(cached.is_undecodable());
        entry = Some(cached);
    });
    assert!(u64::try_from(info.bytes_current).unwrap() <= BOUND, "{info:?}");
}

#[test]
fn native_arrays_are_read_one_by_one() {
    let mut matches = vec![Value::Int(1); 1 << 20];
    matches[0] = Value::SimpleString("x".to_owned());
    let reply = Value::Array(matches);
    let info = measure(|| drop(from_redis_value_ref::<path::All<u8>>(&reply).unwrap_err()));
    assert!(info.bytes_max <= BOUND, "{info:?}");
}

#[test]
fn a_message_is_short_whatever_the_type_is_called() {
    type Long<T> = std::collections::BTreeMap<(T, T), std::collections::BTreeMap<(T, T), T>>;
    let error = from_redis_json::<Long<Long<Long<Long<String>>>>>(b"[1]").unwrap_err();
    assert!(error.type_name().len() > 4096);
    assert!(error.to_string().len() <= 1024, "{}", error.to_string().len());
}
