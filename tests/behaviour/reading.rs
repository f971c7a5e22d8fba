//! Reading: what each reply becomes, by one rule, by value and by reference alike.

use crate::client;
use crate::redis::{FromRedisValue, Value, VerbatimFormat, parse_redis_value};
use redis_derive::{ErrorKind, Json, RedisJson, from_redis_json};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;
use tests::{Count, Flag, Number, Point, Role, Settings, User};

fn bulk(text: impl AsRef<[u8]>) -> Value {
    Value::BulkString(text.as_ref().to_vec())
}

fn simple(text: &str) -> Value {
    Value::SimpleString(text.to_owned())
}

fn verbatim(text: &str) -> Value {
    Value::VerbatimString { format: VerbatimFormat::Text, text: text.to_owned() }
}

fn attribute(data: Value) -> Value {
    Value::Attribute { data: Box::new(data), attributes: vec![(simple("ttl"), Value::Int(1))] }
}

/// The first element of an array as it comes over the wire.
fn first(wire: &str) -> Value {
    match parse_redis_value(wire.as_bytes()).unwrap() {
        Value::Array(mut elements) => elements.swap_remove(0),
        other => panic!("not an array: {other:?}"),
    }
}

fn user(id: u64) -> Value {
    bulk(serde_json::to_vec(&User::new(id)).unwrap())
}

/// The value, which has to be the same by both ways.
#[track_caller]
fn read<T: FromRedisValue + PartialEq + fmt::Debug>(reply: Value) -> T {
    let by_reference: T = client::read_ref(&reply).unwrap();
    let by_value: T = client::read(reply).unwrap();
    assert_eq!(by_value, by_reference);
    by_value
}

/// The message of the error, which has to be the same by both ways.
#[track_caller]
fn read_err<T: FromRedisValue + fmt::Debug>(reply: Value) -> String {
    let by_reference = client::read_ref::<T>(&reply).unwrap_err();
    let by_value = client::read::<T>(reply).unwrap_err();
    assert!(client::is_parse_error(&by_value), "{by_value:?}");
    assert_eq!(by_value.to_string(), by_reference.to_string());
    by_value.to_string()
}

#[test]
fn text_of_every_kind_is_the_document() {
    let json = serde_json::to_string(&User::new(1)).unwrap();
    for reply in [bulk(&json), simple(&json), verbatim(&json)] {
        assert_eq!(read::<User>(reply.clone()), User::new(1));
        assert_eq!(read::<User>(attribute(reply.clone())), User::new(1));
        assert_eq!(read::<User>(attribute(attribute(reply.clone()))), User::new(1));
        assert_eq!(read::<Option<User>>(reply.clone()), Some(User::new(1)));
        assert_eq!(read::<Box<User>>(reply.clone()), Box::new(User::new(1)));
        assert_eq!(read::<Arc<User>>(reply), Arc::new(User::new(1)));
    }
}

#[test]
fn numbers_and_booleans_are_documents_of_their_own() {
    assert_eq!(read::<Count>(Value::Int(-42)), Count(-42));
    assert_eq!(read::<Number>(Value::Int(42)), Number(42.0));
    assert_eq!(read::<Option<Count>>(Value::Int(i64::MIN)), Some(Count(i64::MIN.into())));
    for number in [0.0, -1.5, 1.0, 1e300, 5e-324, f64::MAX] {
        assert_eq!(read::<Number>(Value::Double(number)), Number(number));
    }
    assert_eq!(read::<Flag>(Value::Boolean(true)), Flag(true));
    assert_eq!(read::<Flag>(attribute(Value::Boolean(false))), Flag(false));
    assert!(
        read_err::<User>(Value::Int(4711)).contains("invalid type: integer, expected struct User")
    );
    assert!(read_err::<User>(Value::Double(1.5)).contains("invalid type: floating point"));
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(read_err::<Number>(Value::Double(number)).contains("a double that is not finite"));
    }
}

