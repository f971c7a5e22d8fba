//! Starts a private Redis, or a cluster with the argument `cluster`, prints its URL or one of each node, and stops it when the
//! input ends.

use std::io::{self, Read, Write};
use test_server::{Cluster, Error, Server};

fn main() -> Result<(), Error> {
    if std::env::args().nth(1).as_deref() == Some("cluster") {
        let cluster = Cluster::start()?;
        serve(&cluster.urls())
    } else {
        let server = Server::start_private(&[])?;
        serve(&[server.url()])
    }
}

fn serve(urls: &[&str]) -> Result<(), Error> {
    writeln!(io::stdout(), "{}", urls.join(" "))?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
