//! Paths follow serde.

mod json_paths;