#[test]
fn a_double_that_is_integral_is_an_integer_too() {
    assert_eq!(read::<Count>(Value::Double(3.0)), Count(3));
    assert_eq!(read::<Json<u8>>(Value::Double(3.0)), Json(3));
    assert_eq!(read::<Json<u8>>(Value::Double(-0.0)), Json(0));
    assert_eq!(read::<Json<serde_json::Value>>(Value::Double(3.0)).0, 3);
    assert_eq!(read::<Number>(Value::Double(-0.0)).0.to_bits(), (-0.0f64).to_bits());
    for number in [0.1 + 0.2, 1e23, 9_007_199_254_740_993.0, 1.0 / 3.0] {
        assert_eq!(read::<Number>(Value::Double(number)), Number(number));
    }
    let message = read_err::<Count>(Value::Double(3.5));
    assert!(message.contains("invalid type: floating point, expected i128"), "{message}");
    assert!(
        read_err::<Json<u8>>(Value::Double(256.0)).contains("invalid value: integer, expected u8")
    );
}

#[test]
fn a_number_is_nothing_but_a_number() {
    for (reply, kind) in [
        (Value::Int(7), "integer"),
        (Value::Double(7.5), "floating point"),
        (Value::Boolean(true), "boolean"),
    ] {
        let refused = |message: String| {
            assert!(message.contains(&format!("invalid type: {kind}, expected ")), "{message}");
            assert!(!message.contains("line"), "{message}");
        };
        refused(read_err::<User>(reply.clone()));
        refused(read_err::<Role>(reply.clone()));
        refused(read_err::<Point>(reply.clone()));
        refused(read_err::<Json<String>>(reply.clone()));
        refused(read_err::<Json<char>>(reply.clone()));
        refused(read_err::<Json<()>>(reply.clone()));
        refused(read_err::<Json<Vec<u8>>>(reply.clone()));
        refused(read_err::<Json<BTreeMap<String, u8>>>(reply.clone()));
        refused(read_err::<Json<Option<String>>>(reply.clone()));
        refused(read_err::<Json<std::ffi::CString>>(reply.clone()));
        assert_eq!(read::<Json<Anything>>(reply.clone()).0, Anything::Other);
    }
    assert_eq!(read::<Json<Anything>>(Value::Boolean(true)).0, Anything::Other);
    assert_eq!(read::<Json<Option<Number>>>(Value::Double(7.5)).0, Some(Number(7.5)));
    read::<Json<std::marker::PhantomData<u8>>>(bulk("null"));
    client::read::<Json<serde::de::IgnoredAny>>(Value::Int(7)).unwrap();
}

#[test]
fn the_raw_text_of_a_number_is_its_json() {
    let raw = |reply: Value| read_raw(reply).get().to_owned();
    assert_eq!(raw(Value::Int(-5)), "-5");
    assert_eq!(raw(Value::Double(1.5)), "1.5");
    assert_eq!(raw(Value::Boolean(true)), "true");
    assert_eq!(raw(bulk("[1, 2]")), "[1, 2]");
}

fn read_raw(reply: Value) -> Box<serde_json::value::RawValue> {
    client::read::<Json<Box<serde_json::value::RawValue>>>(reply).unwrap().into_inner()
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(from = "serde::de::IgnoredAny")]
enum Anything {
    Other,
}

impl From<serde::de::IgnoredAny> for Anything {
    fn from(_: serde::de::IgnoredAny) -> Self {
        Self::Other
    }
}

#[test]
fn a_big_number_is_its_digits() {
    let big = |digits: &str| first(&format!("*1\r\n({digits}\r\n"));
    let number = big("-170141183460469231731687303715884105728");
    assert_eq!(read::<Count>(number.clone()), Count(i128::MIN));
    assert_eq!(read::<Number>(number.clone()), Number(-2f64.powi(127)));
    assert!(read_err::<User>(number).contains("expected struct User"));
    assert_eq!(read::<Count>(big("+5")), Count(5));
    assert_eq!(read::<Count>(big("-0")), Count(0));
    assert_eq!(read::<Count>(big("0007")), Count(7));
    assert_eq!(read::<Json<u8>>(big("+0007")), Json(7));
    assert_eq!(read::<Number>(big(&"1".repeat(40))), Number(1.111_111_111_111_111_1e39));
    let message = read_err::<Number>(big(&"9".repeat(400)));
    assert!(message.ends_with("the reply is a big number that is out of range"), "{message}");
}

#[test]
fn every_float_comes_back_to_the_last_bit() {
    // A linear congruential generator (Knuth, MMIX), so that a failure comes again.
    let mut state = 1u64;
    for _ in 0..200_000 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = f64::from_bits(state);
        // One of every size, and one in the range of prices.
        let price = f64::from(u32::try_from(state >> 32).unwrap()) / 4_294_967_296.0 * 1000.0;
        for number in [number, price].into_iter().filter(|number| number.is_finite()) {
            let json = redis_derive::to_redis_json(&Number(number)).unwrap();
            let read: Number = from_redis_json(&json).unwrap();
            assert_eq!(read.0.to_bits(), number.to_bits(), "{number}");
        }
    }
}

