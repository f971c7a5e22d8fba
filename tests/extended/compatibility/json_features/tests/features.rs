//! What the library does is the same whichever features of serde_json are on.

use redis::{FromRedisValue, Value};
use redis_derive::{Document, ErrorKind, Json, RedisJson, from_redis_json, to_redis_json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
struct Numbers {
    float: f64,
    floats: Vec<f32>,
    least: i64,
    greatest: u64,
    huge: i128,
    optional: Option<u8>,
    by_key: BTreeMap<u32, f64>,
}

/// serde buffers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[serde(tag = "type")]
enum Shape {
    Circle { radius: f64 },
    Square { side: u64 },
}

fn numbers() -> Numbers {
    Numbers {
        float: 0.1 + 0.2,
        floats: vec![f32::MIN_POSITIVE, f32::MAX, -0.0],
        least: i64::MIN,
        greatest: u64::MAX,
        huge: i128::MIN,
        optional: None,
        by_key: BTreeMap::from([(7, 5e-324)]),
    }
}

#[test]
fn numbers_come_back() {
    let json = to_redis_json(&numbers()).unwrap();
    assert_eq!(from_redis_json::<Numbers>(&json).unwrap(), numbers());
    let reply = Value::BulkString(json);
    assert_eq!(Numbers::from_redis_value_ref(&reply).unwrap(), numbers());
    assert_eq!(Numbers::from_redis_value(reply).unwrap(), numbers());
}

/// With `arbitrary_precision`, serde_json does not read a float in an enum that is buffered.
#[test]
fn an_enum_that_is_buffered_is_read_as_serde_json_reads_it() {
    let [circle, square] = [Shape::Circle { radius: 1.5 }, Shape::Square { side: 1 << 53 }];
    for shape in [&circle, &square] {
        let json = to_redis_json(shape).unwrap();
        let by_serde_json = serde_json::from_slice::<Shape>(&json);
        assert_eq!(from_redis_json::<Shape>(&json).ok(), by_serde_json.ok());
    }
    let json = to_redis_json(&square).unwrap();
    assert_eq!(from_redis_json::<Shape>(&json).unwrap(), square);
}

#[test]
fn a_reply_that_is_a_number_is_read_as_that() {
    assert_eq!(Json::<u8>::from_redis_value(Value::Int(7)).unwrap().0, 7);
    assert_eq!(Json::<f64>::from_redis_value(Value::Double(0.1 + 0.2)).unwrap().0, 0.1 + 0.2);
    assert_eq!(Json::<u64>::from_redis_value(Value::Double(3.0)).unwrap().0, 3);
    let value = Json::<serde_json::Value>::from_redis_value(Value::Int(7)).unwrap();
    assert_eq!(value.0, serde_json::json!(7));
    let value = Json::<serde_json::Value>::from_redis_value(Value::Double(1.5)).unwrap();
    assert_eq!(value.0, serde_json::json!(1.5));
    Json::<u8>::from_redis_value(Value::Int(256)).unwrap_err();
}

#[test]
fn an_error_has_its_place_and_no_value() {
    let error = from_redis_json::<Numbers>(br#"{"float": "hunter2"}"#).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Data, Some("float")));
    assert!(!error.to_string().contains("hunter2"), "{error}");
    let error = from_redis_json::<Numbers>(br#"{"least": 31337.5, "float": 1}"#).unwrap_err();
    assert!(!error.to_string().contains("31337"), "{error}");
    let error = from_redis_json::<Shape>(br#"{"type": "Square", "side": 31337.5}"#).unwrap_err();
    assert!(!error.to_string().contains("31337"), "{error}");
}

/// With `arbitrary_precision`, serde_json has another word for it.
#[test]
fn an_error_says_that_there_is_a_number() {
    let error = from_redis_json::<BTreeMap<u8, String>>(br#"{"1": 31337.5}"#).unwrap_err();
    let words = error.to_string();
    assert!(words.contains("number") || words.contains("floating point"), "{error}");
    assert!(words.contains("expected a string") && !words.contains("31337"), "{error}");
}

#[test]
fn an_array_at_the_top_is_no_struct() {
    let error = from_redis_json::<Numbers>(b"[1.5]").unwrap_err();
    assert!(error.to_string().contains("path::One"), "{error}");
}

/// With `unbounded_depth` too: the limit is off where a deserializer is told so, which this library
/// never does.
#[test]
fn a_document_that_is_nested_too_deeply_is_an_error() {
    for depth in [128, 1_000_000] {
        let deep = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let error = from_redis_json::<serde_json::Value>(deep.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Syntax, "{error}");
        let document = Document::from_json(deep).unwrap();
        assert!(document.read::<serde_json::Value>().is_err());
    }
}

#[test]
fn a_document_is_its_bytes() {
    let json = r#"{"b": 1.10, "a": [100000000000000000000000000]}"#;
    let document = Document::from_json(json).unwrap();
    assert_eq!(document.as_str(), json);
    let command = redis::cmd("SET").arg("key").arg(&document).get_packed_command();
    assert!(String::from_utf8(command).unwrap().contains(json));
}

#[cfg(feature = "arbitrary_precision")]
#[test]
fn a_number_has_all_of_its_digits() {
    let json = b"1.1000000000000000000000000000000000001";
    let number: serde_json::Number = from_redis_json(json).unwrap();
    assert_eq!(to_redis_json(&number).unwrap(), json);
}

#[cfg(feature = "raw_value")]
#[test]
fn a_raw_value_is_read_and_written_as_it_is() {
    let json = br#"{"a":  1}"#;
    let raw: Box<serde_json::value::RawValue> = from_redis_json(json).unwrap();
    assert_eq!(to_redis_json(&raw).unwrap(), json);
}

#[cfg(feature = "preserve_order")]
#[test]
fn fields_keep_their_order() {
    let value: serde_json::Value = from_redis_json(br#"{"b":1,"a":2}"#).unwrap();
    assert_eq!(to_redis_json(&value).unwrap(), br#"{"b":1,"a":2}"#);
}
