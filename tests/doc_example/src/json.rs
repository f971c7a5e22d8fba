//! The same for the commands of RedisJSON. The module does not exist for every system: without it,
//! an example is compiled but does not run.

pub use crate::redis;
use crate::{Outcome, end, in_runtime};
use redis::aio::MultiplexedConnection;
use redis::{Client, Connection};
pub use redis_derive::*;
use serde::{Deserialize, Serialize};
use test_server::Server;

/// The type of the examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:user:{id}", ttl = "30m", paths)]
pub struct User {
    /// What makes the key of each example its own.
    pub id: String,
    /// The name.
    pub name: String,
    /// Another name.
    pub nickname: Option<String>,
    /// A number that the examples count up.
    pub visits: u64,
    /// A boolean that they turn over.
    pub is_away: bool,
    /// A list that they append to.
    pub roles: Vec<String>,
}

/// Runs an example: with a connection, Ada, who is stored, and her key, which is removed when it is
/// over.
///
/// # Panics
///
/// When the example fails, or there is no server.
pub fn json_example(run: impl FnOnce(&mut Connection, User, Key<User>) -> Outcome) {
    let Some((client, ada)) = begin() else { return };
    let key = ada.key();
    let mut con = client.get_connection().expect("the server is there");
    run(&mut con, ada, key.clone()).expect("the example works");
    end(&client, &[key.as_str()]);
}

/// Runs an example for a connection that is awaited.
///
/// # Panics
///
/// When the example fails, or there is no server.
pub fn json_example_async(
    run: impl AsyncFnOnce(&mut MultiplexedConnection, User, Key<User>) -> Outcome,
) {
    let Some((client, ada)) = begin() else { return };
    let key = ada.key();
    let outcome = in_runtime(async {
        let mut con = client.get_multiplexed_async_connection().await?;
        run(&mut con, ada, key.clone()).await
    });
    outcome.expect("the example works");
    end(&client, &[key.as_str()]);
}

fn begin() -> Option<(Client, User)> {
    std::env::var_os("REDIS_JSON_MODULE")?;
    let client = Client::open(url()).expect("the URL is one");
    let ada = User {
        id: test_server::key("ada"),
        name: "Ada".to_owned(),
        nickname: None,
        visits: 0,
        is_away: false,
        roles: vec!["guest".to_owned()],
    };
    let mut con = client.get_connection().expect("the server is there");
    con.json_save(&ada).expect("the server has RedisJSON");
    Some((client, ada))
}

fn url() -> &'static str {
    static SERVER: std::sync::OnceLock<Server> = std::sync::OnceLock::new();
    SERVER.get_or_init(|| Server::start_with_json().unwrap_or_else(|error| panic!("{error}"))).url()
}
