//! Paths follow serde.

mod any_length;
mod any_name;
mod names_in_redisjson;
