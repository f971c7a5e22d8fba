//! Which connection for which program: one code for a profile, on each kind of connection of the
//! client.

pub mod async_profile;
pub mod cached;
pub mod large;
pub mod managed;
pub mod multiplexed;
pub mod observer;
pub mod on_async_std;
pub mod on_smol;
pub mod pooled;
pub mod profile;

use std::time::Duration;

/// How long to wait for Redis. The client's own half a second is not enough where a machine is
/// busy, and 0.x waits for ever.
pub const TIMEOUT: Duration = Duration::from_secs(10);
