//! How do processes send each other typed messages? Two ways, with one enum of events:
//!
//! - [`pubsub`]: an event reaches the subscribers of that moment. A subscriber that is away misses
//!   it, so this is for events that are of no use later, such as "this entry of your cache is old"
//!   or the live view of a page.
//! - [`queue`] and [`worker`]: a work queue on a stream with a consumer group. Every event is
//!   handled at least once, also when workers are killed; what cannot be handled goes to a stream
//!   of dead letters.
//!
//! [`shop`] is what the workers of the program do with an event.
//!
//! `../../scripts/with-redis cargo run` shows both. To see it with several processes, start a
//! Redis, set `REDIS_URL`, and run `cargo run -- worker anna` in some terminals and `cargo run --
//! produce 1000` in another. Stop one of the workers in any way.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

pub mod entry;
pub mod event;
pub mod pubsub;
pub mod queue;
pub mod shop;
pub mod worker;
