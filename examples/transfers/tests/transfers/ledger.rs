//! What the clients know of their orders, for comparison with what is in the accounts.

use crate::{CENTS, ORDERS};
use transfers::bank::Bank;
use transfers::error::Error;
use transfers::transfer::{Done, Transfer};

/// What came of some orders.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    made: Vec<Transfer>,
    pub(crate) refused: u32,
    pub(crate) conflicts: u32,
    /// How often Redis failed, and an order was given again.
    pub(crate) uncertain: u32,
}

impl Ledger {
    /// Whether that is certain. Otherwise the order has to be given again.
    pub(crate) fn note(&mut self, order: &Transfer, outcome: Result<Done, Error>) -> bool {
        match outcome {
            Ok(done) => {
                self.made.push(order.clone());
                if let Done::Now { conflicts } = done {
                    self.conflicts += conflicts;
                }
            }
            Err(Error::Refused(_)) => self.refused += 1,
            Err(error) => {
                self.uncertain += 1;
                assert!(self.uncertain < 1000, "{error}");
                return false;
            }
        }
        true
    }

    pub(crate) fn sum(ledgers: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = Self::default();
        for ledger in ledgers {
            sum.made.extend(ledger.made);
            sum.refused += ledger.refused;
            sum.conflicts += ledger.conflicts;
            sum.uncertain += ledger.uncertain;
        }
        sum
    }

    /// Asserts that each transfer that was made is in these balances, once, and nothing else.
    pub(crate) fn assert_balances(&self, balances: &[u64]) {
        let mut expected = vec![CENTS.cast_signed(); balances.len()];
        for Transfer { from, to, cents, .. } in &self.made {
            expected[usize::try_from(*from).unwrap()] -= cents.cast_signed();
            expected[usize::try_from(*to).unwrap()] += cents.cast_signed();
        }
        let balances: Vec<i64> = balances.iter().map(|cents| cents.cast_signed()).collect();
        assert_eq!(balances, expected);
        assert!(!self.made.is_empty() && self.refused > 0);
    }
}

/// The orders of a client. Each tenth is for more than there is.
pub(crate) fn orders(bank: &Bank, client: u64) -> Vec<Transfer> {
    let cents = |id| if id % 10 == 0 { u64::MAX } else { fastrand::u64(1..=CENTS / 2) };
    (client * ORDERS..(client + 1) * ORDERS).map(|id| bank.order(id, cents(id))).collect()
}
