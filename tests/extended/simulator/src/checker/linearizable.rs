//! Linearizable: whether there is an order, one operation after the other, that shows the same.
//!
//! The search of Wing and Gong, which puts one operation after the other in order and goes back
//! where none fits, with Lowe's memory of what it has tried
//! (<https://www.cs.ox.ac.uk/people/gavin.lowe/LinearizabiltyTesting/>).

use crate::checker::history::{History, Operated};
use std::collections::HashSet;
use std::hash::Hash;

/// What operations do one after the other: a state of the thing.
pub trait Model: Clone + Eq + Hash {
    /// What is done.
    type Operation: Clone;
    /// What is seen.
    type Outcome: Clone + PartialEq;

    /// All that may be seen of an operation in this state, each with the state that follows.
    fn possible(&self, operation: &Self::Operation) -> Vec<(Self::Outcome, Self)>;
}

/// Whether what was seen can be seen where the operations of a history take place one after the
/// other, each between its call and its return. One that did not return takes place at any time
/// after its call, or never.
///
/// # Panics
///
/// When there are more than 64 operations: a history should be small.
#[must_use]
pub fn is_linearizable<M: Model>(begin: &M, history: &History<M::Operation, M::Outcome>) -> bool {
    let operations = history.operations();
    assert!(operations.len() <= 64, "a history of {} operations", operations.len());
    Search { operations, tried: HashSet::new() }.can_go_on(0, begin)
}

struct Search<M: Model> {
    operations: Vec<Operated<M::Operation, M::Outcome>>,
    /// What is in order so far, a bit each, and the state after that.
    tried: HashSet<(u64, M)>,
}

impl<M: Model> Search<M> {
    fn can_go_on(&mut self, ordered: u64, state: &M) -> bool {
        if !self.tried.insert((ordered, state.clone())) {
            return false;
        }
        let left: Vec<usize> =
            (0..self.operations.len()).filter(|index| ordered & (1 << index) == 0).collect();
        // None begins after another has returned that is still to come.
        let end = left
            .iter()
            .filter_map(|index| Some(self.operations[*index].returned.as_ref()?.0))
            .min();
        let Some(end) = end else { return true };
        left.into_iter().any(|index| {
            self.operations[index].called < end
                && self
                    .states_after(index, state)
                    .into_iter()
                    .any(|next| self.can_go_on(ordered | 1 << index, &next))
        })
    }

    fn states_after(&self, index: usize, state: &M) -> Vec<M> {
        let Operated { operation, returned, .. } = &self.operations[index];
        let fits = |seen: &M::Outcome| returned.as_ref().is_none_or(|(_, outcome)| outcome == seen);
        let possible = state.possible(operation).into_iter();
        possible.filter(|(seen, _)| fits(seen)).map(|(_, next)| next).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Model, is_linearizable};
    use crate::checker::history::History;

    /// A register that is read, or written and then replies with nothing.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    struct Register(u8);

    #[derive(Clone, Debug)]
    enum Do {
        Read,
        Write(u8),
    }

    impl Model for Register {
        type Operation = Do;
        type Outcome = Option<u8>;

        fn possible(&self, operation: &Do) -> Vec<(Option<u8>, Self)> {
            match operation {
                Do::Read => vec![(Some(self.0), self.clone())],
                Do::Write(number) => vec![(None, Self(*number))],
            }
        }
    }

    #[test]
    fn what_is_at_once_may_be_in_any_order() {
        for seen in [0, 1] {
            let history = History::new();
            let write = history.call("one", Do::Write(1));
            history.call("other", Do::Read).returned(Some(seen));
            write.returned(None);
            assert!(is_linearizable(&Register(0), &history));
        }
    }

    #[test]
    fn what_has_returned_is_seen() {
        let history = History::new();
        history.call("one", Do::Write(1)).returned(None);
        history.call("other", Do::Read).returned(Some(0));
        assert!(!is_linearizable(&Register(0), &history));
    }

    #[test]
    fn what_did_not_return_may_take_place_late_or_never() {
        for seen in [[0, 0], [0, 1], [1, 1]] {
            let history = History::new();
            drop(history.call("one", Do::Write(1)));
            for number in seen {
                history.call("other", Do::Read).returned(Some(number));
            }
            assert!(is_linearizable(&Register(0), &history), "{seen:?}");
        }
    }

    #[test]
    fn what_did_not_return_takes_place_once() {
        let history = History::new();
        drop(history.call("one", Do::Write(1)));
        history.call("other", Do::Read).returned(Some(1));
        history.call("other", Do::Write(2)).returned(None);
        history.call("other", Do::Read).returned(Some(1));
        assert!(!is_linearizable(&Register(0), &history));
    }
}
