//! A field is added: `plan`.

use super::{Change, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Serialize};

/// The versions.
pub const CHANGE: Change = Change {
    name: "added",
    before: &Of::<Before>::NEW,
    between: &Of::<Between>::NEW,
    after: &Of::<After>::NEW,
    at_once: &Of::<AtOnce>::NEW,
};

#[derive(Serialize, Deserialize)]
struct Before {
    visits: u64,
}

/// It knows the field, so that what it saves keeps it, and does not use it yet.
#[derive(Serialize, Deserialize)]
struct Between {
    visits: u64,
    #[serde(default)]
    plan: String,
}

#[derive(Serialize, Deserialize)]
struct After {
    visits: u64,
    #[serde(default)]
    plan: String,
}

#[derive(Serialize, Deserialize)]
struct AtOnce {
    visits: u64,
    plan: String,
}

impl Version for Before {
    fn new() -> Self {
        Self { visits: 0 }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, None)
    }
}

impl Version for Between {
    fn new() -> Self {
        Self { visits: 0, plan: String::new() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, None)
    }
}

impl Version for After {
    fn new() -> Self {
        Self { visits: 0, plan: "gold 0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.plan))
    }
}

impl Version for AtOnce {
    fn new() -> Self {
        Self { visits: 0, plan: "gold 0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.plan))
    }
}
