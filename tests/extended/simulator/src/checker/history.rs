//! History: which operations were called, when, and what each returned.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What several clients did and saw. A copy is the same history.
pub struct History<O, R>(Arc<Mutex<Vec<Event<O, R>>>>);

/// The place of an event is its time.
#[derive(Clone)]
enum Event<O, R> {
    Called {
        who: String,
        operation: O,
    },
    /// Of the operation that was called at this place.
    Returned {
        called: usize,
        outcome: R,
    },
}

/// An operation from its call to its return.
#[derive(Clone, Debug)]
pub(crate) struct Operated<O, R> {
    pub(crate) operation: O,
    pub(crate) called: usize,
    /// None where its connection broke: nobody knows whether it took place, or will.
    pub(crate) returned: Option<(usize, R)>,
}

/// An operation that was called. Dropped, it has not returned.
pub struct Call<O, R> {
    history: History<O, R>,
    place: usize,
}

impl<O: Clone, R: Clone> History<O, R> {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Somebody calls an operation.
    #[must_use]
    pub fn call(&self, who: impl fmt::Display, operation: O) -> Call<O, R> {
        let mut events = self.events();
        events.push(Event::Called { who: who.to_string(), operation });
        Call { history: self.clone(), place: events.len() - 1 }
    }

    pub(crate) fn operations(&self) -> Vec<Operated<O, R>> {
        let events = self.events().clone();
        let returned = |place| {
            events.iter().enumerate().find_map(|(time, event)| match event {
                Event::Returned { called, outcome } if *called == place => {
                    Some((time, outcome.clone()))
                }
                _ => None,
            })
        };
        let operation = |(called, event): (usize, &Event<O, R>)| match event {
            Event::Called { operation, .. } => {
                Some(Operated { operation: operation.clone(), called, returned: returned(called) })
            }
            Event::Returned { .. } => None,
        };
        events.iter().enumerate().filter_map(operation).collect()
    }
}

impl<O, R> History<O, R> {
    fn events(&self) -> MutexGuard<'_, Vec<Event<O, R>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<O, R> Call<O, R> {
    /// It returned this.
    pub fn returned(self, outcome: R) {
        self.history.events().push(Event::Returned { called: self.place, outcome });
    }
}

impl<O, R> Clone for History<O, R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<O, R> Default for History<O, R> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

/// A line for each event, for the reader of a failure.
impl<O: fmt::Debug, R: fmt::Debug> fmt::Display for History<O, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events = self.events();
        for event in &*events {
            match event {
                Event::Called { who, operation } => writeln!(f, "{who} calls {operation:?}")?,
                Event::Returned { called, outcome } => {
                    let Event::Called { who, operation } = &events[*called] else { continue };
                    writeln!(f, "{who} has {outcome:?} of {operation:?}")?;
                }
            }
        }
        Ok(())
    }
}
