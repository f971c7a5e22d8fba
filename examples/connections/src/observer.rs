//! How many connections the others make, as the server sees it.

use redis::{Client, Connection, InfoDict, RedisResult, cmd};

/// Counts the connections that a server accepts.
#[expect(missing_debug_implementations, reason = "a connection has none")]
pub struct Observer {
    con: Connection,
    before: u64,
}

impl Observer {
    /// Counts from now on, and not its own.
    ///
    /// # Errors
    ///
    /// Those of the client.
    pub fn start(client: &Client) -> RedisResult<Self> {
        let mut observer = Self { con: client.get_connection()?, before: 0 };
        observer.before = observer.accepted()?;
        Ok(observer)
    }

    /// How many there were.
    ///
    /// # Errors
    ///
    /// Those of the client.
    pub fn accepted(&mut self) -> RedisResult<u64> {
        let info: InfoDict = cmd("INFO").arg("stats").query(&mut self.con)?;
        Ok(info
            .get::<u64>("total_connections_received")
            .unwrap_or_default()
            .saturating_sub(self.before))
    }
}
