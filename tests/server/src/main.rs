//! Starts a private Redis, prints its URL, and stops it when the input ends.

use std::io::{self, Read, Write};
use test_server::{Error, Server};

fn main() -> Result<(), Error> {
    let server = Server::start_private(&[])?;
    writeln!(io::stdout(), "{}", server.url())?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
