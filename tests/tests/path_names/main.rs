//! Paths follow serde.

mod names_in_redisjson;
