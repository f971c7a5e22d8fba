//! One document: an account, with many deposits and withdrawals at the same time.
//!
//! When the connection breaks, a payment may have been made or not. A payment that must not be made
//! twice needs an `id`, like a [`Transfer`](crate::transfer::Transfer).

use crate::error::{Error, Refusal};
use redis::aio::ConnectionLike;
use redis_derive::{AsyncDocumentCommands, Key, RedisJson};
use serde::{Deserialize, Serialize};

/// An account. All of a bank are on one node of a cluster, by the hash tag in their keys, since any
/// two have to change together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:transfers:{{{bank}}}:account:{id}")]
pub struct Account {
    /// The bank.
    pub bank: String,
    /// The number at the bank.
    pub id: u64,
    /// What is in it: an integer, since a float cannot hold every amount, and never negative.
    pub cents: u64,
    /// Who may see it, beside the owner.
    pub readers: Vec<String>,
}

impl Account {
    /// Adds to what is in it.
    ///
    /// # Errors
    ///
    /// [`Refusal::TooMuch`].
    pub fn put(&mut self, cents: u64) -> Result<(), Refusal> {
        self.cents = self.cents.checked_add(cents).ok_or(Refusal::TooMuch)?;
        Ok(())
    }

    /// Takes from what is in it.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotEnough`].
    pub fn take(&mut self, cents: u64) -> Result<(), Refusal> {
        self.cents = self.cents.checked_sub(cents).ok_or(Refusal::NotEnough)?;
        Ok(())
    }
}

/// Pays into an account, and returns it as it is then. The connection may be shared.
///
/// # Errors
///
/// [`Refusal`], and those of Redis.
pub async fn deposit(
    con: &mut (impl ConnectionLike + Send),
    key: &Key<Account>,
    cents: u64,
) -> Result<Account, Error> {
    let account = con.try_update(key, |account| account.put(cents).map_err(Error::Refused)).await?;
    account.ok_or(Error::Refused(Refusal::NoAccount))
}

/// Pays out of an account, and returns it as it is then. Where it does not hold enough, it stays as
/// it is.
///
/// # Errors
///
/// [`Refusal`], and those of Redis.
pub async fn withdraw(
    con: &mut (impl ConnectionLike + Send),
    key: &Key<Account>,
    cents: u64,
) -> Result<Account, Error> {
    let account =
        con.try_update(key, |account| account.take(cents).map_err(Error::Refused)).await?;
    account.ok_or(Error::Refused(Refusal::NoAccount))
}
