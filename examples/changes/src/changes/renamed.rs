//! A field is renamed: `name` becomes `full_name`.

use super::{Change, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Serialize};

/// The versions.
pub const CHANGE: Change = Change {
    name: "renamed",
    before: &Of::<Before>::NEW,
    between: &Of::<Between>::NEW,
    after: &Of::<After>::NEW,
    at_once: &Of::<AtOnce>::NEW,
};

#[derive(Serialize, Deserialize)]
struct Before {
    visits: u64,
    name: String,
}

#[derive(Serialize, Deserialize)]
struct Between {
    visits: u64,
    #[serde(rename = "name", alias = "full_name")]
    full_name: String,
}

#[derive(Serialize, Deserialize)]
struct After {
    visits: u64,
    #[serde(alias = "name")]
    full_name: String,
}

#[derive(Serialize, Deserialize)]
struct AtOnce {
    visits: u64,
    full_name: String,
}

impl Version for Before {
    fn new() -> Self {
        Self { visits: 0, name: "Ada 0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.name))
    }
}

impl Version for Between {
    fn new() -> Self {
        Self { visits: 0, full_name: "Ada 0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.full_name))
    }
}

impl Version for After {
    fn new() -> Self {
        Self { visits: 0, full_name: "Ada 0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.full_name))
    }
}

impl Version for AtOnce {
    fn new() -> Self {
        Self { visits: 0, full_name: "Ada 0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.full_name))
    }
}
