//! What the library promises on every client major. Each file in `tests/` named after a major is
//! these tests with that major as `crate::redis`, and the few calls that differ between majors as
//! `crate::client`.

mod any_key;
mod any_reply;
mod caches;
mod error_kinds;
mod errors;
mod key_forms;
mod many;
mod reading;
mod redisjson_commands;
mod redisjson_refusals;
mod redisjson_replies;
mod server;
mod table;
mod typed_keys;
mod without_owning;
mod wrappers;
mod writing;
