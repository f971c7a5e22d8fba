//! The guide: chapters about more than one item. They exist only in the documentation.

/// # Start
#[doc = include_str!("guide/start.md")]
pub mod start {}

/// # Arguments and replies
#[doc = include_str!("guide/replies.md")]
pub mod replies {}

/// # Keys and expiry
#[doc = include_str!("guide/keys.md")]
pub mod keys {}

/// # Concurrent updates
#[doc = include_str!("guide/updates.md")]
pub mod updates {}

/// # When a type changes
#[doc = include_str!("guide/changes.md")]
pub mod changes {}

/// # Caches
#[doc = include_str!("guide/caches.md")]
pub mod caches {}

/// # Paths of RedisJSON
#[cfg_attr(feature = "paths", doc = include_str!("guide/paths.md"))]
#[cfg_attr(
    not(feature = "paths"),
    doc = "The feature `paths` is off. `cargo doc --features paths` has this chapter."
)]
pub mod paths {}

/// # Errors
#[doc = include_str!("guide/errors.md")]
pub mod errors {}

/// # Generic types
#[doc = include_str!("guide/generics.md")]
pub mod generics {}

/// # Libraries and re-exports
#[doc = include_str!("guide/reexports.md")]
pub mod reexports {}

/// # Majors
#[doc = include_str!("guide/majors.md")]
pub mod majors {}

/// # Testing
#[doc = include_str!("guide/testing.md")]
pub mod testing {}

/// # Performance
#[doc = include_str!("guide/performance.md")]
pub mod performance {}

/// # Move here
#[doc = include_str!("guide/moving.md")]
pub mod moving {}

/// # Security
#[doc = include_str!("guide/security.md")]
// The chapter is also read as a file, where these links would lead nowhere.
///
/// [`Document`]: crate::Document
/// [`Error`]: crate::Error
/// [Errors]: crate::guide::errors
/// [Writing]: crate::guide::replies#writing
/// [different keys]: crate::guide::keys#what-is-escaped
/// [never a struct]: crate::guide::replies#arrays-and-structs
/// [update]: crate::guide::updates
pub mod security {}
