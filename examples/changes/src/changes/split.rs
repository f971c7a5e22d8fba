//! A field is split in two: `name` becomes `first` and `last`.

use super::{Change, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Serialize};

/// The versions.
pub const CHANGE: Change = Change {
    name: "split",
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

/// Both forms. Those who read both read them by this one type, so that no two of them take
/// different fields for the name. One that writes all three fields would not see what an older one
/// changes of `name`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Split { visits: u64, first: String, last: String },
    Whole { visits: u64, name: String },
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
struct Between {
    visits: u64,
    first: String,
    last: String,
}

#[derive(Serialize, Deserialize)]
#[serde(from = "Stored")]
struct After {
    visits: u64,
    first: String,
    last: String,
}

#[derive(Serialize, Deserialize)]
struct AtOnce {
    visits: u64,
    first: String,
    last: String,
}

impl From<Stored> for After {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Split { visits, first, last } => Self { visits, first, last },
            Stored::Whole { visits, name } => {
                let (first, last) = name.split_once(' ').unwrap_or(("", &name));
                Self { visits, first: first.to_owned(), last: last.to_owned() }
            }
        }
    }
}

impl From<Stored> for Between {
    fn from(stored: Stored) -> Self {
        let After { visits, first, last } = stored.into();
        Self { visits, first, last }
    }
}

impl From<Between> for Stored {
    fn from(Between { visits, first, last }: Between) -> Self {
        Self::Whole { visits, name: format!("{first} {last}") }
    }
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
        Self { visits: 0, first: "Ada".to_owned(), last: "0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.last))
    }
}

impl Version for After {
    fn new() -> Self {
        Self { visits: 0, first: "Ada".to_owned(), last: "0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.last))
    }
}

impl Version for AtOnce {
    fn new() -> Self {
        Self { visits: 0, first: "Ada".to_owned(), last: "0".to_owned() }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.last))
    }
}
