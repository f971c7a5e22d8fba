//! Steps: random commands over few keys, and the switches of a server.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use redis_1::Script;
use std::ops::Range;

pub(crate) type Command = Vec<String>;

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Send(Command),
    /// A whole `SCAN` with these options, by what it has found.
    Walk(Command),
    Switch(Switch),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Switch {
    Works,
    IsReadOnly,
    IsOutOfMemory,
}

const KEYS: [&str; 5] = ["a", "b", "user:1", "user:2", "x*y"];
const TEXTS: [&str; 5] = ["", "1", "text", "{\"id\":1}", "\0\r\n"];
/// In seconds or in milliseconds they are hours away, or in the past, or no expiries.
const TIMES: [&str; 9] =
    ["7200000", "90000000", "4102444800000", "0", "-1", "x", "01", "9223372036854775807", ""];
/// What can be a time since 1970 as well.
const DATES: [&str; 5] = ["4102444800000", "4102444800", "1", "0", "x"];

const PATTERNS: [&str; 11] =
    ["*", "user:*", "u?er:[12]", "[^a-w]\\**", "[b-a]", "x[", "user:1", "", "*:*2", "[]a", "[a"];

/// Those of this library, and what may be in one.
const SCRIPTS: [&str; 17] = [
    "local current = redis.call('GET', KEYS[1]) if current == ARGV[1] then \
     redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL') return 1 end return current",
    "return redis.call('GET', KEYS[1])",
    "\n\nreturn redis.call('LPUSH', KEYS[1], 1)",
    "return redis.pcall('SET', KEYS[1], ARGV[1], 'PX', '7200000')",
    "redis.call('SET', KEYS[1], 3.5) return redis.call('GET', KEYS[1])",
    "redis.call('SET', KEYS[1], 3) return redis.call('MGET', KEYS[1], 'a')",
    "return {1, 'two', {true, false}, 3.9, nil, 4}",
    "return redis.call('NONSENSE', 1)",
    "return redis.call('GET')",
    "return redis.call('EVAL', 'return 1', 0)",
    "return redis.call()",
    "return redis.call('ECHO', nil)",
    "return nonsense",
    "nonsense = 1",
    "return nil .. 'text'",
    "return redis.error_reply('no code')",
    "return redis.status_reply('FINE')",
];

// What it is made of is a row of words itself.

fn word(word: &str) -> BoxedStrategy<Command> {
    Just(vec![word.to_owned()]).boxed()
}

fn one_of(words: &'static [&'static str]) -> BoxedStrategy<Command> {
    select(words).prop_map(|word| vec![word.to_owned()]).boxed()
}

/// One after the other.
fn row<const N: usize>(parts: [BoxedStrategy<Command>; N]) -> BoxedStrategy<Command> {
    Vec::from(parts).prop_map(|parts| parts.concat()).boxed()
}

/// So many.
fn some(
    part: impl Strategy<Value = Command> + 'static,
    count: Range<usize>,
) -> BoxedStrategy<Command> {
    vec(part, count).prop_map(|parts| parts.concat()).boxed()
}

fn key() -> BoxedStrategy<Command> {
    one_of(&KEYS)
}

fn text() -> BoxedStrategy<Command> {
    one_of(&TEXTS)
}

fn of_a_key(name: &str) -> BoxedStrategy<Command> {
    row([word(name), key()])
}

fn of_keys(name: &str) -> BoxedStrategy<Command> {
    row([word(name), some(key(), 1..4)])
}

fn in_time(name: &str) -> BoxedStrategy<Command> {
    row([word(name), one_of(&TIMES)])
}

fn at_date(name: &str) -> BoxedStrategy<Command> {
    row([word(name), one_of(&DATES)])
}

fn set(has_ifeq: bool) -> BoxedStrategy<Command> {
    let flag = one_of(&["NX", "XX", "GET", "get", "KEEPTTL", "PERSIST", "EX", "NONSENSE"]);
    let option = prop_oneof![
        4 => flag, 1 => in_time("EX"), 1 => in_time("px"), 1 => at_date("EXAT"), 1 => at_date("PXAT"),
        u32::from(has_ifeq) * 2 => row([word("IFEQ"), text()]),
    ];
    row([word("SET"), key(), text(), some(option, 0..3)])
}

