//! A value that is written is one argument, the same on every major, and is read back as it was:
//! floats to the last bit, text to the last character.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use redis_derive::{Document, Json, RedisJson, from_redis_json, to_redis_json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;

macro_rules! stored {
    ($($item:item)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
        $item
    )*};
}

stored! {
    struct Account {
        id: u64,
        name: String,
        initial: char,
        limits: Limits,
        measured: Measured,
        nickname: Option<String>,
        bytes: Vec<u8>,
        history: Vec<External>,
        by_name: BTreeMap<String, Internal>,
        by_number: BTreeMap<i64, Adjacent>,
        by_rank: BTreeMap<Rank, Untagged>,
        #[serde(flatten)]
        rest: Rest,
        nothing: (),
        parent: Option<Box<Account>>,
    }
    struct Limits { smallest: i128, largest: u128, small: i8, pair: (i64, u64) }
    struct Measured { double: f64, single: f32, optional: Option<f64>, list: [f64; 2] }
    #[serde(rename_all = "kebab-case")]
    struct Rest { first_name: String, ratio: f64, #[serde(default, skip_serializing_if = "Vec::is_empty")] tags: Vec<String> }
    enum External { Unit, Newtype(f64), Tuple(i128, String), Named { at: f32, of: Option<char> } }
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Internal { Unit, Newtype(Rest), Named { level: i64, ratio: f64 } }
    #[serde(tag = "t", content = "c")]
    enum Adjacent { Unit, Newtype(String), Tuple(u64, f64), Named { list: Vec<bool> } }
    #[serde(untagged)]
    enum Untagged { Integer(i64), Float(f64), Text(String), Named { x: f64 }, List(Vec<u8>) }
    #[derive(Eq, PartialOrd, Ord)]
    enum Rank { First, Second, Third }
    #[serde(transparent)]
    struct Transparent { inner: f64 }
    struct Newtype(u128);
    struct Pair(String, f64);
    struct Unit;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nested_structs(value in account()) {
        check(&value)?;
    }

    #[test]
    fn enums_of_every_representation(
        (external, internal, adjacent, untagged) in (external(), internal(), adjacent(), untagged())
    ) {
        check(&external)?;
        check(&internal)?;
        check(&adjacent)?;
        check(&untagged)?;
    }

    #[test]
    fn numbers_and_text(number in double(), large in any::<u128>(), text in text()) {
        check(&Transparent { inner: number })?;
        check(&Newtype(large))?;
        check(&Pair(text, number))?;
        check(&Unit)?;
    }
}

fn check<T: RedisJson + Clone + PartialEq + Debug>(value: &T) -> Result<(), TestCaseError> {
    let json = to_redis_json(value).unwrap();
    check_arguments(value, &json)?;
    check_replies(value, &json)
}

/// Asserts that the value is one argument, with these bytes, however it is given.
fn check_arguments<T: RedisJson + Clone>(value: &T, json: &[u8]) -> Result<(), TestCaseError> {
    let length = json.len();
    let expected =
        [format!("*2\r\n$4\r\nECHO\r\n${length}\r\n").as_bytes(), json, b"\r\n"].concat();
    let document = Document::from_json(json).unwrap();
    macro_rules! check_on {
        ($($redis:ident)*) => {$(
            let packed = [
                $redis::cmd("ECHO").arg(value).get_packed_command(),
                $redis::cmd("ECHO").arg(value.clone()).get_packed_command(),
                $redis::cmd("ECHO").arg(Json(value)).get_packed_command(),
                $redis::cmd("ECHO").arg(&document).get_packed_command(),
            ];
            for packed in packed {
                prop_assert_eq!(packed.escape_ascii().to_string(), expected.escape_ascii().to_string());
            }
        )*};
    }
    check_on!(redis_0_27 redis_0_32 redis_1 redis_2);
    Ok(())
}

/// Asserts that the document is the value, by every way in.
fn check_replies<T: RedisJson + PartialEq + Debug>(
    value: &T,
    json: &[u8],
) -> Result<(), TestCaseError> {
    check_same(value, &from_redis_json(json).unwrap())?;
    check_same(value, &Document::from_json(json).unwrap().read().unwrap())?;
    macro_rules! check_on {
        ($($redis:ident $by_reference:ident $by_value:ident)*) => {$(
            let reply = $redis::Value::BulkString(json.to_vec());
            let by_reference: T = $redis::FromRedisValue::$by_reference(&reply).unwrap();
            check_same(value, &by_reference)?;
            let by_value: T = $redis::FromRedisValue::$by_value(reply.clone()).unwrap();
            check_same(value, &by_value)?;
            let document: Document = $redis::FromRedisValue::$by_value(reply).unwrap();
            prop_assert_eq!(document.as_bytes(), json);
        )*};
    }
    check_on! {
        redis_0_27 from_redis_value from_owned_redis_value
        redis_0_32 from_redis_value from_owned_redis_value
        redis_1 from_redis_value_ref from_redis_value
        redis_2 from_redis_value_ref from_redis_value
    }
    Ok(())
}

/// `Debug` tells any two floats apart, also the two zeros.
fn check_same<T: PartialEq + Debug>(value: &T, read: &T) -> Result<(), TestCaseError> {
    prop_assert_eq!(value, read);
    prop_assert_eq!(format!("{value:?}"), format!("{read:?}"));
    Ok(())
}

fn account() -> impl Strategy<Value = Account> {
    let maps = (
        btree_map(text(), internal(), 0..3),
        btree_map(any::<i64>(), adjacent(), 0..3),
        btree_map(rank(), untagged(), 0..3),
    );
    let plain = (any::<u64>(), text(), any::<char>(), option::of(text()), vec(any::<u8>(), 0..9));
    let parts = (limits(), measured(), vec(external(), 0..3), rest());
    let one = (plain, parts, maps).prop_map(|(plain, parts, maps)| {
        let (id, name, initial, nickname, bytes) = plain;
        let (limits, measured, history, rest) = parts;
        let (by_name, by_number, by_rank) = maps;
        Account {
            id,
            name,
            initial,
            limits,
            measured,
            nickname,
            bytes,
            history,
            by_name,
            by_number,
            by_rank,
            rest,
            nothing: (),
            parent: None,
        }
    });
    vec(one, 1..3).prop_map(|accounts| {
        let under =
            |parent: Option<Box<Account>>, account| Some(Box::new(Account { parent, ..account }));
        *accounts.into_iter().fold(None, under).unwrap()
    })
}

fn limits() -> impl Strategy<Value = Limits> {
    let smallest = prop_oneof![any::<i128>(), Just(i128::MIN), Just(i128::MAX), Just(0)];
    let largest = prop_oneof![any::<u128>(), Just(u128::MAX), (0..9u128)];
    (smallest, largest, any::<i8>(), any::<(i64, u64)>())
        .prop_map(|(smallest, largest, small, pair)| Limits { smallest, largest, small, pair })
}

fn measured() -> impl Strategy<Value = Measured> {
    (double(), single(), option::of(double()), [double(), double()])
        .prop_map(|(double, single, optional, list)| Measured { double, single, optional, list })
}

fn rest() -> impl Strategy<Value = Rest> {
    (text(), double(), vec(text(), 0..3)).prop_map(|(first_name, ratio, tags)| Rest {
        first_name,
        ratio,
        tags,
    })
}

fn external() -> impl Strategy<Value = External> {
    prop_oneof![
        Just(External::Unit),
        double().prop_map(External::Newtype),
        (any::<i128>(), text()).prop_map(|(number, text)| External::Tuple(number, text)),
        (single(), option::of(any::<char>())).prop_map(|(at, of)| External::Named { at, of }),
    ]
}

fn internal() -> impl Strategy<Value = Internal> {
    prop_oneof![
        Just(Internal::Unit),
        rest().prop_map(Internal::Newtype),
        (any::<i64>(), double()).prop_map(|(level, ratio)| Internal::Named { level, ratio }),
    ]
}

fn adjacent() -> impl Strategy<Value = Adjacent> {
    prop_oneof![
        Just(Adjacent::Unit),
        text().prop_map(Adjacent::Newtype),
        (any::<u64>(), double()).prop_map(|(number, float)| Adjacent::Tuple(number, float)),
        vec(any::<bool>(), 0..3).prop_map(|list| Adjacent::Named { list }),
    ]
}

fn untagged() -> impl Strategy<Value = Untagged> {
    prop_oneof![
        any::<i64>().prop_map(Untagged::Integer),
        double().prop_map(Untagged::Float),
        text().prop_map(Untagged::Text),
        double().prop_map(|x| Untagged::Named { x }),
        vec(any::<u8>(), 0..4).prop_map(Untagged::List),
    ]
}

fn rank() -> impl Strategy<Value = Rank> {
    prop_oneof![Just(Rank::First), Just(Rank::Second), Just(Rank::Third)]
}

/// Any characters, also those that a line or a terminal has no room for.
fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..9).prop_map(String::from_iter)
}

/// Any that JSON has, by its bits.
fn double() -> impl Strategy<Value = f64> {
    let subnormal = (0..1u64 << 52).prop_map(f64::from_bits);
    let extremes = [0.0, -0.0, 0.1, 5e-324, -5e-324, f64::MIN_POSITIVE, f64::MAX, f64::MIN, 1e21];
    prop_oneof![
        3 => any::<u64>().prop_map(f64::from_bits).prop_filter("JSON has it", |x| x.is_finite()),
        1 => subnormal,
        1 => prop::sample::select(extremes.to_vec()),
        1 => any::<i32>().prop_map(f64::from),
    ]
}

fn single() -> impl Strategy<Value = f32> {
    let extremes = [0.0, -0.0, 0.1, 1e-45, f32::MIN_POSITIVE, f32::MAX, f32::MIN, 16_777_217.0];
    prop_oneof![
        3 => any::<u32>().prop_map(f32::from_bits).prop_filter("JSON has it", |x| x.is_finite()),
        1 => prop::sample::select(extremes.to_vec()),
    ]
}
