//! A variant is added: `Trial`.

use super::{Change, Number, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Serialize};

/// The versions.
pub const CHANGE: Change = Change {
    name: "variant-added",
    before: &Of::<Before>::NEW,
    between: &Of::<Between>::NEW,
    after: &Of::<After>::NEW,
    at_once: &Of::<After>::NEW,
};

#[derive(Serialize, Deserialize)]
struct Before {
    visits: u64,
    plan: PlanBefore,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum PlanBefore {
    Free { number: u64 },
    Paid { number: u64 },
}

/// It knows the variant and leaves it to the next version to store one.
#[derive(Serialize, Deserialize)]
pub(super) struct Between {
    visits: u64,
    plan: Plan,
}

#[derive(Serialize, Deserialize)]
pub(super) struct After {
    visits: u64,
    plan: Plan,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Plan {
    Free { number: u64 },
    Paid { number: u64 },
    Trial { number: u64 },
}

impl Number for PlanBefore {
    fn get(&self) -> u64 {
        let (Self::Free { number } | Self::Paid { number }) = self;
        *number
    }

    fn set(&mut self, number: u64) {
        *self =
            if number.is_multiple_of(2) { Self::Free { number } } else { Self::Paid { number } };
    }
}

impl Number for Plan {
    fn get(&self) -> u64 {
        let (Self::Free { number } | Self::Paid { number } | Self::Trial { number }) = self;
        *number
    }

    fn set(&mut self, number: u64) {
        *self =
            if number.is_multiple_of(2) { Self::Paid { number } } else { Self::Trial { number } };
    }
}

impl Version for Before {
    fn new() -> Self {
        Self { visits: 0, plan: PlanBefore::Free { number: 0 } }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.plan))
    }
}

impl Version for Between {
    fn new() -> Self {
        Self { visits: 0, plan: Plan::Free { number: 0 } }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, None)
    }
}

impl Version for After {
    fn new() -> Self {
        Self { visits: 0, plan: Plan::Trial { number: 0 } }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.plan))
    }
}
