//! A bank with a few accounts, for the program and the tests.

use crate::account::Account;
use crate::index::by_cents;
use crate::transfer::Transfer;
use redis::{Commands, ConnectionLike, RedisResult};
use redis_derive::{DocumentCommands, Key};

/// How many accounts a bank has.
pub const ACCOUNTS: u64 = 4;

/// A bank, with the accounts from 0 to [`ACCOUNTS`].
#[derive(Clone, Debug)]
pub struct Bank {
    /// Its name, which no other has.
    pub name: String,
}

impl Bank {
    /// The key of an account.
    #[must_use]
    pub fn account(&self, id: u64) -> Key<Account> {
        Account::key_for(&self.name, id)
    }

    /// Opens all accounts, with so much in each.
    ///
    /// # Errors
    ///
    /// The client's.
    pub fn open(&self, con: &mut impl ConnectionLike, cents: u64) -> RedisResult<()> {
        for id in 0..ACCOUNTS {
            con.save(&Account { bank: self.name.clone(), id, cents, readers: Vec::new() })?;
        }
        Ok(())
    }

    /// What is in the accounts, all at one time.
    ///
    /// # Errors
    ///
    /// The client's.
    pub fn balances(&self, con: &mut impl ConnectionLike) -> RedisResult<Vec<u64>> {
        let accounts = con.load_many((0..ACCOUNTS).map(|id| self.account(id)))?;
        Ok(accounts.into_iter().flatten().map(|account| account.cents).collect())
    }

    /// An order for some transfer, between two accounts.
    #[must_use]
    pub fn order(&self, id: u64, cents: u64) -> Transfer {
        let from = fastrand::u64(..ACCOUNTS);
        let to = (from + fastrand::u64(1..ACCOUNTS)) % ACCOUNTS;
        Transfer { bank: self.name.clone(), id, from, to, cents }
    }

    /// Removes the accounts and the receipts.
    ///
    /// # Errors
    ///
    /// The client's.
    pub fn close(&self, con: &mut impl ConnectionLike) -> RedisResult<()> {
        for id in 0..ACCOUNTS {
            con.remove(self.account(id))?;
        }
        let () = con.del(by_cents(&self.account(0)))?;
        let receipts: Vec<Key<Transfer>> =
            con.scan_keys(&Transfer::key_pattern()).collect::<Result<_, _>>()?;
        let of_this = format!("{{{}}}", self.name);
        for receipt in receipts.iter().filter(|key| key.as_str().contains(&of_this)) {
            con.remove(receipt)?;
        }
        Ok(())
    }
}
