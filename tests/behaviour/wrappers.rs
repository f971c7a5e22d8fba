//! `Json`, the path types and `Cached`, on replies of every kind.

use crate::client;
use crate::redis::{FromRedisValue, Value, cmd};
use redis_derive::{Cached, ErrorKind, Json, RedisJson, from_redis_json, path};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Debug;
use tests::{Settings, User};

fn bulk(json: &str) -> Value {
    Value::BulkString(json.into())
}

/// The value, which has to be the same by value and by reference.
#[track_caller]
fn read<T: FromRedisValue + PartialEq + Debug>(reply: Value) -> T {
    let by_reference: T = client::read_ref(&reply).unwrap();
    let by_value: T = client::read(reply).unwrap();
    assert_eq!(by_value, by_reference);
    by_value
}

fn argument<T: crate::redis::ToRedisArgs>(value: T) -> String {
    let [argument] = <[Vec<u8>; 1]>::try_from(value.to_redis_args()).unwrap();
    String::from_utf8(argument).unwrap()
}

#[test]
fn any_serde_type_is_one_argument_and_comes_back() {
    let map = BTreeMap::from([("a".to_owned(), vec![1, 2])]);
    assert_eq!(argument(Json(&map)), r#"{"a":[1,2]}"#);
    let json = Json(map.clone());
    assert_eq!(argument(&json), r#"{"a":[1,2]}"#);
    assert_eq!(argument(Json(&[1, 2][..])), "[1,2]");
    assert_eq!(argument(Json(vec![User::default()])), r#"[{"id":0,"name":"","roles":[]}]"#);
    assert_eq!(argument(Json("a")), r#""a""#);
    assert_eq!(argument(Some(Json(1))), "1");
    assert_eq!(argument(Json(None::<u8>)), "null");
    assert_eq!(read::<Json<BTreeMap<String, Vec<u8>>>>(bulk(r#"{"a":[1,2]}"#)), Json(map));
    assert_eq!(read::<Json<Vec<u8>>>(bulk("[1,2]")), Json(vec![1, 2]));
    assert_eq!(read::<Json<(u8, String)>>(bulk(r#"[1,"a"]"#)), Json((1, "a".to_owned())));
    assert_eq!(read::<Json<Option<u8>>>(bulk("null")), Json(None));
    assert_eq!(read::<Json<i64>>(Value::Int(5)), Json(5));
}

#[test]
fn json_stands_inside_of_other_replies() {
    assert_eq!(read::<Option<Json<u8>>>(Value::Nil), None);
    assert_eq!(read::<Option<Json<Option<u8>>>>(bulk("null")), Some(Json(None)));
    let array = Value::Array(vec![bulk("1"), bulk("2")]);
    assert_eq!(read::<Vec<Json<u8>>>(array.clone()), [Json(1), Json(2)]);
    assert_eq!(read::<(Json<u8>, Json<f32>)>(array.clone()), (Json(1), Json(2.0)));
    assert_eq!(
        read::<HashMap<String, Json<u8>>>(array),
        HashMap::from([("1".to_owned(), Json(2))])
    );
    assert_eq!(read::<Vec<Json<u8>>>(bulk("[1,2]")), [Json(1), Json(2)]);
    let nested = Value::Array(vec![bulk("[1]"), bulk("[]")]);
    assert_eq!(read::<Vec<Json<Vec<u8>>>>(nested), [Json(vec![1]), Json(vec![])]);
    let error = client::read::<Json<User>>(Value::Nil).unwrap_err().to_string();
    assert!(error.contains("`Option<Json<User>>`"), "{error}");
}

#[test]
fn the_array_rule_holds_inside_of_json() {
    let error = client::read::<Json<Settings>>(bulk("[]")).unwrap_err().to_string();
    assert!(error.contains("invalid type: sequence, expected struct Settings"), "{error}");
    assert_eq!(read::<Json<Vec<Settings>>>(bulk("[]")), Json(vec![]));
}

#[test]
fn json_is_its_value_in_rust_and_in_serde() {
    let mut json = Json(vec![2, 1]);
    json.push(3);
    assert_eq!(json.len(), 3);
    assert_eq!(json.as_ref(), &[2, 1, 3]);
    json.as_mut().clear();
    assert_eq!(json, Json::default());
    assert_eq!(Json::from(5).into_inner(), 5);
    assert!(Json(1) < Json(2));
    assert_eq!(HashSet::from([Json(1), Json(1)]).len(), 1);
    let copy = Json(1);
    assert_eq!((copy, copy), (Json(1), Json(1)));
    assert_eq!(format!("{:?}", Json(1)), "Json(1)");
    assert_eq!(serde_json::to_string(&Json([1])).unwrap(), "[1]");
    assert_eq!(serde_json::from_str::<Json<u8>>("1").unwrap(), Json(1));
    assert_eq!(Json(BTreeMap::from([("a", 1)])).to_string(), r#"{"a":1}"#);
    assert_eq!(format!("{:#}", Json([1])), "[\n  1\n]");
    let mut text = String::new();
    std::fmt::write(&mut text, format_args!("{}", Json(BTreeMap::from([([1], 1)])))).unwrap_err();
    assert_eq!(text, "");
}

#[test]
fn json_of_both_directions_is_redis_json() {
    fn round_trip<T: RedisJson>(value: &T) -> T {
        T::from_redis_json(&value.to_redis_json().unwrap()).unwrap()
    }
    assert_eq!(round_trip(&Json(vec![1, 2])), Json(vec![1, 2]));
}

#[test]
fn a_json_map_without_string_keys_panics_before_the_command_has_it() {
    let write = || _ = cmd("SET").arg(Json(BTreeMap::from([([1], 1)]))).get_packed_command();
    std::panic::catch_unwind(write).unwrap_err();
}

#[test]
fn a_match_is_a_document() {
    assert_eq!(read::<path::One<User>>(bulk(r#"[{"id":1,"name":""}]"#)).id, 1);
    // Fields in order are not a document, however deep the array is in the reply.
    for json in ["[[]]", "[[1,\"\"]]"] {
        client::read::<path::One<Settings>>(bulk(json)).unwrap_err();
        client::read::<path::All<Settings>>(bulk(json)).unwrap_err();
    }
    assert_eq!(read::<path::One<Vec<u8>>>(bulk("[[1]]")), path::One(vec![1]));
    assert_eq!(read::<path::All<u8>>(bulk("[1,2]")), path::All(vec![1, 2]));
    assert_eq!(read::<path::Optional<Option<u8>>>(bulk("[null]")), path::Optional(Some(None)));
    assert_eq!(read::<Vec<path::One<u8>>>(bulk("[[1],[2]]")), [path::One(1), path::One(2)]);
    let many = Value::Array(vec![bulk("[1]"), bulk("[2]")]);
    assert_eq!(read::<Vec<path::One<u8>>>(many), [path::One(1), path::One(2)]);
    client::read::<Vec<path::One<u8>>>(bulk("[1,2]")).unwrap_err();
    assert_eq!(path::All::<u8>::default(), path::All(vec![]));
    let mut optional = path::Optional(Some(1));
    assert!(optional.is_some());
    assert_eq!((optional.take(), optional.into_inner()), (Some(1), None));
    assert_eq!(path::Optional(Some(1)).into_inner(), Some(1));
    let mut all = path::All(vec![1]);
    all.push(2);
    assert_eq!((&all).into_iter().sum::<u8>(), 3);
    assert_eq!(all.into_iter().collect::<Vec<u8>>(), [1, 2]);
}

#[test]
fn native_arrays_are_matches_too() {
    let native = Value::Array(vec![Value::Int(1), Value::Double(2.5), Value::Nil, bulk("3")]);
    let all: path::All<Option<f64>> = read(native);
    assert_eq!(*all, [Some(1.0), Some(2.5), None, Some(3.0)]);
    assert_eq!(read::<path::One<bool>>(Value::Array(vec![Value::Boolean(true)])), path::One(true));
    assert_eq!(read::<path::Optional<u8>>(Value::Array(vec![])), path::Optional(None));
    // One element cannot pass for two.
    client::read::<path::All<u8>>(Value::Array(vec![bulk("1,2")])).unwrap_err();
    let nested = Value::Array(vec![Value::Array(vec![bulk("hunter2")])]);
    let error = client::read::<path::One<String>>(nested).unwrap_err().to_string();
    assert!(error.contains("an array") && !error.contains("hunter2"), "{error}");
}

#[test]
fn the_place_in_a_path_reply_is_told_without_the_value() {
    let error = from_redis_json::<path::All<u8>>(br#"[1, "hunter2"]"#).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Data, Some("[1]")));
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}

#[test]
fn a_cache_entry_is_a_hit_a_miss_or_undecodable() {
    let user = || bulk(r#"{"id":1,"name":""}"#);
    assert_eq!(client::read::<Cached<User>>(user()).unwrap().hit().unwrap().id, 1);
    assert!(client::read::<Cached<User>>(Value::Nil).unwrap().is_miss());
    for old in ["", "{", "5", "[]", r#"{"id":"hunter2"}"#, r#"{"number":1}"#] {
        let entry = client::read::<Cached<User>>(bulk(old)).unwrap();
        let error = entry.undecodable().unwrap();
        assert!(error.type_name().ends_with("User"), "{error}");
        assert!(!format!("{entry:?}").contains("hunter2"));
        assert!(entry.is_undecodable() && !entry.is_hit() && !entry.is_miss());
    }
    assert!(client::read::<Cached<User>>(Value::BulkString(vec![0xff])).unwrap().is_undecodable());
    let many = Value::Array(vec![user(), Value::Nil, bulk("old")]);
    let many: Vec<Cached<User>> = client::read(many).unwrap();
    assert!(many[0].is_hit() && many[1].is_miss() && many[2].is_undecodable());
    assert_eq!(read_option(Cached::<User>::Miss), None);
    assert_eq!(read_option(client::read::<Cached<Json<u8>>>(bulk("5")).unwrap()), Some(Json(5)));
    assert_eq!(
        client::read::<Cached<Json<u8>>>(Value::Int(5))
            .unwrap()
            .map(Json::into_inner)
            .into_option(),
        Some(5)
    );
}

#[test]
fn an_array_under_one_key_is_read_as_a_whole() {
    let entries: Vec<Cached<Json<u8>>> = client::read(bulk("[1,2]")).unwrap();
    assert_eq!(entries.iter().filter_map(Cached::hit).count(), 2);
    client::read::<Vec<Cached<Json<u8>>>>(bulk("[1,null]")).unwrap_err();
}

fn read_option<T>(entry: Cached<T>) -> Option<T> {
    entry.into()
}

#[test]
fn what_is_no_entry_at_all_is_an_error_of_its_own() {
    for reply in [Value::Okay, Value::Array(vec![]), Value::Map(vec![])] {
        client::read::<Cached<User>>(reply).unwrap_err();
    }
}

#[test]
fn wrappers_of_a_parameter_are_read_in_generic_code() {
    fn entry<T: RedisJson>(reply: Value) -> Cached<T> {
        client::read(reply).unwrap()
    }
    fn json<T: DeserializeOwned>(reply: Value) -> Cached<Json<T>> {
        client::read(reply).unwrap()
    }
    fn matched<T: RedisJson>(reply: Value) -> Cached<path::One<T>> {
        client::read(reply).unwrap()
    }
    fn many<T: RedisJson>(reply: Value) -> Vec<Cached<T>> {
        client::read(reply).unwrap()
    }
    let user = || bulk(r#"{"id":1,"name":""}"#);
    let one = User { id: 1, ..User::default() };
    assert_eq!(entry(user()), Cached::Hit(one.clone()));
    assert_eq!(json(user()), Cached::Hit(Json(one.clone())));
    assert_eq!(json::<Vec<u8>>(bulk("[1]")), Cached::Hit(Json(vec![1])));
    assert_eq!(matched(bulk(r#"[{"id":1,"name":""}]"#)), Cached::Hit(path::One(one.clone())));
    assert_eq!(many(Value::Array(vec![user(), Value::Nil])), [Cached::Hit(one), Cached::Miss]);
}

#[test]
fn entries_of_a_cache_are_compared_and_cloned() {
    let undecodable = |json: &str| client::read::<Cached<User>>(bulk(json)).unwrap();
    assert_eq!(undecodable("{").clone(), undecodable("{"));
    assert_ne!(undecodable("{"), undecodable("[]"));
    assert_ne!(undecodable("{"), Cached::Miss);
}
