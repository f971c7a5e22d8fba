//! Keys: the key of a document, and how long Redis keeps the document.
//!
//! A `template` is the form of a type's keys, and a `part` replaces one of its placeholders. A
//! `keyed` type makes the key of each value. A `pattern` stands for all keys of a type, and
//! `overlap` tells whether two patterns have a key in common. A `cache` says how an entry is
//! filled. Nothing here knows a client.

pub(crate) mod as_key;
pub(crate) mod cache;
pub(crate) mod expiry;
pub(crate) mod key;
pub(crate) mod keyed;
mod overlap;
pub(crate) mod part;
pub(crate) mod pattern;
pub(crate) mod slot;
pub(crate) mod template;
pub(crate) mod view;
