//! What the example promises, against a real server.

mod account;
mod cjson;
mod compare_and_set;
mod index;
mod ledger;
mod shared_watch;
mod watch;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Connection, RedisResult};
use std::ops::{Deref, Range};
use std::sync::OnceLock;
use std::time::Duration;
use test_server::Server;
use transfers::bank::Bank;

/// How many tasks or threads meet at the accounts, and how many orders each of them has.
const CLIENTS: u64 = 8;
const ORDERS: u64 = 50;

/// What is in an account at first.
const CENTS: u64 = 100;

/// After how many bytes a connection is cut: of some transfers, and in the midst of one.
const CUT: Range<u64> = 1_000..10_000;

/// For a reply that does not come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that the tests of this program share.
fn url() -> &'static str {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start().unwrap_or_else(|error| panic!("{error}"))).url()
}

fn connect() -> Connection {
    Client::open(url()).unwrap().get_connection().unwrap()
}

async fn connect_async(url: impl Into<String>) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(PATIENCE))
        .set_response_timeout(Some(PATIENCE));
    Client::open(url.into())?.get_multiplexed_async_connection_with_config(&config).await
}

/// A bank that no other test uses. It is closed when the test is over.
struct TestBank(Bank);

impl TestBank {
    fn open() -> Self {
        let bank = Bank { name: test_server::key("bank") };
        bank.open(&mut connect(), CENTS).unwrap();
        Self(bank)
    }

    fn balances(&self) -> Vec<u64> {
        self.0.balances(&mut connect()).unwrap()
    }
}

impl Deref for TestBank {
    type Target = Bank;
    fn deref(&self) -> &Bank {
        &self.0
    }
}

impl Drop for TestBank {
    fn drop(&mut self) {
        if let Ok(mut con) = Client::open(url()).and_then(|client| client.get_connection()) {
            _ = self.0.close(&mut con);
        }
    }
}
