//! Which connection for which program: each kind once, with the same code for a profile.
//!
//! `../../scripts/with-redis cargo run`
//!
//! `docs/CONNECTIONS.md` says when each is right. It also says which documents are large, which
//! `cargo run --release -- measure` measures.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

mod measure;
mod show;

use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    match env::args().nth(1).as_deref() {
        None => show::all(),
        Some("measure") => measure::all(),
        Some(_) => Err("the only argument there is: measure".into()),
    }
}
