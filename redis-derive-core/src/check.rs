//! The third stage: checks the attributes against each other and against the type.

use crate::attr::Attributes;
use crate::errors::Errors;
use crate::input::Input;
use syn::Data;

pub(crate) fn check(input: &Input<'_>, attributes: &Attributes, errors: &mut Errors) {
    refuse_union(input, errors);
    refuse_no_direction(attributes, errors);
    refuse_reading_a_borrow(input, attributes, errors);
    refuse_what_takes_a_key(attributes, errors);
    refuse_cache_without_ttl(attributes, errors);
}

/// Refuses a union. The active field is not known, so serde has no impls for unions either.
fn refuse_union(input: &Input<'_>, errors: &mut Errors) {
    if let Data::Union(data) = &input.original.data {
        let message = "a union has no JSON form; `RedisJson` is for structs and enums";
        errors.push_at(data.union_token, message);
    }
}

fn refuse_no_direction(attributes: &Attributes, errors: &mut Errors) {
    if let (Some(_), Some(read_only)) = (attributes.write_only.name(), attributes.read_only.name())
    {
        let message = "`write_only` and `read_only` exclude each other; \
                       leave both out for a type that is written and read";
        errors.push_at(read_only, message);
    }
}

/// Refuses `read_only` for a type that borrows, since such a type can only be written.
fn refuse_reading_a_borrow(input: &Input<'_>, attributes: &Attributes, errors: &mut Errors) {
    if attributes.bound.is_given() {
        return;
    }
    if let (Some(_), Some(field)) = (attributes.read_only.name(), input.borrowing) {
        let message = "a `read_only` type cannot borrow from the reply that it is read from; \
                       make this field own its data, as `String` or `Cow` do, or leave out \
                       `RedisJson` and read the type from a `redis_derive::Document`";
        errors.push_at(&field.ty, message);
    }
}

/// Refuses `ttl` and others without `key`: a command sets the expiry from its key.
fn refuse_what_takes_a_key(attributes: &Attributes, errors: &mut Errors) {
    if attributes.key.is_given() {
        return;
    }
    if let Some(ttl) = attributes.ttl.name() {
        let message = "`ttl` is the expiry of a key; add `key = \"...\"`, or set it with the \
                       command that writes";
        errors.push_at(ttl, message);
    }
    let parts = attributes.parts.iter().map(|part| &part.keyword);
    for name in parts.chain(attributes.verbatim.name()).chain(attributes.cache.name()) {
        errors.push_at(name, format_args!("`{name}` needs a key; add `key = \"...\"`"));
    }
}

/// Refuses `cache` without `ttl`. An entry of a cache must expire. Also, a write that keeps the
/// expiry would keep the expiry of an entry that is being filled.
fn refuse_cache_without_ttl(attributes: &Attributes, errors: &mut Errors) {
    let needs_ttl = attributes.key.is_given() && !attributes.ttl.is_given();
    // Where a setting is a mistake, it may be the `ttl`.
    let cache = attributes.cache.name().filter(|_| attributes.cache.get().is_some());
    if let (true, Some(cache)) = (needs_ttl, cache) {
        errors.push_at(
            cache,
            "the entries of a cache must expire; add a time, such as `ttl = \"30m\"`",
        );
    }
}
