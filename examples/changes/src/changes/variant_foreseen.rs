//! A variant is added: `Trial`, of which the old version knows that one may come.

use super::variant_added::{After, Between};
use super::{Change, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Serialize};

/// The versions.
pub const CHANGE: Change = Change {
    name: "variant-foreseen",
    before: &Of::<Before>::NEW,
    between: &Of::<Between>::NEW,
    after: &Of::<After>::NEW,
    at_once: &Of::<After>::NEW,
};

#[derive(Serialize, Deserialize)]
struct Before {
    visits: u64,
    plan: Plan,
}

/// serde reads any other variant as the last. Without the `tag` it does so with those that have
/// nothing in them alone.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Plan {
    Free {
        number: u64,
    },
    #[serde(other)]
    Unknown,
}

impl Version for Before {
    fn new() -> Self {
        Self { visits: 0, plan: Plan::Free { number: 0 } }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, None)
    }
}
