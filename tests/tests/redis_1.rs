//! What the library promises, on redis 1.x.

use redis_1 as redis;
use redis_1::JsonCommands;

#[path = "../behaviour/mod.rs"]
mod behaviour;

#[path = "../behaviour/client_v1.rs"]
mod client;
