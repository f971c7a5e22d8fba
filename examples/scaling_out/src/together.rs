//! Several documents that change together, which they can in one slot. In two slots the reply is
//! `CROSSSLOT`.

use crate::tenants::{Account, Order};
use redis::cluster::ClusterConnection;
use redis::{RedisResult, aio, cmd, pipe};
use redis_derive::{Document, DocumentCommands, DocumentPipeline, Keyed};

/// Puts a document in the place of the one that was read, and another beside it, unless the first
/// has changed since or the other is there. (The first may have changed and be again what it was.)
const REPLACE_AND_ADD: &str = "\
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('EXISTS', KEYS[2]) == 1 then
    return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
redis.call('SET', KEYS[2], ARGV[3])
return 1";

/// Pays for an order out of its tenant's account and stores it: both, or neither where there is not
/// enough or another order has its id. It can be done again after an error, since an order that is
/// there has been paid for.
///
/// # Errors
///
/// Those of the client.
pub fn place(con: &mut ClusterConnection, order: &Order) -> RedisResult<bool> {
    let account_key = Account::key_for(&order.tenant);
    loop {
        if let Some(placed) = con.load(&order.key())? {
            return Ok(placed == *order);
        }
        let Some(stored) = con.load(account_key.raw())? else { return Ok(false) };
        let mut account: Account = stored.read()?;
        let Some(credit) = account.credit.checked_sub(order.price) else { return Ok(false) };
        account.credit = credit;
        // Where it fails, another order has been placed, or this one.
        if pay(con, &stored, &account, order)? {
            return Ok(true);
        }
    }
}

/// Stores an order and the account after it, if the account is still what was read and the order is
/// not there.
///
/// # Errors
///
/// Those of the client.
pub fn pay(
    con: &mut ClusterConnection,
    stored: &Document,
    account: &Account,
    order: &Order,
) -> RedisResult<bool> {
    // By its text: a name would have to be known to whatever node is the master.
    let mut command = cmd("EVAL");
    command.arg(REPLACE_AND_ADD).arg(2).arg(account.key()).arg(order.key());
    command.arg(stored).arg(account).arg(order).query(con)
}

/// Saves orders of one tenant in a transaction: `MULTI` and `EXEC`, for which an asynchronous
/// connection is needed in a cluster.
///
/// # Errors
///
/// Those of the client, which is that of `CROSSSLOT` before anything is sent.
pub async fn save_together(
    con: &mut impl aio::ConnectionLike,
    orders: &[Order],
) -> RedisResult<()> {
    let mut transaction = pipe();
    transaction.atomic();
    for order in orders {
        transaction.save(order)?.ignore();
    }
    transaction.exec_async(con).await
}
