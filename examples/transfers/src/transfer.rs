//! An order to move money, and its result.

use crate::account::Account;
use crate::error::Refusal;
use redis::{Cmd, cmd};
use redis_derive::{Expiry, Key, Keyed, RedisJson};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The time for which a receipt is kept. A client that has no reply must try again within that
/// time.
pub const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// An order to move money. After the transfer it is stored under its own key, as the receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:transfers:{{{bank}}}:transfer:{id}")]
pub struct Transfer {
    /// The bank of both accounts.
    pub bank: String,
    /// The client chooses it. Orders with the same `id` are the same transfer, which is made once.
    pub id: u64,
    /// The account that it is taken from.
    pub from: u64,
    /// The account that it is put into.
    pub to: u64,
    /// How much.
    pub cents: u64,
}

/// The result of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was made now, after so many conflicts with others.
    Now {
        /// How often others were faster.
        conflicts: u32,
    },
    /// It had been made before.
    Before,
}

impl Transfer {
    /// The keys of the two accounts.
    #[must_use]
    pub fn accounts(&self) -> [Key<Account>; 2] {
        [self.from, self.to].map(|id| Account::key_for(&self.bank, id))
    }

    /// The key of the receipt.
    #[must_use]
    pub fn receipt(&self) -> Key<Self> {
        self.key().with_expiry(Expiry::After(KEPT))
    }

    /// Reads both accounts and the receipt, as they are at one time.
    pub(crate) fn read(&self) -> Cmd {
        let mut command = cmd("MGET");
        command.arg(&self.accounts()).arg(self.receipt());
        command
    }

    /// Tells whether the transfer has been made, from the receipt.
    pub(crate) fn is_made(&self, receipt: Option<&Self>) -> Result<bool, Refusal> {
        match receipt {
            None => Ok(false),
            Some(receipt) if receipt == self => Ok(true),
            Some(_) => Err(Refusal::OtherTransfer),
        }
    }

    /// Moves the money in memory.
    pub(crate) fn apply(&self, from: &mut Account, to: &mut Account) -> Result<(), Refusal> {
        if self.from == self.to {
            return Err(Refusal::SameAccount);
        }
        from.take(self.cents)?;
        to.put(self.cents)
    }
}
