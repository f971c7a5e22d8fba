//! Wrappers: types that choose how a document is written or read, with the conversion of all types.

pub(crate) mod cached;
pub(crate) mod document;
pub(crate) mod json;
pub mod path;
