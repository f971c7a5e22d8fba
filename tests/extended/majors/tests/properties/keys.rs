//! Different values have different keys, also where the text between two placeholders is unusual
//! (`tests/templates.rs` has the usual ones, the fuzzer of templates any).

use proptest::prelude::*;
use redis_derive::{Keyed, RedisJson};
use serde::{Deserialize, Serialize};

macro_rules! keyed {
    ($($item:item)*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
        $item
    )*};
}

keyed! {
    #[redis_json(key = "{a}1/{b}AF:{c}")]
    struct BehindDigits { a: String, b: String, c: String }
    #[redis_json(key = "{a}é{b}→{c}")]
    struct BeyondAscii { a: String, b: String, c: String }
    #[redis_json(key = "{b}.{a}..{b}:{c}")]
    struct Repeated { a: String, b: String, c: String }
    #[redis_json(key = "x{{y}}{a}{{{b}}}-{c}")]
    struct TwoTags { a: String, b: String, c: String }
    #[redis_json(key = "{0}-{1}-{2}")]
    struct Numbers(i64, i64, i64);
}

/// Text of what stands between the placeholders, and of what is written in place of it.
fn part() -> impl Strategy<Value = String> {
    prop_oneof!["[a1F/:.é→{}%-]{0,4}", "(%C3%A9|%2F|%|1/|AF:|é|\\.\\.){0,3}", any::<String>()]
}

fn parts() -> impl Strategy<Value = [String; 3]> {
    [part(), part(), part()]
}

/// Parts, and others that are the same or have the same text in them, cut elsewhere.
fn two() -> impl Strategy<Value = [[String; 3]; 2]> {
    let cut = (parts(), any::<(prop::sample::Index, prop::sample::Index)>(), "[1/:.é→-]{0,2}");
    let cut = cut.prop_map(|(parts, (i, j), between)| {
        let text: Vec<char> = parts.join(&between).chars().collect();
        let [mut i, mut j] = [i, j].map(|index| index.index(text.len() + 1));
        if i > j {
            std::mem::swap(&mut i, &mut j);
        }
        let others = [&text[..i], &text[i..j], &text[j..]].map(|part| part.iter().collect());
        [parts, others]
    });
    prop_oneof![cut, [parts(), parts()]]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn different_parts_make_different_keys([one, other] in two()) {
        let is_same = one == other;
        macro_rules! check {
            ($($type:ident)*) => {$(
                let key = |[a, b, c]: &[String; 3]| $type::key_for(a, b, c);
                prop_assert_eq!(key(&one) == key(&other), is_same);
            )*};
        }
        check!(BehindDigits BeyondAscii Repeated TwoTags);
    }

    #[test]
    fn different_numbers_make_different_keys(one in any::<[i8; 3]>(), other in any::<[i8; 3]>()) {
        let key = |[a, b, c]: [i8; 3]| Numbers(a.into(), b.into(), c.into()).key();
        prop_assert_eq!(key(one) == key(other), one == other);
    }
}
