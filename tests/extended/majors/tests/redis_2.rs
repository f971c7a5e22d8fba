//! What the library promises, on redis 2.x.

use redis_2 as redis;
use redis_2::Commands as JsonCommands;

#[path = "../../../behaviour/mod.rs"]
mod behaviour;

#[path = "../../../behaviour/client_v1.rs"]
mod client;
