//! The beginning of the examples in the documentation of the commands: a server, a connection, and
//! Ada, a user who is not stored yet.

pub mod json;

use redis::aio::MultiplexedConnection;
use redis::{Client, Connection};
/// The client, by the name that programs know it by.
pub use redis_1 as redis;
pub use redis_derive::*;
use serde::{Deserialize, Serialize};
use std::error::Error as StdError;
use test_server::Server;

/// What an example returns.
pub type Outcome = Result<(), Box<dyn StdError>>;

/// The type of the examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:user:{id}", ttl = "30m", cache)]
pub struct User {
    /// What makes the key of each example its own.
    pub id: String,
    /// The name.
    pub name: String,
    /// A number that the examples count up.
    pub visits: u64,
}

/// Runs an example: with a connection, Ada, her key, and any other key. Both keys are removed when
/// it is over.
///
/// # Panics
///
/// When the example fails, or there is no server.
pub fn example(run: impl FnOnce(&mut Connection, User, Key<User>, &str) -> Outcome) {
    let (client, ada, any_key) = begin();
    let key = ada.key();
    let mut con = client.get_connection().expect("the server is there");
    run(&mut con, ada, key.clone(), &any_key).expect("the example works");
    end(&client, &[key.as_str(), &any_key]);
}

/// Runs an example for a connection that is awaited.
///
/// # Panics
///
/// When the example fails, or there is no server.
pub fn example_async(
    run: impl AsyncFnOnce(&mut MultiplexedConnection, User, Key<User>, &str) -> Outcome,
) {
    let (client, ada, any_key) = begin();
    let key = ada.key();
    let outcome = in_runtime(async {
        let mut con = client.get_multiplexed_async_connection().await?;
        run(&mut con, ada, key.clone(), &any_key).await
    });
    outcome.expect("the example works");
    end(&client, &[key.as_str(), &any_key]);
}

/// Another connection to the server of the examples.
///
/// # Errors
///
/// When there is no server.
pub fn connect() -> Result<Connection, Box<dyn StdError>> {
    Ok(Client::open(url())?.get_connection()?)
}

fn begin() -> (Client, User, String) {
    let client = Client::open(url()).expect("the URL is one");
    let id = test_server::key("ada");
    (client, User { id, name: "Ada".to_owned(), visits: 0 }, test_server::key("any"))
}

fn end(client: &Client, keys: &[&str]) {
    let mut con = client.get_connection().expect("the server is there");
    redis::cmd("DEL").arg(keys).exec(&mut con).expect("the server removes keys");
}

/// A server for the examples of a program, of which there are many in one.
fn url() -> &'static str {
    static SERVER: std::sync::OnceLock<Server> = std::sync::OnceLock::new();
    SERVER.get_or_init(|| Server::start().unwrap_or_else(|error| panic!("{error}"))).url()
}

fn in_runtime(future: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future)
}
