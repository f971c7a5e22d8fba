//! A program with nothing asynchronous in it: a connection of its own for one thread, and a pool
//! (r2d2) for several.
//!
//! `Cargo.toml` switches on no runtime, neither here nor in the client, so `cargo tree -p
//! connections-synchronous` has none in it.

#[path = "../../src/profile.rs"]
pub mod profile;

use r2d2::{CustomizeConnection, Pool};
use redis::{Client, Connection, RedisError, RedisResult};
use std::error::Error;
use std::time::Duration;

/// How long to wait for Redis, or for a connection out of the pool. A synchronous connection waits
/// for ever unless it is told.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// A connection for one thread.
///
/// # Errors
///
/// Those of the client.
pub fn connect(client: &Client) -> RedisResult<Connection> {
    let con = client.get_connection_with_timeout(TIMEOUT)?;
    limit(&con)?;
    Ok(con)
}

/// Connections for many threads, of which so many at once use one.
///
/// # Errors
///
/// When that many connections cannot be had.
pub fn pool(client: Client, size: u32) -> Result<Pool<Client>, r2d2::Error> {
    Pool::builder()
        .max_size(size)
        .connection_timeout(TIMEOUT)
        .connection_customizer(Box::new(Limit))
        .build(client)
}

/// Counts a visit on a connection out of the pool, which goes back there at the end.
///
/// # Errors
///
/// Those of the pool and of [`profile::count_visit`].
pub fn count_visit(
    pool: &Pool<Client>,
    id: u64,
) -> Result<Option<u64>, Box<dyn Error + Send + Sync>> {
    Ok(profile::count_visit(&mut pool.get()?, id)?)
}

/// Gives each new connection of a pool its timeouts.
#[derive(Debug)]
struct Limit;

impl CustomizeConnection<Connection, RedisError> for Limit {
    fn on_acquire(&self, con: &mut Connection) -> RedisResult<()> {
        limit(con)
    }
}

fn limit(con: &Connection) -> RedisResult<()> {
    con.set_read_timeout(Some(TIMEOUT))?;
    con.set_write_timeout(Some(TIMEOUT))
}
