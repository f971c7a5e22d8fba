//! What the library promises, on redis 0.32.

use redis_0_32 as redis;
use redis_0_32::JsonCommands;

#[path = "../../../behaviour/mod.rs"]
mod behaviour;

#[path = "../../../behaviour/client_v0.rs"]
mod client;
