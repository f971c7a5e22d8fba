//! A tuple becomes a struct: the place of a user.

use super::{Change, Number, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Serialize};

/// The versions. What serde derives for a struct reads an array as well, field by field.
pub const CHANGE: Change = Change {
    name: "tuple",
    before: &Of::<Before>::NEW,
    between: &Of::<Between>::NEW,
    after: &Of::<After>::NEW,
    at_once: &Of::<After>::NEW,
};

#[derive(Serialize, Deserialize)]
struct Before {
    visits: u64,
    place: Tuple,
}

#[derive(Serialize, Deserialize)]
struct Tuple(u64, u64);

#[derive(Serialize, Deserialize)]
struct Between {
    visits: u64,
    place: PlaceBetween,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "(u64, u64)")]
struct PlaceBetween {
    x: u64,
    y: u64,
}

impl From<PlaceBetween> for (u64, u64) {
    fn from(PlaceBetween { x, y }: PlaceBetween) -> Self {
        (x, y)
    }
}

#[derive(Serialize, Deserialize)]
struct After {
    visits: u64,
    place: Place,
}

#[derive(Serialize, Deserialize)]
struct Place {
    x: u64,
    y: u64,
}

impl Number for Tuple {
    fn get(&self) -> u64 {
        self.1
    }

    fn set(&mut self, number: u64) {
        self.1 = number;
    }
}

impl Number for PlaceBetween {
    fn get(&self) -> u64 {
        self.y
    }

    fn set(&mut self, number: u64) {
        self.y = number;
    }
}

impl Number for Place {
    fn get(&self) -> u64 {
        self.y
    }

    fn set(&mut self, number: u64) {
        self.y = number;
    }
}

impl Version for Before {
    fn new() -> Self {
        Self { visits: 0, place: Tuple(1, 0) }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.place))
    }
}

impl Version for Between {
    fn new() -> Self {
        Self { visits: 0, place: PlaceBetween { x: 1, y: 0 } }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.place))
    }
}

impl Version for After {
    fn new() -> Self {
        Self { visits: 0, place: Place { x: 1, y: 0 } }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.place))
    }
}
