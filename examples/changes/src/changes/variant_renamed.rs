//! A variant is renamed: `Paid` becomes `Pro`.

use super::{Change, Number, Parts, Version};
use crate::program::Of;
use serde::{Deserialize, Serialize};

/// The versions.
pub const CHANGE: Change = Change {
    name: "variant-renamed",
    before: &Of::<User<Before>>::NEW,
    between: &Of::<User<Between>>::NEW,
    after: &Of::<User<After>>::NEW,
    at_once: &Of::<User<AtOnce>>::NEW,
};

#[derive(Serialize, Deserialize)]
struct User<Plan> {
    visits: u64,
    plan: Plan,
}

#[derive(Serialize, Deserialize)]
enum Before {
    Paid(u64),
}

#[derive(Serialize, Deserialize)]
enum Between {
    #[serde(rename = "Paid", alias = "Pro")]
    Pro(u64),
}

#[derive(Serialize, Deserialize)]
enum After {
    #[serde(alias = "Paid")]
    Pro(u64),
}

#[derive(Serialize, Deserialize)]
enum AtOnce {
    Pro(u64),
}

/// A plan that has been changed so many times.
trait Plan: Serialize + for<'de> Deserialize<'de> {
    fn new(number: u64) -> Self;
    fn number(&self) -> u64;
}

impl Plan for Before {
    fn new(number: u64) -> Self {
        Self::Paid(number)
    }

    fn number(&self) -> u64 {
        let Self::Paid(number) = self;
        *number
    }
}

impl Plan for Between {
    fn new(number: u64) -> Self {
        Self::Pro(number)
    }

    fn number(&self) -> u64 {
        let Self::Pro(number) = self;
        *number
    }
}

impl Plan for After {
    fn new(number: u64) -> Self {
        Self::Pro(number)
    }

    fn number(&self) -> u64 {
        let Self::Pro(number) = self;
        *number
    }
}

impl Plan for AtOnce {
    fn new(number: u64) -> Self {
        Self::Pro(number)
    }

    fn number(&self) -> u64 {
        let Self::Pro(number) = self;
        *number
    }
}

impl<P: Plan> Number for P {
    fn get(&self) -> u64 {
        self.number()
    }

    fn set(&mut self, number: u64) {
        *self = P::new(number);
    }
}

impl<P: Plan> Version for User<P> {
    fn new() -> Self {
        Self { visits: 0, plan: P::new(0) }
    }

    fn parts(&mut self) -> Parts<'_> {
        (&mut self.visits, Some(&mut self.plan))
    }
}
