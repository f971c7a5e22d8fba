//! The grammar of JSON (RFC 8259): documents that are JSON, that are not, and of which the grammar
//! leaves it to the reader.
//!
//! serde_json is what reads them, so its verdict and its value have to come out of every way in;
//! and what the grammar says is written down here, so that neither can change without a sign of it.

use redis_1::{FromRedisValue, from_redis_value, from_redis_value_ref};
use redis_derive::{Error, ErrorKind, Json, RedisJson, from_redis_json};
use serde::Deserialize;
use serde_json::Value;

/// A value of any shape by way of the derive.
#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(read_only)]
struct Derived(Value);

/// What a bulk string becomes, by reference and by value.
fn read<T: FromRedisValue>(document: &[u8]) -> [Result<T, String>; 2] {
    let reply = redis_1::Value::BulkString(document.to_vec());
    let by_reference = from_redis_value_ref(&reply);
    [by_reference, from_redis_value(reply)].map(|read| read.map_err(|error| error.to_string()))
}

/// The value of a document by every way in.
fn readings(document: &[u8]) -> impl Iterator<Item = Result<Value, String>> {
    let direct = from_redis_json(document).map_err(|error| error.to_string());
    let json = read(document).map(|read| read.map(Json::into_inner));
    let derived = read(document).map(|read| read.map(|Derived(value)| value));
    [direct].into_iter().chain(json).chain(derived)
}

/// Asserts that a document is read, as what serde_json reads it as, which it returns.
#[track_caller]
fn assert_accepted(document: &[u8]) -> Value {
    let shown = document.escape_ascii();
    let expected: Value =
        serde_json::from_slice(document).unwrap_or_else(|error| panic!("{shown}: {error}"));
    for reading in readings(document) {
        let value = reading.unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_eq!(value, expected, "{shown}");
        // The two zeros are equal, and not the same.
        assert_eq!(value.to_string(), expected.to_string(), "{shown}");
    }
    let elements = match &expected {
        Value::Array(elements) => &elements[..],
        other => std::slice::from_ref(other),
    };
    for reading in read::<Vec<Json<Value>>>(document) {
        let values = reading.unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert!(values.iter().map(|Json(value)| value).eq(elements), "{shown}: {values:?}");
    }
    expected
}

/// Asserts that a document is an error of this kind, also to serde_json.
#[track_caller]
fn assert_refused(document: &[u8], kind: ErrorKind) {
    let shown = document.escape_ascii();
    if let Ok(value) = serde_json::from_slice::<Value>(document) {
        panic!("serde_json reads {shown} as {value}");
    }
    let errors: [Result<(), Error>; 3] = [
        from_redis_json::<Value>(document).map(drop),
        from_redis_json::<Json<Value>>(document).map(drop),
        from_redis_json::<Derived>(document).map(drop),
    ];
    for error in errors {
        assert_eq!(error.map_err(|error| error.kind()), Err(kind), "{shown}");
    }
    assert!(readings(document).all(|reading| reading.is_err()), "{shown}");
    let [by_reference, by_value] = read::<Json<Value>>(document);
    assert_eq!(by_reference, by_value, "{shown}");
    assert!(read::<Vec<Json<Value>>>(document).iter().all(Result::is_err), "{shown}");
}

/// Asserts what RFC 8259 leaves to the reader: as serde_json has it, and of this kind where that is
/// an error.
#[track_caller]
fn assert_as_serde_json(document: &[u8], kind: ErrorKind) {
    if serde_json::from_slice::<Value>(document).is_ok() {
        assert_accepted(document);
    } else {
        assert_refused(document, kind);
    }
}

