//! The commands for an asynchronous connection, where the feature `aio` is off.
//@ errors: 1
//@ at: redis_derive::redis_1::AsyncDocumentCommands

use redis_derive::redis_1::AsyncDocumentCommands;

fn main() {}
