//! `Server`: the connection to a Redis.

use crate::error::Error;
use redis::{Client, Connection, RedisResult};
use std::time::Duration;

/// The longest wait for a connection and for each reply, if the host does not answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A Redis server to connect to.
pub(crate) struct Server(Client);

impl Server {
    pub(crate) fn at(url: &str) -> RedisResult<Self> {
        Client::open(url).map(Self)
    }

    pub(crate) fn connect(&self) -> Result<Connection, Error> {
        let con = self.0.get_connection_with_timeout(PATIENCE).map_err(|error| {
            if !error.is_io_error() {
                return error.into();
            }
            // Not the URL, which may hold a password.
            let address = self.0.get_connection_info().addr();
            Error::Failed(format!(
                "cannot connect to Redis at {address}: {error}; start it, or say where it is with --url or REDIS_URL"
            ))
        })?;
        // By default it waits for ever.
        con.set_read_timeout(Some(PATIENCE))?;
        con.set_write_timeout(Some(PATIENCE))?;
        Ok(con)
    }
}
