//! Starts a private Redis, or with an argument a `cluster` or `sentinels`, prints the URL of each
//! server, and stops them when the input ends.

use std::io::{self, Read, Write};
use test_server::{Cluster, Error, Sentinels, Server};

fn main() -> Result<(), Error> {
    match std::env::args().nth(1).as_deref() {
        Some("cluster") => serve(&Cluster::start()?.urls()),
        Some("sentinels") => serve(&Sentinels::start()?.urls()),
        _ => serve(&[Server::start_private(&[])?.url()]),
    }
}

fn serve(urls: &[&str]) -> Result<(), Error> {
    writeln!(io::stdout(), "{}", urls.join(" "))?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
