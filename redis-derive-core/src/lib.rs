//! The derive macro of `redis-derive`. Depend on that crate.
//!
//! `expand::derive` runs the stages. It parses the attributes (`attr`, with `part`, `template`,
//! `ttl` and `cache` for those of a key), reads the shape of the type (`input`), and checks both
//! (`check`). Then it expands to one macro call of the facade for each direction, and to the impls
//! for a key (`keyed`) and for paths (`paths`). All mistakes are collected and reported together,
//! and the impls are emitted all the same.
//!
//! This crate knows only syntax. All behaviour is ordinary Rust in the facade.

mod attr;
mod borrow;
mod cache;
mod check;
mod errors;
mod expand;
mod input;
mod keyed;
#[cfg(test)]
mod mistakes;
#[cfg(any(feature = "paths", test))]
mod names;
mod part;
#[cfg(any(feature = "paths", test))]
mod paths;
mod serde_attr;
mod similar;
#[cfg(test)]
mod snapshots;
mod template;
mod ttl;

// The documentation is where redis-derive re-exports it, since its example runs there.
#[allow(missing_docs, reason = "it is in redis-derive")]
#[proc_macro_derive(RedisJson, attributes(redis_json))]
pub fn derive_redis_json(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::derive(&syn::parse_macro_input!(input)).into()
}
