//! Templates of keys: the derive's parser never panics, and a key that is filled tells which parts it was made of. So
//! different parts never make the same key.

#![no_main]
#![expect(dead_code, reason = "the sources of others, of which a part is used")]

#[path = "../../redis-derive/src/keys/template.rs"]
mod runtime;
#[path = "../../redis-derive-core/src/serde_attr.rs"]
mod serde_attr;
#[path = "../../redis-derive-core/src/similar.rs"]
mod similar;
#[path = "../../redis-derive-core/src/template.rs"]
mod template;

use libfuzzer_sys::fuzz_target;
use proc_macro2::Span;
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{LazyLock, Mutex};
use syn::{Fields, LitStr, Member, parse_quote};
use template::{Placeholder, Template};

const FIELDS: [&str; 3] = ["a", "bc", "r#type"];

// A line with a template, and one with a part for each field.
fuzz_target!(|input: &str| {
    let mut lines = input.split('\n');
    let text = lines.next().unwrap_or_default();
    let parts = FIELDS.map(|_| lines.next().unwrap_or_default());
    let fields = fields();
    let literal = LitStr::new(text, Span::call_site());
    let Ok(template) = Template::parse(&literal, Some(&fields)) else { return };
    let parts: Vec<_> = template.placeholders.iter().map(|each| parts[index(each)]).collect();
    let displayed: Vec<_> = parts.iter().map(|part| part as &dyn Display).collect();

    let filling = filling(text, &template);
    let key = filling.fill(&displayed);
    let read_back = parts_of(&key, &template);
    assert!(read_back.is_some_and(|read_back| read_back == parts), "{key}");
    assert!(filling.matches(&key), "{key}");
    assert!(!filling.pattern("").is_empty());
});

fn fields() -> Fields {
    Fields::Named(parse_quote! { { a: String, bc: String, r#type: String } })
}

fn index(placeholder: &Placeholder<'_>) -> usize {
    let Member::Named(name) = &placeholder.member else { unreachable!() };
    FIELDS.iter().position(|field| name == field).unwrap()
}

/// What the expansion makes of a template, in which it has everything as constants. So each is made once and stays.
fn filling(text: &str, template: &Template<'_>) -> runtime::Template {
    static MADE: LazyLock<Mutex<HashMap<String, runtime::Template>>> =
        LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap();
    if let Some(there) = made.get(text) {
        return *there;
    }
    let placeholders = template.placeholders.iter().map(|each| {
        runtime::Placeholder::new(keep(&each.escaped), each.fills_tag, keep(&each.then))
    });
    let placeholders = Vec::leak(placeholders.collect());
    let filling = runtime::Template::new(keep(&template.begin), placeholders);
    made.insert(text.to_owned(), filling);
    filling
}

fn keep(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// The parts of a key, by the rule that the documentation of the runtime gives: a part ends where the first character that it cannot have
/// comes.
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
        parts.push(unescaped(placeholder, rest.get(..end)?)?);
        rest = rest[end..].strip_prefix(&placeholder.then)?;
    }
    parts.push(unescaped(last, rest.strip_suffix(&last.then)?)?);
    Some(parts)
}

fn unescaped(placeholder: &Placeholder<'_>, part: &str) -> Option<String> {
    if placeholder.escaped.is_empty() {
        return Some(part.to_owned());
    }
    if placeholder.fills_tag && part == "%" {
        return Some(String::new());
    }
    let mut bytes = Vec::new();
    let mut rest = part.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let Some((digits, after)) = behind.split_at_checked(2).filter(|_| byte == b'%') else {
            bytes.push(byte);
            rest = behind;
            continue;
        };
        bytes.push(u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}
