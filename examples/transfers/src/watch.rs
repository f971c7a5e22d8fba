//! Two documents at once by `WATCH`, `MULTI` and `EXEC`, on a connection that is not shared: one of
//! a pool, or one for each thread.
//!
//! `EXEC` does nothing where a key has been written since it was watched. What is watched belongs
//! to the connection and not to the task, so that it must not be shared: see
//! [`shared_watch`](crate::shared_watch).

use crate::account::Account;
use crate::error::{Error, Refusal};
use crate::transfer::{Done, Transfer};
use redis::{ConnectionLike, Pipeline};
use redis_derive::DocumentPipeline;

/// Moves money from one account to another, unless that has been done.
///
/// # Errors
///
/// [`Refusal`], and those of Redis, after which it may be tried again with the same `id`, on
/// another connection.
pub fn transfer(con: &mut impl ConnectionLike, transfer: &Transfer) -> Result<Done, Error> {
    let [from, to] = transfer.accounts();
    let mut conflicts = 0;
    // It tries again, at once and for ever, where the closure returns `None`. An error is returned
    // as a value: returned as an error, it would leave the keys watched, and the next transaction
    // on the connection would do nothing.
    redis::transaction(
        con,
        &[from.as_str(), to.as_str(), transfer.receipt().as_str()],
        |con, pipe| {
            let done = attempt(con, pipe, transfer, conflicts).transpose();
            conflicts += 1;
            Ok(done)
        },
    )?
}

/// What has been done, or `None` where others were faster.
fn attempt(
    con: &mut impl ConnectionLike,
    pipe: &mut Pipeline,
    transfer: &Transfer,
    conflicts: u32,
) -> Result<Option<Done>, Error> {
    let (from, to, receipt): (Option<Account>, Option<Account>, Option<Transfer>) =
        transfer.read().query(con)?;
    if transfer.is_made(receipt.as_ref())? {
        return Ok(Some(Done::Before));
    }
    let (Some(mut from), Some(mut to)) = (from, to) else { return Err(Refusal::NoAccount.into()) };
    transfer.apply(&mut from, &mut to)?;
    let pipe = pipe.save(&from)?.save(&to)?.save((&transfer.receipt(), transfer))?;
    let written: Option<()> = pipe.query(con)?;
    Ok(written.map(|()| Done::Now { conflicts }))
}
