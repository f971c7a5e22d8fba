//! How does a type change while programs of the old version and of the new one run beside each
//! other? The chapter "When a type changes" of the documentation says it; here are the types, and
//! the programs that try it.
//!
//! `../../scripts/with-redis cargo run` starts a process of each version for each change, and
//! prints what they see of each other's documents.
//!
//! [`changes`] has the types: what to copy. [`migrate`] brings the documents that are there into
//! the form of the new version, and [`versioned`] is a type whose documents say their version.
//! [`program`] is what a program of each version does, for the test.

pub mod changes;
pub mod migrate;
pub mod program;
pub mod versioned;
