//! How do several instances of a web application share their sessions? A user who logs in at one
//! instance is known to all. If an instance crashes or Redis restarts, all users stay logged in.
//!
//! `../../scripts/with-redis cargo run` starts three instances behind a balancer and
//! prints the address to open.
//!
//! Copy [`sessions`]: the sessions, and what they promise. [`connection`] is the connection to
//! Redis below them, and [`app`] and [`cookie`] are the pages above. [`tower_store`] is the same
//! for an application with tower-sessions.

pub mod app;
pub mod balancer;
pub mod connection;
pub mod cookie;
pub mod id;
pub mod instance;
mod pages;
pub mod sessions;
pub mod tower_store;
