//! Keys of two templates: which can be the same, on all pairs of forty templates with hostile
//! values.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use redis_derive::{Key, KeyPattern};

/// Pairs of these are told apart by the number of their segments, by their text, or not at all.
const TEMPLATES: [&str; 40] = [
    "user:{id}",
    "user:{id}:session",
    "user:{id}:sessions",
    "user:{id}:session:{n}",
    "user:{id}/session",
    "user/{id}",
    "users:{id}",
    "user:",
    "user:{a}_{b}",
    "user:{a}-{b}",
    "user:{a}.{b}.{c}",
    "{kind}:{id}",
    "{tenant}:user:{id}",
    "{tenant}:{kind}:{id}",
    "{id}",
    "{a}_{b}",
    "{a}__{b}",
    "cache_{org}_{app}",
    "cache_{org}",
    "cache_",
    "cache:{key}",
    "cache:{key}.json",
    "cache:{key}.bin",
    "{name}.json",
    "{name}.tar.{kind}",
    "{{user:{id}}}:cart",
    "{{user:{id}}}:orders",
    "{{{id}}}:cart",
    "{{{id}}}:{kind}",
    "{{cart}}:{id}",
    "{tenant}/{{{id}}}/{part}",
    "x{{{a}}}{{{b}}}",
    "100%:{id}",
    "%3A{id}",
    "{id}%25",
    "{id}1:{n}",
    "{id}AF.{n}",
    "{a}é{b}",
    "settings",
    "settings:",
];

fn pattern(template: &str) -> KeyPattern<()> {
    KeyPattern::new(template).unwrap()
}

fn names(template: &str) -> Vec<String> {
    let text = template.replace("{{", "").replace("}}", "");
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().to_owned()).collect()
}

fn key(template: &str, parts: &[String]) -> Key<()> {
    let mut pattern = pattern(template);
    for (name, part) in names(template).iter().zip(parts.iter().cycle()) {
        pattern = pattern.with(name, part).unwrap();
    }
    pattern.key().unwrap()
}

/// The text of a template without its placeholders, in its segments, each with what ends it.
fn segments(template: &str) -> Vec<(Option<String>, char)> {
    let mut segments = vec![];
    let (mut text, mut has_part, mut inside) = (String::new(), false, false);
    for c in template.replace("{{", "\u{1}").replace("}}", "\u{2}").chars().chain(['\n']) {
        match c {
            '{' => (inside, has_part) = (true, true),
            '}' => inside = false,
            ':' | '/' | '\n' => {
                segments.push(((!has_part).then(|| std::mem::take(&mut text)), c));
                (text, has_part) = (String::new(), false);
            }
            c if !inside => text.push(c),
            _ => (),
        }
    }
    segments
}

/// What can be seen of two templates: other segments, or other text in one place.
fn are_apart(one: &str, other: &str) -> bool {
    let (one, other) = (segments(one), segments(other));
    let mut pairs = one.iter().zip(&other);
    one.len() != other.len()
        || pairs.any(|((one, end), (other, other_end))| {
            end != other_end || matches!((one, other), (Some(one), Some(other)) if one != other)
        })
}

fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a1_.:/%{}é-]{0,4}",
        "(session|:session|user|cart|}:cart|cache_|json|\\.json|_|%3A|%|1:|AF\\.|é|a){0,3}",
        any::<String>(),
    ]
}

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let others = |index: usize| TEMPLATES[index + 1..].iter();
    TEMPLATES
        .iter()
        .enumerate()
        .flat_map(move |(index, one)| others(index).map(|other| (*one, *other)))
}

#[test]
fn templates_that_can_be_told_apart_never_meet() {
    let apart: Vec<_> = pairs().filter(|(one, other)| are_apart(one, other)).collect();
    assert!(apart.len() > 300, "{}", apart.len());
    for (one, other) in apart {
        assert!(!pattern(one).overlaps(&pattern(other)), "{one} {other}");
        assert!(!pattern(other).overlaps(&pattern(one)), "{other} {one}");
    }
}

/// A key of one pattern that is a key of the other, with parts made of the other's text.
fn meeting(one: &str, other: &str) -> Option<Key<()>> {
    let mut pieces = vec![String::new(), "x".to_owned()];
    for text in other.split(['{', '}', ':', '/']) {
        let ends = text.char_indices().map(|(at, _)| text[at..].to_owned());
        let begins = text.char_indices().map(|(at, c)| text[..at + c.len_utf8()].to_owned());
        let around = [format!("{text}x"), format!("x{text}"), format!("x{text}x")];
        pieces.extend(ends.chain(begins).chain(around));
    }
    pieces.sort();
    pieces.dedup();
    let other = pattern(other);
    let count = u32::try_from(names(one).len()).unwrap();
    (0..pieces.len().pow(count)).find_map(|mut number| {
        let part = |_| {
            let index = number % pieces.len();
            number /= pieces.len();
            pieces[index].clone()
        };
        let parts: Vec<_> = (0..count.max(1)).map(part).collect();
        Some(key(one, &parts)).filter(|key| other.parts(key).is_some())
    })
}

#[test]
fn templates_that_overlap_have_a_key_in_common() {
    let mut count = 0;
    for (one, other) in pairs().filter(|(one, other)| pattern(one).overlaps(&pattern(other))) {
        let found = meeting(one, other).or_else(|| meeting(other, one));
        assert!(found.is_some(), "{one} {other}");
        count += 1;
    }
    assert!(count > 60, "{count}");
}

#[test]
fn keys_of_templates_that_do_not_overlap_are_never_the_same() {
    let mut runner = TestRunner::new(Config::with_cases(2_000));
    let parts = || [part(), part(), part()];
    let strategy = (0..TEMPLATES.len(), 0..TEMPLATES.len(), parts(), parts());
    runner
        .run(&strategy, |(one, other, parts, other_parts)| {
            let (one, other) = (TEMPLATES[one], TEMPLATES[other]);
            let key = key(one, &parts);
            let is_its = pattern(other).parts(&key).is_some();
            prop_assert!(!is_its || pattern(one).overlaps(&pattern(other)), "{one} {other} {key}");
            prop_assert!(pattern(one).parts(&key).is_some(), "{one} {key}");
            if key == self::key(other, &other_parts) {
                prop_assert!(is_its, "{one} {other} {key}");
            }
            Ok(())
        })
        .unwrap();
}
