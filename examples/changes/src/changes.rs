//! The changes. Each is a module with four versions of one type: [before](Change::before) the
//! change, [between](Change::between), [after](Change::after) it, and [at once](Change::at_once),
//! which is the new type as anyone would write it who does not think of the old one.
//!
//! The one between reads both forms and writes the old one, so it runs beside both.

pub mod added;
pub mod removed;
pub mod renamed;
pub mod retyped;
pub mod split;
pub mod tuple;
pub mod variant_added;
pub mod variant_foreseen;
pub mod variant_renamed;

use crate::program::Program;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A change, with a program for each version of its type.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// What it is called on the command line.
    pub name: &'static str,
    /// The old version.
    pub before: &'static dyn Program,
    /// The first step.
    pub between: &'static dyn Program,
    /// The second step.
    pub after: &'static dyn Program,
    /// The new version without any step.
    pub at_once: &'static dyn Program,
}

/// All of them.
pub const ALL: [Change; 9] = [
    added::CHANGE,
    renamed::CHANGE,
    retyped::CHANGE,
    removed::CHANGE,
    split::CHANGE,
    variant_added::CHANGE,
    variant_foreseen::CHANGE,
    variant_renamed::CHANGE,
    tuple::CHANGE,
];

impl Change {
    /// The one with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.into_iter().find(|change| change.name == name)
    }

    /// The program of the version with this name.
    #[must_use]
    pub fn version(self, name: &str) -> Option<&'static dyn Program> {
        match name {
            "before" => Some(self.before),
            "between" => Some(self.between),
            "after" => Some(self.after),
            "at-once" => Some(self.at_once),
            _ => None,
        }
    }
}

/// A version of a type. Beside what changes, each has a counter, which does not.
pub trait Version: Serialize + DeserializeOwned {
    /// A document with nothing counted.
    fn new() -> Self;

    /// The counter, and what changes, where this version uses it.
    fn parts(&mut self) -> Parts<'_>;
}

/// The counter, and what changes.
pub type Parts<'a> = (&'a mut u64, Option<&'a mut dyn Number>);

/// What changes holds a number, so that it can be counted what was lost of it.
pub trait Number {
    /// The number.
    fn get(&self) -> u64;

    /// Puts another number in its place.
    fn set(&mut self, number: u64);
}

/// What the number of a text is behind, as in `Ada 7`.
fn before_number(text: &str) -> &str {
    text.trim_end_matches(|digit: char| digit.is_ascii_digit())
}

impl Number for String {
    fn get(&self) -> u64 {
        self[before_number(self).len()..].parse().unwrap_or(0)
    }

    fn set(&mut self, number: u64) {
        *self = format!("{}{number}", before_number(self));
    }
}

impl Number for u32 {
    fn get(&self) -> u64 {
        (*self).into()
    }

    fn set(&mut self, number: u64) {
        *self = u32::try_from(number).expect("a test does not count so far");
    }
}
