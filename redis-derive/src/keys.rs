//! Keys: under which key a document is stored, and how long it is kept there.
//!
//! A `template` says what the keys of a type look like, and a `part` is what stands for one of its
//! placeholders. Values of a type that is `keyed` have a key of their own. A `pattern` is all keys
//! of a type, and `overlap` tells whether two have one in common. Nothing here knows a client.

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
