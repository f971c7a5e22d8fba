//! **What must not be done**: `WATCH` on a connection that several tasks share, as the clones of a
//! `MultiplexedConnection` and of a `ConnectionManager` do. It loses changes without an error.
//!
//! What is watched belongs to the connection. On Redis 7.0 and on Valkey 9.1, which do the same:
//!
//! - `EXEC` ends the `WATCH` of *every* task on the connection, of whatever keys the transaction
//!   was, and whether it did something or not. So do `UNWATCH`, which the client's
//!   `transaction_async` sends after each attempt, and `DISCARD`. The `EXEC` of the next task then
//!   writes over what it has not seen. This is how a change is lost.
//! - If a watched key is written, the *next* `EXEC` on the connection does nothing, also for a
//!   transaction without that key.
//! - A write over the same connection counts as well.
//!
//! `pipe().atomic()` alone is safe: it is sent in one piece, and watches nothing. For a document
//! use `try_update`, for two [`compare_and_set`](crate::compare_and_set); or give each task a
//! connection of its own while it watches.

use crate::account::Account;
use crate::error::{Error, Refusal};
use redis::RedisResult;
use redis::aio::{MultiplexedConnection, transaction_async};
use redis_derive::{AsyncDocumentCommands, DocumentPipeline, Key};
use std::cell::Cell;
use tokio::sync::Barrier;

/// Two deposits at the same time, of a cent each: both have read before one of them writes. Returns
/// what is in the account then.
///
/// With two connections that is two cents more. With one that both share it is one.
///
/// # Errors
///
/// Those of Redis.
pub async fn two_deposits(
    connections: [&MultiplexedConnection; 2],
    key: &Key<Account>,
) -> Result<u64, Error> {
    let both_have_read = Barrier::new(2);
    let [one, other] = connections.map(|con| deposit(con.clone(), key, &both_have_read));
    tokio::try_join!(one, other)?;
    let account = connections[0].clone().load(key).await?;
    Ok(account.ok_or(Refusal::NoAccount)?.cents)
}

async fn deposit(
    con: MultiplexedConnection,
    key: &Key<Account>,
    both_have_read: &Barrier,
) -> RedisResult<()> {
    let is_first_attempt = Cell::new(true);
    transaction_async(con, &[key.as_str()], async |mut con, mut pipe| {
        let Some(mut account) = con.load(key).await? else { return Ok(Some(())) };
        if is_first_attempt.replace(false) {
            both_have_read.wait().await;
        }
        account.cents += 1;
        pipe.save(&account)?.query_async(&mut con).await
    })
    .await
}
