//! `Heard`: what the library tells to the crate `tracing`.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// All events of the library as text. A copy is the same.
#[derive(Clone, Debug, Default)]
pub struct Heard(Arc<Mutex<String>>);

impl Heard {
    /// What was told so far, a line for each event.
    ///
    /// # Panics
    ///
    /// When a thread has panicked that told of something.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Subscriber for Heard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "redis_derive"
    }

    fn event(&self, event: &Event<'_>) {
        let mut heard = self.0.lock().unwrap();
        write!(heard, "{}", event.metadata().level()).unwrap();
        event.record(&mut Fields(&mut heard));
        heard.push('\n');
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        unreachable!("there are no spans")
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}