#[test]
fn nil_is_none_and_otherwise_an_error_that_advises_an_option() {
    assert_eq!(read::<Option<User>>(Value::Nil), None);
    assert_eq!(read::<Option<User>>(attribute(Value::Nil)), None);
    assert_eq!(read::<Vec<User>>(Value::Nil), []);
    let message = read_err::<User>(Value::Nil);
    assert!(message.contains("`tests::User`") && message.contains("`Option<User>`"), "{message}");
}

#[test]
fn an_array_is_an_error_that_advises_a_vec() {
    for reply in [Value::Array(vec![user(1)]), Value::Set(vec![user(1)]), Value::Array(vec![])] {
        let message = read_err::<User>(reply.clone());
        assert!(message.contains("`Vec<User>`"), "{message}");
        assert_eq!(read_err::<Option<User>>(reply), message);
    }
}

#[test]
fn an_array_inside_an_attribute_is_an_error_without_that_advice() {
    let message = read_err::<User>(attribute(Value::Array(vec![user(1)])));
    assert!(message.ends_with("the reply is an array, not a document"), "{message}");
    assert_eq!(read::<Vec<User>>(Value::Array(vec![attribute(user(1))])), [User::new(1)]);
}

#[test]
fn what_the_client_reads_by_rules_of_its_own() {
    let array = || bulk("[1,2]");
    client::read::<Vec<Option<Count>>>(array()).unwrap_err();
    client::read::<Vec<Box<Count>>>(array()).unwrap_err();
    client::read::<Vec<Arc<Count>>>(array()).unwrap_err();
    client::read::<(u8, Count)>(array()).unwrap_err();
    client::read::<Vec<Count>>(attribute(array())).unwrap_err();
    client::read::<Vec<Count>>(attribute(Value::Array(vec![bulk("1")]))).unwrap_err();
    client::read::<Vec<Count>>(simple("[1,2]")).unwrap_err();
    // One bulk string is one element of these.
    assert_eq!(read::<Vec<Option<Count>>>(bulk("1")), [Some(Count(1))]);
    assert_eq!(read::<Vec<Box<Count>>>(bulk("1")), [Box::new(Count(1))]);
    // What reads a JSON array in all of these places.
    for reply in [array(), simple("[1,2]"), attribute(array())] {
        assert_eq!(
            read::<Json<Vec<Option<Count>>>>(reply.clone()).0,
            [Some(Count(1)), Some(Count(2))]
        );
        assert_eq!(read::<Json<Vec<Arc<Count>>>>(reply.clone()).0.len(), 2);
        assert_eq!(read::<Json<(u8, Count)>>(reply).0, (1, Count(2)));
    }
}

