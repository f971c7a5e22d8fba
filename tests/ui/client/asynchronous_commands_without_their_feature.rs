//! The commands for an asynchronous connection, where the feature `aio` is off.
//@ errors: 1
//@ at: redis_derive::AsyncDocumentCommands

use redis_derive::AsyncDocumentCommands;

fn main() {}
