//! A document and an index of it, which change together: the accounts of a bank by what is in them,
//! in a sorted set.
//!
//! It is what `update` does, with a script of one command more. All that changes the field which
//! the index is of has to write like this.

use crate::account::Account;
use crate::compare_and_set::{ATTEMPTS, backoff};
use crate::error::{Error, Refusal};
use redis::aio::ConnectionLike;
use redis::{RedisResult, Script, cmd};
use redis_derive::{AsyncDocumentCommands, Key};
use std::sync::LazyLock;
use tokio::time::sleep;

/// Replies with 1 when it has written both, and with 0 where the account is no longer what was
/// read.
static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "\
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
redis.call('ZADD', KEYS[2], ARGV[3], KEYS[1])
return 1",
    )
});

/// The key of the index, in the slot of the accounts by their hash tag.
#[must_use]
pub fn by_cents(account: &Key<Account>) -> String {
    let (bank, _) = account.as_str().rsplit_once(":account:").unwrap_or((account.as_str(), ""));
    format!("{bank}:by-cents")
}

/// Pays into an account, and returns it as it is then. The index is there for each account that was
/// paid into like this.
///
/// # Errors
///
/// [`Refusal`], [`Error::Busy`], and those of Redis.
pub async fn deposit(
    con: &mut (impl ConnectionLike + Send),
    key: &Key<Account>,
    cents: u64,
) -> Result<Account, Error> {
    for conflicts in 0..ATTEMPTS {
        let stored = con.load(key.raw()).await?.ok_or(Refusal::NoAccount)?;
        let mut account: Account = stored.read()?;
        account.put(cents)?;
        let mut script = SCRIPT.key(key);
        script.key(by_cents(key)).arg(&stored).arg(&account).arg(account.cents);
        if script.invoke_async(con).await? {
            return Ok(account);
        }
        sleep(backoff(conflicts)).await;
    }
    Err(Error::Busy)
}

/// The keys of the accounts with the most in them, and how much that is: exact up to 2⁵³, as a
/// score is a double.
///
/// # Errors
///
/// Those of Redis.
pub async fn richest(
    con: &mut (impl ConnectionLike + Send),
    of_bank: &Key<Account>,
    count: isize,
) -> RedisResult<Vec<(String, u64)>> {
    let mut range = cmd("ZREVRANGE");
    range.arg(by_cents(of_bank)).arg(0).arg(count - 1).arg("WITHSCORES").query_async(con).await
}
