//! A type without the derive, passed to a command.
//@ errors: 1
//@ at: User { id: 1 }

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct User {
    id: u64,
}

fn main() {
    redis::cmd("SET").arg("key").arg(User { id: 1 });
}
