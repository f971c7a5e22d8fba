//! Replies of every kind, also nested, are read as in the table.

use super::table::{MARKED_NUMBER, MARKER, check};
use crate::redis::{PushKind, Value, VerbatimFormat, parse_redis_value};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_reply_is_what_the_table_says(reply in reply()) {
        check(&reply);
    }
}

fn reply() -> impl Strategy<Value = Value> {
    let pairs = |inner: BoxedStrategy<Value>| vec((inner.clone(), inner), 0..3);
    leaf().prop_recursive(3, 16, 4, move |inner| {
        let inner = inner.boxed();
        let attribute = (inner.clone(), pairs(inner.clone()))
            .prop_map(|(data, attributes)| Value::Attribute { data: Box::new(data), attributes });
        let push = (push_kind(), vec(inner.clone(), 0..3))
            .prop_map(|(kind, data)| Value::Push { kind, data });
        prop_oneof![
            3 => vec(inner.clone(), 0..4).prop_map(Value::Array),
            1 => vec(inner.clone(), 0..4).prop_map(Value::Set),
            1 => pairs(inner).prop_map(Value::Map),
            2 => attribute,
            1 => push,
        ]
    })
}

/// Replies with nothing inside, that have the markers wherever there is room for them.
fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => text().prop_map(|text| Value::BulkString(text.into_bytes())),
        1 => vec(any::<u8>(), 0..8).prop_map(|bytes| {
            Value::BulkString([MARKER.as_bytes(), &bytes, MARKER.as_bytes()].concat())
        }),
        1 => text().prop_map(Value::SimpleString),
        1 => (format(), text()).prop_map(|(format, text)| Value::VerbatimString { format, text }),
        1 => integer().prop_map(Value::Int),
        1 => double().prop_map(Value::Double),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => digits().prop_filter_map("digits that are no number", |digits| big_number(&digits)),
        1 => Just(Value::Nil),
        1 => Just(Value::Okay),
        1 => prop::sample::select(vec!["ERR", "WRONGTYPE", "MOVED", "NOSUCH"]).prop_map(server_error),
    ]
}

/// The client keeps its digits or a number, which another package decides by a feature of the
/// client.
fn big_number(digits: &str) -> Option<Value> {
    parse_redis_value(format!("({digits}\r\n").as_bytes()).ok()
}

/// Documents that are values of the types in the table, or nearly, and anything else.
fn text() -> impl Strategy<Value = String> {
    let documents = vec![
        r#"{"user":"hunter2","age":null}"#,
        r#"{"user":"hunter2","age":47114711}"#,
        r#"{"user":"hunter2"}"#,
        r#"{"hunter2":47114711}"#,
        r#"["hunter2",7]"#,
        r#""Admin""#,
        r#""hunter2""#,
        r#"{"Team":3}"#,
        r#"{"Team":"hunter2"}"#,
        r#"{"Guest":{"until":1e400}}"#,
        r#"{"type":"Moved","to":[1,-2]}"#,
        r#"{"type":"hunter2"}"#,
        r#"{"a":"Admin","hunter2":{"Team":47114711}}"#,
        r#"{"user":"hunter2\ud800"}"#,
        r#"{"user":"hunter2"#,
        "[[[",
        "[]",
        "[null]",
        "null",
        "true",
        "-0.0",
        "255",
        "47114711",
        "340282366920938463463374607431768211455",
        "[0.5, 1e3, -7]",
        " \r\n\t[ 5 ]",
        "hunter2",
        "",
    ];
    prop_oneof![
        8 => prop::sample::select(documents).prop_map(str::to_owned),
        1 => (prop::sample::select(vec!["[", "[1,", "\u{feff}", "{\"user\":"]), any::<String>())
            .prop_map(|(begin, rest)| format!("{begin}{rest}hunter2")),
    ]
}

fn integer() -> impl Strategy<Value = i64> {
    prop_oneof![Just(MARKED_NUMBER), Just(-MARKED_NUMBER), any::<i64>(), -300i64..300]
}

fn double() -> impl Strategy<Value = f64> {
    #[expect(clippy::cast_precision_loss, reason = "it has eight digits")]
    let marked = MARKED_NUMBER as f64;
    prop_oneof![
        any::<u64>().prop_map(f64::from_bits),
        (-300i16..300).prop_map(f64::from),
        prop::sample::select(vec![
            marked,
            marked + 0.5,
            -0.0,
            5e-324,
            2f64.powi(53),
            2f64.powi(63),
            2f64.powi(64),
            -(2f64.powi(63)),
            f64::MAX,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ]),
    ]
}

fn digits() -> impl Strategy<Value = String> {
    let count = prop_oneof![1usize..50, 300usize..320];
    let number = ("[+-]?0{0,2}", count, 1..=9u8).prop_map(|(begin, count, digit)| {
        format!("{begin}{MARKED_NUMBER}{}", digit.to_string().repeat(count))
    });
    prop_oneof![
        2 => number,
        1 => "[+-]?[0-9]{0,3}",
        1 => "[+-.0-9a-f]{0,6}",
        1 => any::<i128>().prop_map(|number| number.to_string()),
        1 => any::<u128>().prop_map(|number| number.to_string()),
    ]
}

fn format() -> impl Strategy<Value = VerbatimFormat> {
    let other = |format: String| VerbatimFormat::Unknown(format + MARKER);
    prop_oneof![
        Just(VerbatimFormat::Text),
        Just(VerbatimFormat::Markdown),
        any::<String>().prop_map(other)
    ]
}

fn push_kind() -> impl Strategy<Value = PushKind> {
    prop_oneof![
        Just(PushKind::Message),
        Just(PushKind::Invalidate),
        Just(PushKind::Other(MARKER.to_owned()))
    ]
}

/// Nothing but the client's parser makes one.
fn server_error(code: &str) -> Value {
    parse_redis_value(format!("-{code} {MARKER}\r\n").as_bytes()).unwrap()
}
