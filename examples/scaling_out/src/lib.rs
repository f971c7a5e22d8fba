//! Redis Cluster and Redis Sentinel: keys with hash tags, many documents across slots, and writes
//! that go on when a master is gone.
//!
//! - [`tenants`]: How do the documents that belong together get into one slot?
//! - [`together`]: How do two of them change together?
//! - [`many`]: How are many read that are on different nodes, and how are all keys found?
//! - [`replicated`]: Which writes are still there when a master is gone?
//! - [`reconnecting`]: How does a writer go on with the next master?
//! - [`clients`]: Which settings does a client need for that?
//! - [`writers`]: Does it hold? Writers go on through a failover, and what they wrote is counted.
//!
//! `../../scripts/with-redis cargo run`

pub mod clients;
pub mod many;
pub mod reconnecting;
pub mod replicated;
pub mod tenants;
pub mod together;
pub mod writers;
