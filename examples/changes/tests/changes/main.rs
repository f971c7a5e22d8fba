//! The statements of the chapter "When a type changes", tested with processes of the versions.

mod lost;
mod migrating;
mod processes;
mod rollout;
mod traps;
mod versioned;

use redis::{Client, Connection};
use test_server::Server;

fn start() -> (Server, Connection) {
    let server = Server::start().unwrap_or_else(|error| panic!("{error}"));
    let con = Client::open(server.url()).unwrap().get_connection().unwrap();
    (server, con)
}
