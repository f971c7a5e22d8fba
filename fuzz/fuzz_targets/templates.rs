//! Templates of keys: neither parser panics, the library accepts each template that the derive
//! accepts, and the parts can be read from a key. So different parts never make the same key, and
//! patterns that do not overlap have none in common.

#![no_main]
#![expect(dead_code, reason = "the sources of others, of which a part is used")]

#[path = "../../redis-derive-core/src/part.rs"]
mod part;
#[path = "../../redis-derive-core/src/serde_attr.rs"]
mod serde_attr;
#[path = "../../redis-derive-core/src/similar.rs"]
mod similar;
#[path = "../../redis-derive-core/src/template.rs"]
mod template;

use libfuzzer_sys::fuzz_target;
use proc_macro2::Span;
use redis_derive::{Key, KeyPattern};
use std::collections::BTreeMap;
use syn::{Fields, LitStr, parse_quote};
use template::{Names, Template};

const FIELDS: [&str; 3] = ["a", "bc", "type"];

// A line with a template, one with a part for each field, and one with another template.
fuzz_target!(|input: &str| {
    let mut lines = input.split('\n');
    let text = lines.next().unwrap_or_default();
    let parts: BTreeMap<_, _> =
        FIELDS.map(|field| (field, lines.next().unwrap_or_default())).into();
    let other = KeyPattern::<()>::new(lines.next().unwrap_or_default());
    let fields = Fields::Named(parse_quote! { { a: String, bc: String, r#type: String } });
    let names = Names { parts: &[], fields: Some(&fields) };
    let literal = LitStr::new(text, Span::call_site());
    let Ok(template) = Template::parse(&literal, names, false) else { return };

    let pattern = KeyPattern::<()>::new(text).unwrap();
    let given = template.placeholders.iter().fold(pattern.clone(), |pattern, placeholder| {
        pattern.with(&placeholder.name, parts[&*placeholder.name]).unwrap()
    });
    let key = given.key().unwrap();
    let expected: Vec<_> = template.placeholders.iter().map(|each| parts[&*each.name]).collect();
    let read_back = parts_of(key.as_str(), &template);
    assert!(read_back.is_some_and(|read_back| read_back == expected), "{key}");
    let read_back = pattern.parts(&key).unwrap();
    assert!(read_back.into_iter().all(|(name, part)| parts[name] == part), "{key}");
    assert!(given.parts(&key).is_some(), "{key}");
    assert!(pattern.overlaps(&pattern) && pattern.overlaps(&given), "{key}");
    if let Ok(other) = other
        && other.parts(&Key::new(key.as_str())).is_some()
    {
        assert!(other.overlaps(&pattern) && given.overlaps(&other), "{key}");
    }
});

/// The parts of a key, by the rule that the documentation gives: a part ends where the first
/// character that it cannot have comes.
fn parts_of(key: &str, template: &Template<'_>) -> Option<Vec<String>> {
    let mut rest = key.strip_prefix(&template.begin)?;
    let (last, placeholders) = match template.placeholders.split_last() {
        Some(all) => all,
        None => return rest.is_empty().then(Vec::new),
    };
    let mut parts = Vec::new();
    for placeholder in placeholders {
        let is_of_escapes = |c: char| c == '%' || matches!(c, '0'..='9' | 'A'..='F');
        let (before, separator) =
            placeholder.then.char_indices().find(|(_, c)| !is_of_escapes(*c))?;
        let end = rest.find(separator)?.checked_sub(before)?;
        parts.push(unescaped(rest.get(..end)?)?);
        rest = rest[end..].strip_prefix(&placeholder.then)?;
    }
    parts.push(unescaped(rest.strip_suffix(&last.then)?)?);
    Some(parts)
}

fn unescaped(part: &str) -> Option<String> {
    // In place of an empty part that is all of a hash tag.
    if part == "%" {
        return Some(String::new());
    }
    let mut bytes = Vec::new();
    let mut rest = part.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        if byte != b'%' {
            bytes.push(byte);
            rest = behind;
            continue;
        }
        let (digits, after) = behind.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}
