//! How do many clients change documents at once, and lose nothing? Accounts, and money that is
//! moved between them:
//!
//! - [`account`]: one document, by `try_update`, on any connection.
//! - [`compare_and_set`]: **two documents at once, on any connection. This is the one to copy.** A
//!   transfer that is tried again is made once.
//! - [`index`]: one document and an index of it, which change together.
//! - [`watch`]: the same by `WATCH`, `MULTI` and `EXEC`, on a connection that is not shared.
//!
//! And what goes wrong:
//!
//! - [`shared_watch`]: `WATCH` on a connection that several tasks share loses changes.
//! - [`cjson`]: a script that decodes a document and encodes it again damages it.
//!
//! `../../scripts/with-redis cargo run` shows all of them.

pub mod account;
pub mod bank;
pub mod cjson;
pub mod compare_and_set;
pub mod error;
pub mod index;
pub mod shared_watch;
pub mod transfer;
pub mod watch;
