//! Two documents at once, on any connection, even a shared one.
//!
//! The program computes both documents, and a script writes them, or none if one has changed since
//! it was read. The script compares bytes and does not decode the documents: see
//! [`cjson`](crate::cjson).
//!
//! It also writes the receipt. When a connection breaks, a transfer may have been made or not. So
//! try it again with the same `id`: if there is a receipt, it has been made. (An attempt that broke
//! off may still be on its way to the server, and be made a moment after the next one was refused,
//! if both accounts are then as they were. If that matters, store the refusal under the `id` too.)

use crate::account::Account;
use crate::error::{Error, Refusal};
use crate::transfer::{Done, KEPT, Transfer};
use redis::aio::ConnectionLike;
use redis::{RedisResult, Script};
use redis_derive::Document;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::time::sleep;

/// Replies with 1 when it has written, and with 0 where the accounts are no longer what was read,
/// or the transfer has been made.
static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "\
if redis.call('GET', KEYS[1]) ~= ARGV[1]
    or redis.call('GET', KEYS[2]) ~= ARGV[2]
    or redis.call('EXISTS', KEYS[3]) == 1
then
    return 0
end
redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
redis.call('SET', KEYS[2], ARGV[4], 'KEEPTTL')
redis.call('SET', KEYS[3], ARGV[5], 'EX', ARGV[6])
return 1",
    )
});

/// How often a transfer is tried where others are faster.
pub(crate) const ATTEMPTS: u32 = 64;

/// Moves money from one account to another, unless that has been done.
///
/// # Errors
///
/// [`Refusal`], [`Error::Busy`], and those of Redis, after which it may be tried again with the
/// same `id`.
pub async fn transfer(
    con: &mut (impl ConnectionLike + Send),
    transfer: &Transfer,
) -> Result<Done, Error> {
    for conflicts in 0..ATTEMPTS {
        let (from, to, receipt): (Option<Document>, Option<Document>, Option<Transfer>) =
            transfer.read().query_async(con).await?;
        // First of all, since afterwards there may not be enough for a second time.
        if transfer.is_made(receipt.as_ref())? {
            return Ok(Done::Before);
        }
        let (Some(from), Some(to)) = (from, to) else { return Err(Refusal::NoAccount.into()) };
        let (mut new_from, mut new_to) = (from.read()?, to.read()?);
        transfer.apply(&mut new_from, &mut new_to)?;
        if write(con, transfer, [&from, &to], [&new_from, &new_to]).await? {
            return Ok(Done::Now { conflicts });
        }
        sleep(backoff(conflicts)).await;
    }
    Err(Error::Busy)
}

async fn write(
    con: &mut (impl ConnectionLike + Send),
    transfer: &Transfer,
    old: [&Document; 2],
    new: [&Account; 2],
) -> RedisResult<bool> {
    let mut script = SCRIPT.key(&transfer.accounts());
    script.key(transfer.receipt()).arg(&old).arg(&new).arg(transfer).arg(KEPT.as_secs());
    script.invoke_async(con).await
}

/// A random part of a time that doubles with each conflict, so that those who met once do not meet
/// again.
pub(crate) fn backoff(conflicts: u32) -> Duration {
    const FIRST: Duration = Duration::from_micros(500);
    const LONGEST: Duration = Duration::from_millis(8);
    FIRST.saturating_mul(1 << conflicts.min(16)).min(LONGEST).mul_f64(fastrand::f64())
}