/// Arrays and objects, with what they hold.
const STRUCTURES: &[&str] = &[
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    r#"{"":[]}"#,
    r#"{"":{}}"#,
    "[[],[],[]]",
    "[{},[{}],{}]",
    "[null]",
    "[true,false,null]",
    "[0,-1,2.5,3e1]",
    r#"["",{"":""}]"#,
    "[[1],[2,[3,[4]]]]",
    r#"{"k":"v"}"#,
    r#"{"b":1,"a":2}"#,
    r#"{"a":{"b":{"c":[{"d":null}]}}}"#,
    r#"{"1":1,"-0":2,"null":3}"#,
    r#"{"with \"quotes\"":1}"#,
    r#"{"\u0000\/\\":"\u0000"}"#,
    r#"{"ключ":"значение","鍵":["値"],"🔑":"🗝"}"#,
    r#"{"[]{}:,":"[]{}:,"}"#,
    r#"[",","]","}",":","\\","\""]"#,
    r#"{"id":7,"tags":["a","b"],"at":{"x":-1.5,"y":0},"gone":null}"#,
];

/// Documents that are one value without anything in it.
const SCALARS: &[&str] =
    &["null", "true", "false", "0", "-0", "42", "-7", "1.25", "1e2", r#""""#, r#""text""#];

/// Anything that begins or ends like an array or an object.
const NO_STRUCTURES: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    "[}",
    "{]",
    "[[]",
    "[]]",
    "{{}}",
    "[,]",
    "[,1]",
    "[1,]",
    "[1,,2]",
    "[1 2]",
    "[1;2]",
    "[1:2]",
    r#"["a":1]"#,
    r#"["a" "b"]"#,
    "[...]",
    "[1,2",
    "[1,",
    "(1,2)",
    "<[]>",
    "{,}",
    r#"{"a"}"#,
    r#"{"a":}"#,
    r#"{"a":1,}"#,
    r#"{,"a":1}"#,
    r#"{"a":1,,"b":2}"#,
    r#"{"a":1 "b":2}"#,
    r#"{"a":1;"b":2}"#,
    r#"{"a",1}"#,
    r#"{"a" 1}"#,
    r#"{"a"=1}"#,
    r#"{"a"=>1}"#,
    r#"{"a"::1}"#,
    r#"{"a":1:2}"#,
    "{:1}",
    "{a:1}",
    "{'a':1}",
    "{`a`:1}",
    "{1:1}",
    "{null:1}",
    "{[]:1}",
    r#"{"a":1"#,
    r#"{"a":"#,
    r#"{"a""#,
    r#"{"a"#,
    r#"{"a":[}"#,
    r#"{"a":{]}"#,
    "[1]]",
    r#"{"a":1}}"#,
];

/// Words that are no value, most of them one in another language.
const NO_WORDS: &[&str] = &[
    "",
    "nul",
    "nulll",
    "Null",
    "NULL",
    "nil",
    "None",
    "undefined",
    "tru",
    "truee",
    "True",
    "TRUE",
    "fals",
    "False",
    "yes",
    "NaN",
    "nan",
    "Infinity",
    "-Infinity",
    "inf",
    "-inf",
    "[NaN]",
    "n ull",
    "t\nrue",
    "nullnull",
    "truefalse",
    "[nul]",
    "[tru]",
    r#"{"a":fals}"#,
    "text",
    "'text'",
    "`text`",
    "*",
    "/",
    "@",
    "\0",
    "\u{7f}",
    "é",
    "｢｣",
    "“text”",
    "＋１",
    "ｎull",
];

/// Numbers, each with how serde_json writes it again.
const NUMBERS: &[(&str, &str)] = &[
    ("0", "0"),
    ("-0", "-0.0"),
    ("0.0", "0.0"),
    ("-0.0", "-0.0"),
    ("0e0", "0.0"),
    ("0E+5", "0.0"),
    ("-0e-5", "-0.0"),
    ("9", "9"),
    ("10", "10"),
    ("-10", "-10"),
    ("1.0", "1.0"),
    ("0.5", "0.5"),
    ("-0.25", "-0.25"),
    ("10.125", "10.125"),
    ("1.500000", "1.5"),
    ("2e0", "2.0"),
    ("2e3", "2000.0"),
    ("2E3", "2000.0"),
    ("2e+3", "2000.0"),
    ("2E+003", "2000.0"),
    ("25e-1", "2.5"),
    ("2.5e-0", "2.5"),
    ("0.5e1", "5.0"),
    ("-12.5E-1", "-1.25"),
    ("255", "255"),
    ("4294967296", "4294967296"),
    ("9007199254740993", "9007199254740993"),
    ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("18446744073709551615", "18446744073709551615"),
];

