//! Chapters that are about more than one item. They are there in the documentation alone.

/// # Keys and expiry
#[doc = include_str!("guide/keys.md")]
pub mod keys {}

/// # Concurrent updates
#[doc = include_str!("guide/updates.md")]
pub mod updates {}
