//! Conversion: a value to one JSON argument, and a reply to a value.
//!
//! `encode` and `decode` say how, for all types alike; a `codec` says who does it for one type.

mod array_rule;
pub(crate) mod codec;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod scalar;
mod scratch;
mod source;
