//! What the library promises, on redis 0.27.

use redis_0_27 as redis;
use redis_0_27::JsonCommands;

#[path = "../../../behaviour/mod.rs"]
mod behaviour;

#[path = "../../../behaviour/client_v0.rs"]
mod client;
