//! What the library promises on every client major. Each file in `tests/` named after a major is these
//! tests with that major as `crate::redis`, and the few calls that differ between majors as
//! `crate::client`.

mod any_reply;
mod commands;
mod documents;
mod errors;
mod json_paths;
mod keys;
mod reading;
mod redisjson;
mod server;
mod table;
mod wrappers;
mod writing;
