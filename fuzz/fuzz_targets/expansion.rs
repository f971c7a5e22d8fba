//! Types for the derive: it never panics, and its expansion is Rust, with or without a mistake in
//! the type.

#![no_main]
#![expect(dead_code, reason = "the sources of the derive, of which a part is used")]

#[path = "../../redis-derive-core/src/attr.rs"]
mod attr;
#[path = "../../redis-derive-core/src/borrow.rs"]
mod borrow;
#[path = "../../redis-derive-core/src/cache.rs"]
mod cache;
#[path = "../../redis-derive-core/src/check.rs"]
mod check;
#[path = "../../redis-derive-core/src/errors.rs"]
mod errors;
#[path = "../../redis-derive-core/src/expand.rs"]
mod expand;
#[path = "../../redis-derive-core/src/input.rs"]
mod input;
#[path = "../../redis-derive-core/src/keyed.rs"]
mod keyed;
#[path = "../../redis-derive-core/src/names.rs"]
mod names;
#[path = "../../redis-derive-core/src/part.rs"]
mod part;
#[path = "../../redis-derive-core/src/paths.rs"]
mod paths;
#[path = "../../redis-derive-core/src/serde_attr.rs"]
mod serde_attr;
#[path = "../../redis-derive-core/src/similar.rs"]
mod similar;
#[path = "../../redis-derive-core/src/template.rs"]
mod template;
#[path = "../../redis-derive-core/src/ttl.rs"]
mod ttl;

#[path = "expansion/grammar.rs"]
mod grammar;

use libfuzzer_sys::fuzz_target;
use std::str;

// The first byte tells whether the others are the text of a type, or choose from a grammar.
fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        Some((0, text)) => str::from_utf8(text).into_iter().for_each(check),
        Some((_, choices)) => check(&grammar::type_of(choices)),
        None => {}
    }
});

fn check(text: &str) {
    if panics_in_serde(text) {
        return;
    }
    let Ok(input) = syn::parse_str(text) else { return };
    let expanded = expand::derive(&input);
    let is_rust = syn::parse2::<syn::File>(expanded.clone()).is_ok();
    assert!(is_rust || expanded.to_string().contains("compile_error"), "{text}\n{expanded}");
}

/// serde's own derive panics where it makes a first letter small that is more than a byte, or none
/// (<https://github.com/serde-rs/serde/issues/2953>). So there is no such type.
fn panics_in_serde(text: &str) -> bool {
    text.contains("camelCase") && (!text.is_ascii() || text.contains("__"))
}
