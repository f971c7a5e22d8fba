//! Errors: what went wrong and where, in words that are the program's and never the document's.
//!
//! An `Error` is made of a `reason`, which passes of a message only the words in the `vocabulary`
//! and the names of the type, and of a `place`. However large the document, neither takes more than
//! a few kilobytes: a message is read as an `excerpt`. Of a client's error it tells what a
//! `refusal` may say, and of RedisJSON what is in `redis_json`.

pub(crate) mod error;
mod excerpt;
pub(crate) mod place;
mod reason;
mod redis_json;
pub(crate) mod refusal;
// Its lists have several words in a line.
#[rustfmt::skip]
pub(crate) mod vocabulary;