#[test]
fn an_adjacently_tagged_enum_is_read_from_an_object_alone() {
    from_redis_json::<Adjacent>(br#"{"t": "Settings", "c": {}}"#).unwrap();
    let error = read_err::<Adjacent>(bulk(r#"["Settings", {}]"#));
    assert!(
        error.contains("invalid type: sequence, expected adjacently tagged enum Adjacent"),
        "{error}"
    );
}

#[test]
fn a_reply_that_is_no_document_is_named() {
    for (wire, kind) in [
        ("+OK\r\n", "the status OK"),
        ("%1\r\n$1\r\n1\r\n$1\r\n2\r\n", "a map"),
        (">2\r\n$7\r\nmessage\r\n$1\r\n1\r\n", "a push message"),
        ("-ERR wrong\r\n", "an error of the server"),
    ] {
        let reply = first(&format!("*1\r\n{wire}"));
        for message in [read_err::<User>(reply.clone()), read_err::<Option<User>>(reply)] {
            assert!(message.contains(&format!("the reply is {kind}, not a document")), "{message}");
        }
    }
}

#[test]
fn an_array_or_a_set_is_an_element_each() {
    let users = vec![User::new(1), User::new(2)];
    assert_eq!(read::<Vec<User>>(Value::Array(vec![user(1), user(2)])), users);
    assert_eq!(read::<Vec<User>>(Value::Set(vec![user(1), user(2)])), users);
    assert_eq!(read::<[User; 2]>(Value::Array(vec![user(1), user(2)])), *users);
    let with_gap = Value::Array(vec![user(1), Value::Nil]);
    assert_eq!(read::<Vec<Option<User>>>(with_gap.clone()), [Some(User::new(1)), None]);
    assert!(read_err::<Vec<User>>(with_gap).contains("`Option<User>`"));
    assert_eq!(
        read::<(User, Option<Role>)>(Value::Array(vec![user(1), Value::Nil])),
        (User::new(1), None)
    );
}

#[test]
fn a_map_has_values_and_keys() {
    let reply = Value::Map(vec![(bulk("a"), user(1)), (bulk("b"), user(2))]);
    let users = HashMap::from([("a".to_owned(), User::new(1)), ("b".to_owned(), User::new(2))]);
    assert_eq!(read::<HashMap<String, User>>(reply), users);
    let flat = Value::Array(vec![bulk("5"), user(1)]);
    assert_eq!(read::<BTreeMap<Count, User>>(flat), BTreeMap::from([(Count(5), User::new(1))]));
    assert_eq!(read::<BTreeSet<Count>>(Value::Set(vec![bulk("5")])), BTreeSet::from([Count(5)]));
}

#[test]
fn the_bytes_of_a_bulk_string_are_the_elements_of_a_json_array_or_one_element() {
    let users = vec![User::new(1), User::new(2)];
    let json = serde_json::to_string(&users).unwrap();
    assert_eq!(read::<Vec<User>>(bulk(&json)), users);
    assert_eq!(read::<Vec<User>>(bulk(format!(" \t\r\n{json}\n"))), users);
    assert_eq!(read::<Vec<User>>(bulk("[]")), []);
    assert_eq!(read::<Vec<User>>(user(1)), [User::new(1)]);
    assert_eq!(read::<Vec<Count>>(bulk("5")), [Count(5)]);
    assert_eq!(read::<Vec<Point>>(bulk("[[1,2],[3,4]]")), [Point(1, 2), Point(3, 4)]);
}

#[test]
fn elements_that_do_not_decode_are_an_error() {
    let read = |json: &str| client::read::<Vec<User>>(bulk(json)).unwrap_err().to_string();
    let message = read(r#"[{"id":1,"name":"a"},{"id":"hunter2","name":"b"}]"#);
    assert!(
        message.contains("`tests::User`") && message.contains("at `[1].id`, line 1 column 36"),
        "{message}"
    );
    assert!(read("[[1,\"name\"]]").contains("invalid type: sequence, expected struct User"));
    assert!(read("[{\"id\":1").contains("EOF while parsing"));
    assert!(read("[] []").contains("trailing characters"));
    // By reference the client has no room for our error, and words one of its own.
    client::read_ref::<Vec<User>>(&bulk("[1]")).unwrap_err();
}

#[test]
fn a_json_array_is_never_a_struct_with_named_fields() {
    let settings = serde_json::to_string(&[Settings::default()]).unwrap();
    for json in ["[]", " [ ] ", "[1]", "[3, {}]", &settings] {
        let message = read_err::<Settings>(bulk(json));
        assert!(message.contains("invalid type: sequence, expected struct Settings"), "{message}");
        assert!(
            message.contains("`path::One<Settings>`") && message.contains("`Vec<Settings>`"),
            "{message}"
        );
        assert_eq!(read_err::<Option<Settings>>(simple(json)), message);
        assert_eq!(
            from_redis_json::<Settings>(json.as_bytes()).unwrap_err().kind(),
            ErrorKind::Data
        );
        // Nor below what serde puts around a type without a sign of it in the JSON.
        from_redis_json::<Option<Settings>>(json.as_bytes()).unwrap_err();
        from_redis_json::<Box<Settings>>(json.as_bytes()).unwrap_err();
        from_redis_json::<Newtype>(json.as_bytes()).unwrap_err();
        from_redis_json::<Transparent>(json.as_bytes()).unwrap_err();
        from_redis_json::<Option<Newtype>>(json.as_bytes()).unwrap_err();
        from_redis_json::<Converted>(json.as_bytes()).unwrap_err();
        from_redis_json::<Adjacent>(json.as_bytes()).unwrap_err();
    }
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Newtype(#[expect(dead_code, reason = "only its type matters")] Settings);

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
#[serde(transparent)]
struct Transparent {
    _settings: Settings,
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
#[serde(from = "Settings")]
struct Converted;

impl From<Settings> for Converted {
    fn from(_: Settings) -> Self {
        Self
    }
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    #[expect(dead_code, reason = "only its shape matters")]
    Settings(Settings),
}

#[test]
fn the_elements_of_an_array_are_documents_too() {
    for json in ["[[]]", "[[1]]", "[[3, {}]]"] {
        from_redis_json::<Vec<Settings>>(json.as_bytes()).unwrap_err();
        from_redis_json::<Option<Vec<Settings>>>(json.as_bytes()).unwrap_err();
        from_redis_json::<(Settings,)>(json.as_bytes()).unwrap_err();
        from_redis_json::<[Settings; 1]>(json.as_bytes()).unwrap_err();
        client::read::<Vec<Settings>>(bulk(json)).unwrap_err();
        let error = client::read::<Pair>(bulk(json)).unwrap_err().to_string();
        assert!(error.contains("expected a struct at `[0]`"), "{error}");
        assert!(!error.contains("path::One"), "{error}");
    }
    let nested = from_redis_json::<Vec<Vec<Settings>>>(b"[[{}, {\"volume\": 1}], []]").unwrap();
    assert_eq!((nested[0].len(), nested[0][1].volume, nested[1].len()), (2, 1, 0));
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Pair(
    #[expect(dead_code, reason = "only its type matters")] Settings,
    #[expect(dead_code, reason = "only its type matters")]
    #[serde(default)]
    Settings,
);

#[test]
fn a_struct_with_flattened_fields_gets_the_same_advice() {
    let message = read_err::<Flat>(bulk("[{}]"));
    assert!(message.contains("`path::One<Flat>`"), "{message}");
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Flat {
    #[serde(flatten)]
    _settings: Settings,
}

#[test]
fn an_array_stays_what_it_is_for_a_type_that_asks_for_one() {
    assert_eq!(read::<Point>(bulk("[1,2]")), Point(1, 2));
    assert_eq!(read::<Byhand>(bulk("[1,2,3]")), Byhand(3));
    assert_eq!(from_redis_json::<Vec<u8>>(b"[1]").unwrap(), [1]);
    assert_eq!(from_redis_json::<(u8, [u8; 2])>(b"[1,[2,3]]").unwrap(), (1, [2, 3]));
    // Further in, serde's own rules hold.
    let nested = from_redis_json::<BTreeMap<String, Settings>>(br#"{"a": [5, {}]}"#).unwrap();
    assert_eq!(nested["a"].volume, 5);
}

/// A `Deserialize` by hand that asks for a sequence, and counts it.
#[derive(Debug, PartialEq, RedisJson)]
#[redis_json(read_only)]
struct Byhand(usize);

impl<'de> Deserialize<'de> for Byhand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Counts;
        impl<'de> Visitor<'de> for Counts {
            type Value = Byhand;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Byhand, A::Error> {
                let mut count = 0;
                while array.next_element::<u8>()?.is_some() {
                    count += 1;
                }
                Ok(Byhand(count))
            }
        }
        deserializer.deserialize_seq(Counts)
    }
}

#[test]
fn a_document_is_the_whole_reply() {
    let json = serde_json::to_string(&User::new(1)).unwrap();
    assert!(read_err::<User>(bulk(format!("{json} {json}"))).contains("trailing characters"));
    assert!(
        read_err::<User>(bulk(&json[..json.len() - 1])).contains("EOF while parsing an object")
    );
    assert!(read_err::<User>(bulk("")).contains("EOF while parsing a value at line 1 column 0"));
    assert!(read_err::<User>(bulk(b"{\"id\":\xff}")).contains("not UTF-8 from byte 6 on"));
    assert_eq!(read::<User>(bulk(format!("\n {json}\t"))), User::new(1));
}

#[test]
fn a_document_nested_without_end_is_an_error() {
    let deep = "[".repeat(1_000_000);
    assert!(read_err::<Tree>(bulk(&deep)).contains("recursion limit exceeded"));
    assert!(client::read::<Vec<Tree>>(bulk(&deep)).is_err());
}

#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Tree(#[expect(dead_code, reason = "only its type matters")] Vec<Tree>);

#[test]
fn from_redis_json_reads_what_a_reply_holds() {
    let json = serde_json::to_vec(&User::new(1)).unwrap();
    assert_eq!(User::from_redis_json(&json).unwrap(), User::new(1));
    assert_eq!(from_redis_json::<User>(&json).unwrap(), User::new(1));
    assert_eq!(from_redis_json::<Option<User>>(b"null").unwrap(), None);
}
