//! A Redis in memory as a connection, in a world that a seed decides.
//!
//! A [`Simulation`] is that world: tasks of which one runs at a time, a clock that moves only when
//! they wait, and a seed that chooses which is next. A [`Redis`] is in it, and connections to it
//! are connections of the client, so the commands of the library run on them unchanged. Its replies
//! are held against those of real servers. Commands arrive late, connections are cut, and the
//! server refuses to write, as the test says and the seed chooses.
//!
//! What the clients saw is a [`History`], which is held against a model of one document: is there
//! an order, one operation after the other, in which all of them could have seen just that?
//!
//! ```
//! use redis_derive::{AsyncDocumentCommands, Key};
//! use simulator::{Redis, Simulation};
//!
//! let simulation = Simulation::new(42);
//! let redis = Redis::new(&simulation);
//! let visits: Key<u64> = Key::new("visits");
//! for _ in 0..2 {
//!     let (mut con, visits) = (redis.connect().clocked(), visits.clone());
//!     simulation.spawn(async move {
//!         con.update_or_insert_with(&visits, |visits| *visits += 1, || 1).await.unwrap();
//!     });
//! }
//! simulation.run();
//!
//! use redis_derive::DocumentCommands as _;
//! assert_eq!(redis.connect_at_once().load(&visits).unwrap(), Some(2));
//! ```

#![allow(missing_debug_implementations, reason = "nobody prints a world")]

mod async_connection;
mod checker;
mod clocked;
mod connection;
mod link;
mod random;
mod redis;
mod seeds;
mod server;
mod simulation;
mod thread;

pub use async_connection::AsyncConnection;
pub use checker::history::{Call, History};
pub use checker::linearizable::{Model, is_linearizable};
pub use checker::model::State;
pub use checker::operation::{Kind, Operation, Outcome};
pub use checker::scene::{Scene, is_broken};
pub use clocked::Clocked;
pub use connection::Connection;
pub use link::Cut;
pub use redis::{Network, Redis};
pub use seeds::{first_seed, for_each_seed};
pub use simulation::Simulation;
pub use thread::Thread;
