//! Redis Cluster and Redis Sentinel: keys with hash tags, many documents across slots, and writes
//! that go on when a master fails.
//!
//! - [`tenants`]: How do the documents that belong together get into one slot?
//! - [`together`]: How do two of them change together?
//! - [`many`]: How to read many documents from different nodes, and how to find all keys?
//! - [`replicated`]: Which writes survive the failure of a master?
//! - [`reconnecting`]: How does a writer go on with the next master?
//! - [`clients`]: Which settings does a client need for that?
//! - [`writers`]: Does it work? Writers go on through a failover, and then their documents are
//!   counted.
//!
//! `../../scripts/with-redis cargo run`

pub mod clients;
pub mod many;
pub mod reconnecting;
pub mod replicated;
pub mod tenants;
pub mod together;
pub mod writers;
