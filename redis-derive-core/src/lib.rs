//! The derive macro of `redis-derive`, which is the crate to depend on.
//!
//! How a derive works here: `expand::derive` parses the attributes (`attr`, with `part`,
//! `template`, `ttl` and `cache` for those of a key) and looks at the shape of the type (`input`),
//! checks the two against each other (`check`), and expands to one macro call of the facade for
//! each direction, and to the impls of a type with a key (`keyed`). Every mistake found on the way
//! is collected and reported together, and the impls are emitted all the same.
//!
//! This crate knows syntax and nothing else: all behaviour is ordinary Rust in the facade.

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
