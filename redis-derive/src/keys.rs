//! Keys: under which key a document is stored, and how long it is kept there.
//!
//! A `template` says what the keys of a type look like, a `part` is what stands for one of its placeholders, and a type that has
//! both is `keyed`. Nothing here knows a client.

pub(crate) mod expiry;
pub(crate) mod key;
pub(crate) mod keyed;
pub(crate) mod part;
pub(crate) mod pattern;
pub(crate) mod template;
pub(crate) mod view;
