//! Model: what the commands promise of one document, done one after the other.

use crate::checker::linearizable::Model;

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
    /// A new value where the source reads.
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// What is stored.
    pub stored: Option<u64>,
    /// What the source has.
    pub published: u64,
}

impl State {
    fn storing(self, stored: impl Into<Option<u64>>) -> Self {
        Self { stored: stored.into(), ..self }
    }

    fn step(self, operation: Operation) -> (Outcome, Self) {
        let State { stored, .. } = self;
        let is_there = stored.is_some();
        match operation {
            Operation::Load => (Outcome::Found(stored), self),
            Operation::Save(number) => (Outcome::Done, self.storing(number)),
            Operation::SaveNew(number) => {
                (Outcome::Yes(!is_there), self.storing(stored.unwrap_or(number)))
            }
            Operation::Replace(number) => {
                (Outcome::Yes(is_there), self.storing(stored.map(|_| number)))
            }
            Operation::Remove => (Outcome::Yes(is_there), self.storing(None)),
            Operation::Take => (Outcome::Found(stored), self.storing(None)),
            Operation::Increment => found(self.storing(stored.map(|number| number + 1))),
            Operation::IncrementOrInsert(first) => {
                found(self.storing(stored.map_or(first, |number| number + 1)))
            }
            Operation::Touch => (Outcome::Yes(is_there), self),
            Operation::LoadOrPublished => found(self.storing(stored.unwrap_or(self.published))),
            Operation::Publish(published) => (Outcome::Done, Self { published, ..self }),
        }
    }
}

/// What is stored then.
fn found(state: State) -> (Outcome, State) {
    (Outcome::Found(state.stored), state)
}

impl Model for State {
    type Operation = Operation;
    type Outcome = Outcome;

    fn possible(&self, operation: &Operation) -> Vec<(Outcome, Self)> {
        let done = self.step(*operation);
        let mut possible = vec![done, (Outcome::Refused, *self)];
        // What a source has made may be returned and not stored: a cache need not keep anything.
        if *operation == Operation::LoadOrPublished {
            possible.push((done.0, *self));
        }
        possible
    }
}
