//! Wrappers: types that say how a document is read or written, over the same conversion.

pub(crate) mod cached;
pub(crate) mod document;
pub(crate) mod json;
pub mod path;