/// What is not written as a number is.
const NO_NUMBERS: &[&str] = &[
    "-", "+", ".", "e", "E5", "+1", "--1", "-+1", "+-1", "- 1", "-a", "-\0", "01", "00", "-01",
    "-00", "012", "00.5", "1.", "-1.", "1.e5", ".5", "-.5", "1.2.3", "1..2", "1. 5", "1 .5", "1e",
    "1E", "1e+", "1e-", "1e+-2", "1e--2", "1ee2", "1e2e3", "1e2.5", "1e.5", "1e 5", "1 e5", "0e",
    "0e+", "0.", "0.e1", "0x1f", "0X1F", "0b11", "0o17", "1f", "1L", "1n", "1_000", "1,000",
    "1 000", "1'000", "1/2", "1+2", "1-2", "1%", "$1", "#1", "1-", "1+", "1a", "1.5x", "1\u{660}",
    "\u{661}", "１", "½", "∞", "−1",
];

/// Strings, each with what it stands for.
const STRINGS: &[(&str, &str)] = &[
    (r#""""#, ""),
    (r#"" ""#, " "),
    (r#""a""#, "a"),
    (r#""/""#, "/"),
    (r#""'""#, "'"),
    (r#""null""#, "null"),
    (r#""\"""#, "\""),
    (r#""\\""#, "\\"),
    (r#""\/""#, "/"),
    (r#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"),
    (r#""\\n""#, "\\n"),
    (r#""\\\"""#, "\\\""),
    (r#""\\\\""#, "\\\\"),
    (r#""\\u0041""#, "\\u0041"),
    (r#""a\tb\tc""#, "a\tb\tc"),
    (r#""\u0041""#, "A"),
    (r#""\u00e9\u00E9\u00eE""#, "ééî"),
    (r#""\u0000""#, "\0"),
    (r#""\u0022\u005c\u002F""#, "\"\\/"),
    (r#""\u001f\u007f\u0080""#, "\u{1f}\u{7f}\u{80}"),
    (r#""\u00412""#, "A2"),
    (r#""\uabcd\uABCD\uaBcD""#, "\u{abcd}\u{abcd}\u{abcd}"),
    (r#""\ud7ff\ue000""#, "\u{d7ff}\u{e000}"),
    (r#""\ufeff\ufffe\uffff\ufdd0""#, "\u{feff}\u{fffe}\u{ffff}\u{fdd0}"),
    (r#""\u2028\u2029""#, "\u{2028}\u{2029}"),
    (r#""\ud83e\udd80""#, "🦀"),
    (r#""\uD83E\uDD80\uD83e\uDd80""#, "🦀🦀"),
    (r#""\ud800\udc00\udbff\udfff""#, "\u{10000}\u{10ffff}"),
    (r#""[\ud83e\udd80]""#, "[🦀]"),
    ("\"\u{7f}\u{80}\u{9f}\u{a0}\u{ad}\"", "\u{7f}\u{80}\u{9f}\u{a0}\u{ad}"),
    ("\"\u{2028}\u{2029}\u{200b}\u{202e}\"", "\u{2028}\u{2029}\u{200b}\u{202e}"),
    ("\"\u{feff}\u{fffd}\u{fffe}\u{ffff}\"", "\u{feff}\u{fffd}\u{fffe}\u{ffff}"),
    ("\"\u{7ff}\u{800}\u{10000}\u{10ffff}\"", "\u{7ff}\u{800}\u{10000}\u{10ffff}"),
    ("\"e\u{301}é\"", "e\u{301}é"),
    ("\"日本語 עברית ไทย 👩‍🚀\"", "日本語 עברית ไทย 👩‍🚀"),
];

/// What is not written as a string is.
const NO_STRINGS: &[&str] = &[
    "\"",
    "\"a",
    "a\"",
    "\"\"\"",
    "\"a\"b\"",
    "\"a\" \"b\"",
    "'a\"",
    "\"a'",
    "\"\\\"",
    "\"\\\\\\\"",
    "\"\\",
    "\"a\nb\"",
    "\"a\r\nb\"",
    "\"a\tb\"",
    "\"a\\\nb\"",
    "{\"a\tb\":1}",
    "{\"a\":\"\u{1}\"}",
    r#""\a""#,
    r#""\'""#,
    r#""\ ""#,
    r#""\0""#,
    r#""\012""#,
    r#""\x41""#,
    r#""\N""#,
    r#""\U0041""#,
    r#""\u""#,
    r#""\u1""#,
    r#""\u12""#,
    r#""\u123""#,
    r#""\u123g""#,
    r#""\u-123""#,
    r#""\u+123""#,
    r#""\u 123""#,
    r#""\u{41}""#,
    r#""\u00é1""#,
    r#""\é""#,
    r#""\🦀""#,
    r#"["\u00A"]"#,
    r#"{"\q":1}"#,
    r"\u0022a\u0022",
    r#"["a\"]"#,
    r#"["a\\"b"]"#,
    // A pair that is cut off, which is not half a pair.
    r#""\ud83e\udd8""#,
    r#""\ud83e\u""#,
    r#""\ud83e\"#,
    r#""\ud83e\x""#,
    r#"["\ud83e"#,
    r#"{"\ud83e":}"#,
];

/// Bytes that are no UTF-8, in a string, in a key, between tokens and after the document.
const NOT_UTF8: &[&[u8]] = &[
    b"\xff",
    b"\"\x80\"",
    b"\"\xbf\xbf\"",
    b"\"caf\xe9\"",
    b"\"\xc3\"",
    b"\"\xc3(\"",
    b"\"\xe2\x82\"",
    b"\"\xe2\x82a\"",
    b"\"\xf0\x9f\xa6\"",
    b"\"\xc0\xaf\"",
    b"\"\xc1\xbf\"",
    b"\"\xe0\x80\xaf\"",
    b"\"\xe0\x9f\xbf\"",
    b"\"\xf0\x80\x80\xaf\"",
    b"\"\xed\xa0\x80\"",
    b"\"\xed\xa0\xbe\xed\xb6\x80\"",
    b"\"\xf4\x90\x80\x80\"",
    b"\"\xf8\x88\x80\x80\x80\"",
    b"\"\xfe\xff\"",
    b"\"\\\xe9\"",
    b"\"\\u00\xe9\"",
    b"\"\\u00e9\xe9\"",
    b"{\"\xe9\":1}",
    b"{\"a\":\"\xe9\"}",
    b"{\"a\":\xe9}",
    b"[\xe9]",
    b"[1,\xc3]",
    b"\xa0[]",
    b"[]\xa0",
    b"[] \xff",
    b"1\xe5",
    b"1e1\xe5",
    b"-\xe5",
    b"null\x80",
    b"\xff\xfe1\0",
    b"\xfe\xff\x001",
    b"\"\0\xe9\0\"\0",
];

/// JSON in an encoding that only looks like UTF-8.
const OTHER_ENCODINGS: &[&[u8]] = &[
    b"1\0",
    b"\x001",
    b"[\0]\0",
    b"\0[\0]",
    b"\"\0a\0\"\0",
    b"1\0\0\0",
    b"\0\0\x001",
    b"+AFsAXQ-",
];

/// JSON by the grammar, with a number beyond the doubles.
const OUT_OF_RANGE: &[&str] = &[
    "1e400",
    "-1e400",
    "1E+400",
    "1.5e309",
    "-2e308",
    "10e308",
    "0.1e400",
    "123456789e999",
    "1e2147483647",
    "1e2147483648",
    "1e9223372036854775808",
    "-1e99999999999999999999999",
    "0.5e99999999999999999999999",
    "[1e400]",
    "[0,-1e400,0]",
    r#"{"a":1e400}"#,
    r#"{"a":[{"b":-1e400}],"c":null}"#,
    " 1e400 ",
];

/// JSON by the grammar, with half a surrogate pair, which is no character.
const HALF_PAIRS: &[&str] = &[
    r#""\ud800""#,
    r#""\udbff""#,
    r#""\udc00""#,
    r#""\uDFFF""#,
    r#""\ud83ea""#,
    r#""a\ud83e""#,
    r#""\ud83e ""#,
    r#""\ud83e\n""#,
    r#""\ud83e\\""#,
    r#""\ud83e\"""#,
    r#""\ud83e\u0041""#,
    r#""\ud83e\ud83e""#,
    r#""\ud83e\ue000""#,
    r#""\udd80\ud83e""#,
    r#""\ud83e\ud83e\udd80""#,
    r#""\ud83e\udd80\ud83e""#,
    r#""\ud83e\udd80\udd80""#,
    r#""\ud83e🦀""#,
    r#"["\ud83e"]"#,
    r#"[1,"\udd80",2]"#,
    r#"{"\ud83e":1}"#,
    r#"{"\udd80":1}"#,
    r#"{"a":"\ud83e","b":[]}"#,
];

/// Numbers on which readers differ in what they make of them.
const ROUNDED: &[&str] = &[
    "18446744073709551616",
    "-9223372036854775809",
    "340282366920938463463374607431768211456",
    "9007199254740993.0",
    "1e308",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.7976931348623159e308",
    "-1.7976931348623159e308",
    "17976931348623157e292",
    "0.00017976931348623157e312",
    "5e-324",
    "2e-324",
    "2.2250738585072011e-308",
    "1e-400",
    "-1e-400",
    "1e-2147483649",
    "1e-99999999999999999999999",
    "0e400",
    "-0e99999999999999999999999",
    "0.0e99999999999999999999999",
    "0.1",
    "0.1000000000000000055511151231257827021181583404541015625",
    "0.333333333333333333333333333333333333333333333333333333333333",
    "123456789012345678901234567890.123456789012345678901234567890e-30",
    "1.00000000000000000000000000000000000000000000000000000000001",
];

/// Objects with one key several times, and what is left of them.
const DUPLICATES: &[(&str, &str)] = &[
    (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
    (r#"{"a":1,"a":1}"#, r#"{"a":1}"#),
    (r#"{"a":1,"b":2,"a":null}"#, r#"{"a":null,"b":2}"#),
    (r#"{"a":1,"\u0061":2}"#, r#"{"a":2}"#),
    (r#"{"":1,"":{"":2,"":3}}"#, r#"{"":{"":3}}"#),
    (r#"{"a":{"b":1},"a":{"c":2}}"#, r#"{"a":{"c":2}}"#),
    (r#"[{"a":1},{"a":2,"a":3}]"#, r#"[{"a":1},{"a":3}]"#),
];

/// Signs that a document is not over, or that it is over and goes on.
const GARBAGE: &[&str] = &[
    ",", ":", "]", "}", "[", "{", "\"", "\\", ";", "x", " 1", "\n-", " null", "\t{}", "[]", "\0",
    "\u{1}", "//", "/**/", "#", "<!---->", "\u{a0}", "\u{feff}", "é", "🦀",
];

/// White space elsewhere, and not in JSON.
const NO_SPACES: &[&str] = &[
    "\0", "\u{8}", "\u{b}", "\u{c}", "\u{1c}", "\u{1f}", "\u{7f}", "\u{85}", "\u{a0}", "\u{1680}",
    "\u{180e}", "\u{2000}", "\u{2003}", "\u{200b}", "\u{2028}", "\u{2029}", "\u{202f}", "\u{205f}",
    "\u{2060}", "\u{3000}", "\u{feff}", "\\n", "\\u0020", "/**/", "//\n", "#\n", "--\n", "%20",
    "&nbsp;", "_",
];

#[test]
fn structures_and_scalars_are_read() {
    for document in STRUCTURES.iter().chain(SCALARS) {
        let value = assert_accepted(document.as_bytes());
        assert_eq!(assert_accepted(value.to_string().as_bytes()), value);
    }
}

#[test]
fn what_is_no_structure_and_no_word_is_refused() {
    for document in NO_STRUCTURES.iter().chain(NO_WORDS) {
        assert_refused(document.as_bytes(), ErrorKind::Syntax);
    }
}

#[test]
fn one_byte_is_a_document_when_it_is_a_digit() {
    for byte in 0..=u8::MAX {
        if byte.is_ascii_digit() {
            assert_eq!(assert_accepted(&[byte]), byte - b'0');
        } else {
            assert_refused(&[byte], ErrorKind::Syntax);
        }
    }
}

#[test]
fn numbers_are_read() {
    for (document, written) in NUMBERS {
        assert_eq!(assert_accepted(document.as_bytes()).to_string(), *written, "{document}");
        assert_accepted(format!("[{document},{document}]").as_bytes());
        assert_accepted(format!(r#"{{"a":{document}}}"#).as_bytes());
    }
}

#[test]
fn what_is_no_number_is_refused() {
    for document in NO_NUMBERS {
        assert_refused(document.as_bytes(), ErrorKind::Syntax);
        assert_refused(format!(r#"{{"a":{document}}}"#).as_bytes(), ErrorKind::Syntax);
    }
}

#[test]
fn strings_are_read() {
    for (document, text) in STRINGS {
        assert_eq!(assert_accepted(document.as_bytes()), *text);
        let object = assert_accepted(format!("{{{document}:[{document}]}}").as_bytes());
        assert_eq!(object[text], serde_json::json!([text]), "{document}");
    }
}

#[test]
fn what_is_no_string_is_refused() {
    for document in NO_STRINGS {
        assert_refused(document.as_bytes(), ErrorKind::Syntax);
    }
}

#[test]
fn a_control_character_is_escaped_in_a_string() {
    for code in 0..0x20u8 {
        let control = char::from(code);
        assert_refused(format!("\"{control}\"").as_bytes(), ErrorKind::Syntax);
        assert_refused(format!("{{\"{control}\":1}}").as_bytes(), ErrorKind::Syntax);
        assert_eq!(assert_accepted(format!("\"\\u{code:04x}\"").as_bytes()), control.to_string());
    }
}

#[test]
fn eight_characters_and_four_digits_make_an_escape() {
    for character in (0..0x80u8).map(char::from) {
        let simple = format!(r#""\{character}""#);
        if "\"\\/bfnrt".contains(character) {
            // A quote that is escaped ends no string.
            assert_accepted(simple.as_bytes());
        } else {
            assert_refused(simple.as_bytes(), ErrorKind::Syntax);
        }
        let digit = format!(r#""\u004{character}""#);
        if character.is_ascii_hexdigit() {
            assert_accepted(digit.as_bytes());
        } else {
            assert_refused(digit.as_bytes(), ErrorKind::Syntax);
        }
    }
}

#[test]
fn what_is_not_utf8_is_refused() {
    for document in NOT_UTF8 {
        assert!(str::from_utf8(document).is_err(), "{}", document.escape_ascii());
        assert_refused(document, ErrorKind::Syntax);
    }
    for document in OTHER_ENCODINGS {
        assert!(str::from_utf8(document).is_ok(), "{}", document.escape_ascii());
        assert_refused(document, ErrorKind::Syntax);
    }
}

/// A document with something at every place where white space may be.
fn spaced(space: &str) -> String {
    ["", "{", r#""a""#, ":", "[", "1", ",", "true", "]", ",", r#""b c""#, ":", "{", "}", "}", ""]
        .join(space)
}

#[test]
fn four_characters_are_white_space() {
    let value = serde_json::json!({"a": [1, true], "b c": {}});
    for space in ["", " ", "\t", "\n", "\r", "\r\n", " \t\n\r \t\n\r"] {
        assert_eq!(assert_accepted(spaced(space).as_bytes()), value);
        for document in SCALARS {
            assert_accepted(format!("{space}{document}{space}").as_bytes());
        }
        assert_refused(space.as_bytes(), ErrorKind::Syntax);
    }
}

#[test]
fn nothing_else_is_white_space() {
    for space in NO_SPACES {
        assert_refused(spaced(space).as_bytes(), ErrorKind::Syntax);
        for document in [format!("{space}1"), format!("[1{space},2]"), format!("[1,{space}2]")] {
            assert_refused(document.as_bytes(), ErrorKind::Syntax);
        }
    }
}

#[test]
fn a_document_with_something_after_it_is_refused() {
    for document in STRUCTURES.iter().chain(SCALARS) {
        for garbage in GARBAGE {
            assert_refused(format!("{document}{garbage}").as_bytes(), ErrorKind::Syntax);
        }
    }
}

#[test]
fn a_document_that_is_cut_off_is_refused() {
    let strings = STRINGS.iter().map(|(document, _)| document);
    let impossible = OUT_OF_RANGE.iter().chain(HALF_PAIRS);
    let closed = STRUCTURES.iter().chain(strings).chain(impossible);
    for document in closed.filter(|document| document.ends_with(['"', ']', '}'])) {
        for end in 0..document.len() {
            assert_refused(&document.as_bytes()[..end], ErrorKind::Syntax);
        }
    }
}

#[test]
fn json_that_rust_cannot_hold_is_no_wrong_syntax() {
    for document in OUT_OF_RANGE.iter().chain(HALF_PAIRS) {
        assert_refused(document.as_bytes(), ErrorKind::Data);
        // Unless something else of the document is not JSON.
        assert_refused(format!("[{document}").as_bytes(), ErrorKind::Syntax);
        assert_refused(format!("[{document},]").as_bytes(), ErrorKind::Syntax);
        assert_refused(format!("{document}x").as_bytes(), ErrorKind::Syntax);
    }
    let long = "9".repeat(400);
    for document in [long.clone(), format!("-{long}"), format!("{long}.5"), format!("[{long}e0]")] {
        assert_refused(document.as_bytes(), ErrorKind::Data);
    }
}

#[test]
fn numbers_are_rounded_as_serde_json_rounds() {
    for document in ROUNDED {
        assert_as_serde_json(document.as_bytes(), ErrorKind::Data);
        assert_as_serde_json(format!("[{document}]").as_bytes(), ErrorKind::Data);
    }
    let zeros = "0".repeat(1000);
    for document in [format!("1{zeros}e-1000"), format!("0.{zeros}1e1001"), format!("1.{zeros}")] {
        assert_as_serde_json(document.as_bytes(), ErrorKind::Data);
    }
}

#[test]
fn the_last_of_equal_keys_stays() {
    for (document, written) in DUPLICATES {
        assert_eq!(assert_accepted(document.as_bytes()).to_string(), *written);
    }
}

#[test]
fn a_byte_order_mark_is_not_skipped() {
    for document in STRUCTURES.iter().chain(SCALARS).chain(&["", " "]) {
        assert_refused(format!("\u{feff}{document}").as_bytes(), ErrorKind::Syntax);
    }
}

/// A document of arrays, of objects and of both in turn, nested this deep.
fn nested(depth: usize) -> [String; 3] {
    let nest = |open: &str, close: &str, times| [open.repeat(times), close.repeat(times)].concat();
    let both = [r#"{"a":["#.repeat(depth / 2), "]}".repeat(depth / 2)].concat();
    let both = if depth.is_multiple_of(2) { both } else { format!("[{both}]") };
    [
        nest("[", "]", depth),
        format!("{}{{}}{}", r#"{"a":"#.repeat(depth - 1), "}".repeat(depth - 1)),
        both,
    ]
}

#[test]
fn a_document_is_nested_up_to_127_deep() {
    for document in [1, 2, 3, 64, 126, 127].map(nested).as_flattened() {
        assert_accepted(document.as_bytes());
    }
    for document in [128, 129, 1000, 100_000].map(nested).as_flattened() {
        assert_refused(document.as_bytes(), ErrorKind::Syntax);
    }
    for open in ["[", r#"{"a":"#, r#"[{"a":"#, "[[],"] {
        assert_refused(open.repeat(100_000).as_bytes(), ErrorKind::Syntax);
    }
}

#[test]
fn a_document_is_as_wide_and_as_long_as_it_is() {
    let many = |element: &str| vec![element; 10_000].join(",");
    for document in [
        format!("[{}]", many("[]")),
        format!("[{}]", many(r#"{"a":[1]}"#)),
        format!("{{{}}}", many(r#""a":1"#)),
        format!("\"{}\"", "\\u00e9é".repeat(10_000)),
        format!("{}1{}", " ".repeat(10_000), "\n".repeat(10_000)),
    ] {
        assert_accepted(document.as_bytes());
    }
}
