//! Model: what the commands promise of one document, done one after the other.

use crate::checker::linearizable::Model;
use std::collections::BTreeSet;

/// What a client does with the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `load`
    Load,
    /// `save`
    Save(u64),
    /// `save_new`
    SaveNew(u64),
    /// `replace`
    Replace(u64),
    /// `remove`
    Remove,
    /// `take`
    Take,
    /// `update`, that adds one.
    Increment,
    /// `update_or_insert_with`, that adds one, or inserts this.
    IncrementOrInsert(u64),
    /// `touch`
    Touch,
    /// `load_or_else`, whose source is what was published last.
    LoadOrPublished,
    /// A new value where the source reads. Whoever publishes removes the entry next, and one client
    /// alone does so.
    Publish(u64),
}

/// What it sees of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// This is what is there, or was there, or nothing.
    Found(Option<u64>),
    /// It was there, or was stored.
    Yes(bool),
    /// The server or the library refused it, and nothing happened.
    Refused,
}

/// The document, and the source that it is a copy of where it is the entry of a cache.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    stored: Option<u64>,
    published: u64,
    /// What was published before, since the entry was removed last. It may still be stored: the
    /// removal that is to follow what was published after it will find it.
    published_before: BTreeSet<u64>,
}

impl State {
    fn storing(&self, stored: impl Into<Option<u64>>) -> Self {
        Self { stored: stored.into(), ..self.clone() }
    }

    fn removed(&self) -> Self {
        Self { published: self.published, ..Self::default() }
    }

    fn publishing(&self, published: u64) -> Self {
        let mut state = self.clone();
        state.published_before.insert(state.published);
        state.published = published;
        state
    }

    /// With what is stored then.
    fn found(self) -> (Outcome, Self) {
        (Outcome::Found(self.stored), self)
    }

    fn after(&self, operation: Operation) -> (Outcome, Self) {
        let Self { stored, .. } = *self;
        let is_there = stored.is_some();
        match operation {
            Operation::Load | Operation::LoadOrPublished => self.clone().found(),
            Operation::Save(number) => (Outcome::Done, self.storing(number)),
            Operation::SaveNew(number) => {
                (Outcome::Yes(!is_there), self.storing(stored.unwrap_or(number)))
            }
            Operation::Replace(number) => {
                (Outcome::Yes(is_there), self.storing(stored.map(|_| number)))
            }
            Operation::Remove => (Outcome::Yes(is_there), self.removed()),
            Operation::Take => (Outcome::Found(stored), self.removed()),
            Operation::Increment => self.storing(stored.map(|number| number + 1)).found(),
            Operation::IncrementOrInsert(first) => {
                self.storing(stored.map_or(first, |number| number + 1)).found()
            }
            Operation::Touch => (Outcome::Yes(is_there), self.clone()),
            Operation::Publish(number) => (Outcome::Done, self.publishing(number)),
        }
    }

    /// What a source has made is returned, and stored or not: a cache need not keep anything.
    fn after_a_fill(&self) -> impl Iterator<Item = (Outcome, Self)> {
        let made = self.published_before.iter().chain([&self.published]);
        made.flat_map(|made| {
            let outcome = Outcome::Found(Some(*made));
            [(outcome, self.storing(*made)), (outcome, self.clone())]
        })
    }
}

impl Model for State {
    type Operation = Operation;
    type Outcome = Outcome;

    fn possible(&self, operation: &Operation) -> Vec<(Outcome, Self)> {
        let mut possible = vec![(Outcome::Refused, self.clone())];
        if *operation == Operation::LoadOrPublished && self.stored.is_none() {
            possible.extend(self.after_a_fill());
        } else {
            possible.push(self.after(*operation));
        }
        possible
    }
}
