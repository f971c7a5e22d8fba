//! A field is removed: `nickname`.

use super::{Change, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Serialize};

/// The versions. After the change there is nothing to think of, but before it.
pub const CHANGE: Change = Change {
    name: "removed",
    before: &Of::<Before>::NEW,
    between: &Of::<Between>::NEW,
    after: &Of::<After>::NEW,
    at_once: &Of::<After>::NEW,
};

#[derive(Serialize, Deserialize)]
struct Before {
    visits: u64,
    nickname: String,
}

/// It does without the field, and still writes it for those which do not.
#[derive(Serialize, Deserialize)]
struct Between {
    visits: u64,
    #[serde(default)]
    nickname: String,
}

#[derive(Serialize, Deserialize)]
struct After {
    visits: u64,
}

impl Version for Before {
    fn new() -> Self {
        Self { visits: 0, nickname: "Countess 0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.nickname))
    }
}

impl Version for Between {
    fn new() -> Self {
        Self { visits: 0, nickname: String::new() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, None)
    }
}

impl Version for After {
    fn new() -> Self {
        Self { visits: 0 }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, None)
    }
}
