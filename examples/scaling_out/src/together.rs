//! Several documents that change together. They must be in one slot: otherwise the reply is
//! `CROSSSLOT`.

use crate::tenants::{Account, Order};
use redis::cluster::ClusterConnection;
use redis::{RedisResult, aio, cmd, pipe};
use redis_derive::{Document, DocumentCommands, DocumentPipeline, Keyed};

/// Replaces the document that was read, and stores another one, unless the first has changed or the
/// other exists. (The first may have changed and changed back.)
const REPLACE_AND_ADD: &str = "\
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('EXISTS', KEYS[2]) == 1 then
    return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
redis.call('SET', KEYS[2], ARGV[3])
return 1";

/// Pays for an order from its tenant's account and stores the order. It does neither if the account
/// does not have enough, or another order has the same id. It can be repeated after an error, since
/// a stored order has been paid for.
///
/// # Errors
///
/// Those of the client.
pub fn place(con: &mut ClusterConnection, order: &Order) -> RedisResult<bool> {
    let account_key = Account::key_for(&order.tenant);
    loop {
        if let Some(placed) = con.load(order.key())? {
            return Ok(placed == *order);
        }
        let Some(stored) = con.load(account_key.raw())? else { return Ok(false) };
        let mut account: Account = stored.read()?;
        let Some(credit) = account.credit.checked_sub(order.price) else { return Ok(false) };
        account.credit = credit;
        // If it fails, another order or this one has been stored meanwhile.
        if pay(con, &stored, &account, order)? {
            return Ok(true);
        }
    }
}

/// Stores an order and the new account, if the account has not changed and the order does not
/// exist.
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
    // By its text, since the master may not know the script's name.
    let mut command = cmd("EVAL");
    command.arg(REPLACE_AND_ADD).arg(2).arg(account.key()).arg(order.key());
    command.arg(stored).arg(account).arg(order).query(con)
}

/// Saves orders of one tenant in a transaction (`MULTI` and `EXEC`). In a cluster this needs an
/// asynchronous connection.
///
/// # Errors
///
/// Those of the client, which refuses keys of different slots before it sends anything.
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
