//! Model: what the commands promise of one document, done one after the other.

use crate::checker::linearizable::Model;
use crate::checker::operation::{Operation, Outcome};
use redis_derive::Origin;
use std::collections::BTreeSet;

/// The document, and the source that it is a copy of where it is the entry of a cache.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools, reason = "each is so or not, whatever the others are")]
pub struct State {
    stored: Option<u64>,
    /// It may be gone at any moment.
    is_brief: bool,
    /// It is remembered that the source has found nothing.
    is_known_absent: bool,
    /// An entry past its time is refreshed.
    is_refreshed: bool,
    /// What is past its time, or was there before: whoever has seen it then does not see that the
    /// same is stored anew.
    seen: BTreeSet<u64>,
    published: u64,
    /// What was published before, since something was stored or removed last. It may still be
    /// stored by one who asked the source then: what is done next for what was published after it
    /// comes later.
    published_before: BTreeSet<u64>,
    /// Connections break.
    is_in_trouble: bool,
    /// What callers have made who have it already, and what is still on its way to be stored.
    on_its_way: BTreeSet<Option<u64>>,
}

impl State {
    /// Nothing is stored. Whether an entry is refreshed that is past its time, the cache says.
    #[must_use]
    pub fn new(is_refreshed: bool) -> Self {
        Self { is_refreshed, ..Self::default() }
    }

    /// The same where connections break: what is on its way then arrives late or never.
    #[must_use]
    pub fn in_trouble(self) -> Self {
        Self { is_in_trouble: true, ..self }
    }

    /// Whoever asked the source before is too late.
    fn written(&self, stored: Option<u64>) -> Self {
        let Self { is_refreshed, published, is_in_trouble, .. } = *self;
        let seen = self.seen.iter().copied().chain(self.stored).collect();
        Self { stored, is_refreshed, seen, published, is_in_trouble, ..Self::default() }
    }

    fn removed(&self) -> Self {
        self.written(None)
    }

    fn saving(&self, number: u64) -> Self {
        self.written(Some(number))
    }

    fn saving_briefly(&self, number: u64) -> Self {
        Self { is_brief: true, ..self.saving(number).aging() }
    }

    /// It keeps its expiry, if there is one.
    fn changing(&self, number: u64) -> Self {
        let state = Self { is_brief: self.is_brief, ..self.saving(number) };
        if self.is_past() { state.aging() } else { state }
    }

    fn aging(mut self) -> Self {
        self.seen.extend(self.stored);
        self
    }

    fn is_past(&self) -> bool {
        self.stored.is_some_and(|stored| self.seen.contains(&stored))
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
        let (same, is_there) = (self.clone(), self.stored.is_some());
        match (operation, self.stored) {
            (Operation::Save(number) | Operation::PlainSave(number), _) => {
                (Outcome::Done, self.saving(number))
            }
            (Operation::SaveBriefly(number), _) => (Outcome::Done, self.saving_briefly(number)),
            (Operation::SaveNew(number), None) | (Operation::Replace(number), Some(_)) => {
                (Outcome::Yes(true), self.saving(number))
            }
            (Operation::SaveNew(_), Some(_)) | (Operation::Replace(_), None) => {
                (Outcome::Yes(false), same)
            }
            (Operation::Remove, _) => (Outcome::Yes(is_there), self.removed()),
            (Operation::PlainRemove, _) => (Outcome::Done, self.removed()),
            (Operation::Take, stored) => (Outcome::Found(stored), self.removed()),
            (Operation::Increment | Operation::IncrementOrInsert(_), Some(number)) => {
                self.changing(number + 1).found()
            }
            (Operation::IncrementOrInsert(number), None) | (Operation::Put(number), _) => {
                self.changing(number).found()
            }
            (Operation::Touch, _) => (Outcome::Yes(is_there), Self { is_brief: false, ..same }),
            (Operation::Age, _) => (Outcome::Done, same.aging()),
            (Operation::Publish(number), _) => (Outcome::Done, self.publishing(number)),
            (
                Operation::Load
                | Operation::PlainLoad
                | Operation::Increment
                | Operation::LoadOrPublished
                | Operation::FindPublished
                | Operation::FindManyPublished,
                _,
            ) => same.found(),
        }
    }

    /// What comes of an operation that may ask the source, which says this of what is published.
    fn after_asking(&self, says: impl Fn(u64) -> Option<u64>) -> Vec<(Outcome, Self)> {
        let got = |value, origin, state: &Self| (Outcome::Got(value, origin), state.clone());
        let mut possible = Vec::new();
        let is_absent = self.stored.is_none() && self.is_known_absent && says(0).is_none();
        if self.stored.is_some() || is_absent {
            possible.push(got(self.stored, Origin::Hit, self));
            possible.push(got(self.stored, Origin::Waited, self));
        }
        // How old it is, is asked after what it is.
        if self.stored.is_some() && self.is_refreshed {
            possible.push(got(self.stored, Origin::Stale, self));
        }
        // There may be no memory, or another client may have removed it since.
        let made = says(self.published);
        possible.push(got(made, Origin::Unstored, self));
        if self.stored.is_none() || (self.is_refreshed && self.is_past()) {
            if self.is_in_trouble {
                possible.push(got(made, Origin::Unstored, &self.sending(made)));
            }
            for made in self.published_before.iter().chain([&self.published]) {
                let made = says(*made);
                let filled = self.filled(made).into_iter();
                possible.extend(filled.map(|filled| got(made, Origin::Filled, &filled)));
            }
        }
        possible
    }

    fn sending(&self, made: Option<u64>) -> Self {
        let mut state = self.clone();
        state.on_its_way.insert(made);
        state
    }

    /// With what a source has made. Where that is nothing, it is remembered or not.
    fn filled(&self, made: Option<u64>) -> Vec<Self> {
        let filled = self.written(made);
        match made {
            Some(_) => vec![filled],
            None => vec![Self { is_known_absent: true, ..filled.clone() }, filled],
        }
    }

    /// What this may have become meanwhile, by nobody's operation.
    fn meanwhile(&self) -> Vec<Self> {
        let mut states = vec![self.clone()];
        states.extend(self.on_its_way.iter().flat_map(|made| self.filled(*made)));
        if self.is_brief {
            states.push(Self { stored: None, is_brief: false, ..self.clone() });
        }
        states
    }

    fn after_at_this_moment(&self, operation: Operation) -> Vec<(Outcome, Self)> {
        match operation {
            Operation::LoadOrPublished => self.after_asking(Some),
            Operation::FindPublished | Operation::FindManyPublished => {
                self.after_asking(found_by_source)
            }
            operation => vec![self.after(operation)],
        }
    }
}

/// What a source that may find nothing says of what is published.
pub(crate) fn found_by_source(published: u64) -> Option<u64> {
    (published > 0).then_some(published)
}

impl Model for State {
    type Operation = Operation;
    type Outcome = Outcome;

    fn possible(&self, operation: &Operation) -> Vec<(Outcome, Self)> {
        let mut possible = vec![(Outcome::Refused, self.clone())];
        let states = self.meanwhile();
        possible.extend(states.iter().flat_map(|state| state.after_at_this_moment(*operation)));
        possible
    }
}
