//! Errors: what went wrong, and where. No message quotes a document.
//!
//! An `Error` has a `reason` and a `place`. A reason keeps of serde's message only the words of the
//! `vocabulary` and the names of the type. A `refusal` says which words of a client's error are
//! safe, and `redis_json` has the messages about RedisJSON. An `excerpt` limits the memory of an
//! error to a few kilobytes, however large the document is.

pub(crate) mod error;
mod excerpt;
pub(crate) mod place;
mod reason;
mod redis_json;
pub(crate) mod refusal;
// Its lists have several words in a line.
#[rustfmt::skip]
pub(crate) mod vocabulary;