/// The times are right: servers differ in when they look at them.
fn getex() -> BoxedStrategy<Command> {
    let time = row([one_of(&["EX", "PX", "EXAT", "PXAT"]), word(DATES[0])]);
    let option = prop_oneof![one_of(&["PERSIST", "KEEPTTL", "NONSENSE"]), time];
    row([of_a_key("GETEX"), some(option, 0..3)])
}

fn reading() -> impl Strategy<Value = Command> {
    let of_a_key = prop_oneof![of_a_key("GET"), of_a_key("get"), of_a_key("TYPE")];
    let of_keys = prop_oneof![of_keys("MGET"), of_keys("EXISTS"), of_keys("TOUCH")];
    prop_oneof![of_a_key, of_keys, self::of_a_key("TTL"), self::of_a_key("PTTL")]
}

fn writing() -> impl Strategy<Value = Command> {
    let removing = prop_oneof![of_a_key("GETDEL"), of_keys("DEL"), of_keys("UNLINK")];
    let timed = prop_oneof![
        row([of_a_key("EXPIRE"), one_of(&TIMES)]),
        row([of_a_key("PEXPIRE"), one_of(&TIMES)]),
        row([of_a_key("EXPIREAT"), one_of(&DATES)]),
        row([of_a_key("PEXPIREAT"), one_of(&DATES)]),
        of_a_key("PERSIST"),
    ];
    prop_oneof![3 => removing, 5 => timed, 1 => row([of_a_key("LPUSH"), text(), text()])]
}

fn script() -> impl Strategy<Value = Command> {
    let count = one_of(&["1", "1", "1", "1", "0", "4", "-1", "x"]);
    let name = select(&SCRIPTS[..]).prop_map(|text| vec![Script::new(text).get_hash().to_owned()]);
    prop_oneof![
        4 => row([word("EVAL"), one_of(&SCRIPTS), count, key(), text(), text()]),
        3 => row([word("EVALSHA"), name.boxed(), word("1"), key(), text(), text()]),
        1 => row([word("SCRIPT"), word("LOAD"), one_of(&SCRIPTS)]),
        1 => row([word("EVAL"), word("retur 1"), word("0")]),
        1 => row([word("SCRIPT"), word("FLUSH")]),
    ]
}

fn of_no_key() -> BoxedStrategy<Command> {
    one_of(&["MULTI", "EXEC", "EXEC", "DISCARD", "PING", "ECHO", "GET", "FLUSHALL", "nonsense"])
}

/// With too many arguments, or with wrong ones.
fn wrong() -> impl Strategy<Value = Command> {
    let name = one_of(&["PING", "ECHO", "GET", "SET", "MULTI", "nonsense"]);
    let scans = ["x", "0 MATCH", "0 COUNT 0", "0 COUNT x", "0 NONSENSE 1", "0 MATCH * COUNT -1"];
    let scan = select(scans.to_vec()).prop_map(|scan| scan.split(' ').map(str::to_owned).collect());
    prop_oneof![row([name, text(), text()]), row([word("SCAN"), scan.boxed()])]
}

fn command(has_ifeq: bool) -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => set(has_ifeq), 1 => getex(), 4 => reading(), 4 => writing(), 3 => script(),
        2 => of_no_key(), 2 => wrong(),
    ]
}

/// The options of a `SCAN`.
fn walk() -> BoxedStrategy<Command> {
    let option = prop_oneof![
        row([word("MATCH"), one_of(&PATTERNS)]),
        row([word("COUNT"), one_of(&["1", "2", "1000"])]),
        row([word("TYPE"), one_of(&["string", "list", "LIST"])]),
    ];
    some(option, 0..3)
}

pub(crate) fn step(has_ifeq: bool) -> impl Strategy<Value = Step> {
    let switch = select(&[Switch::Works, Switch::IsReadOnly, Switch::IsOutOfMemory][..]);
    prop_oneof![
        30 => command(has_ifeq).prop_map(Step::Send),
        3 => walk().prop_map(Step::Walk),
        1 => switch.prop_map(Step::Switch),
    ]
}
