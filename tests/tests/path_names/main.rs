//! Paths follow serde.

mod any_length;
mod any_name;
mod forbidden_lints;
mod names_in_redisjson;
