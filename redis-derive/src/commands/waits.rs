//! Waits: the time that a caller waits for an entry that another caller fills.

use crate::commands::update::random;
use std::time::{Duration, Instant};

/// The waits between reads of the entry. The first read follows at once.
pub(super) struct Waits {
    patience: Duration,
    next: Duration,
    waited: Duration,
    /// The last wait, and its beginning.
    last: (Duration, Instant),
}

impl Waits {
    /// Thousands of callers may wait, so each reads about ten times a second.
    const LONGEST: Duration = Duration::from_millis(100);

    pub(super) fn of(patience: Duration) -> Self {
        let last = (Duration::ZERO, Instant::now());
        Self { patience, next: Duration::ZERO, waited: Duration::ZERO, last }
    }

    /// Returns the next wait, or `None` after the patience has ended.
    pub(super) fn next(&mut self) -> Option<Duration> {
        let wait = self.next.mul_f64(1.0 + random() / 2.0);
        let waited = self.waited();
        self.patience.checked_sub(waited + wait).filter(|left| !left.is_zero())?;
        (self.waited, self.last) = (waited, (wait, Instant::now()));
        self.next = (2 * self.next).clamp(Duration::from_millis(5), Self::LONGEST);
        Some(wait)
    }

    /// Begins the last wait now, since the source was asked in between.
    pub(super) fn begin(&mut self) {
        self.last.1 = Instant::now();
    }

    /// Returns the time since the beginning, with the time of slow replies. (A test may have
    /// another clock.)
    fn waited(&self) -> Duration {
        let (wait, begun) = self.last;
        self.waited + wait.max(begun.elapsed())
    }
}

/// The placeholder of another caller, and the wait after which it was seen first.
#[derive(Default)]
pub(super) struct Watched(Option<(Vec<u8>, Duration)>);

impl Watched {
    /// Tells whether this placeholder has existed for longer than a lease. (Another program may
    /// have extended its expiry.)
    pub(super) fn has_outlasted(
        &mut self,
        placeholder: &[u8],
        lease: Duration,
        waits: &Waits,
    ) -> bool {
        match &self.0 {
            Some((seen, since)) if seen == placeholder => {
                waits.waited().saturating_sub(*since) > lease
            }
            _ => {
                self.0 = Some((placeholder.to_vec(), waits.waited()));
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Waits, Watched};
    use std::time::Duration;

    #[test]
    fn waits_grow_and_end() {
        let waits = || {
            let mut waits = Waits::of(Duration::from_secs(1));
            std::iter::from_fn(move || waits.next()).collect::<Vec<_>>()
        };
        let (one, other) = (waits(), waits());
        assert_ne!(one, other);
        assert!(one[0].is_zero() && one[1] >= Duration::from_millis(5) && one.len() < 20);
        assert!(one.iter().all(|wait| *wait <= Duration::from_millis(150)));
        assert!(one.iter().sum::<Duration>() <= Duration::from_secs(1));
        // A thousand of them send at most 20,000 commands a second, with the two that come first.
        assert!(one.len() + 2 <= 20);
    }

    #[test]
    fn a_new_placeholder_is_waited_for_anew() {
        let (mut waits, mut watched) = (Waits::of(Duration::from_secs(60)), Watched::default());
        let lease = Duration::from_millis(100);
        let mut outlasts = |waits: &Waits, other: &[u8]| watched.has_outlasted(other, lease, waits);
        assert!(!outlasts(&waits, b"one"));
        // The waits add up, also where nobody waits for them.
        while waits.waited() <= lease {
            assert!(!outlasts(&waits, b"one"));
            waits.next().unwrap();
        }
        assert!(outlasts(&waits, b"one"));
        assert!(!outlasts(&waits, b"another") && !outlasts(&waits, b"another"));
    }

    #[test]
    fn a_source_takes_nothing_of_the_patience() {
        let mut waits = Waits::of(Duration::from_secs(60));
        waits.next().unwrap();
        std::thread::sleep(Duration::from_millis(100));
        assert!(waits.waited() >= Duration::from_millis(100));
        waits.begin();
        assert!(waits.waited() < Duration::from_millis(100));
    }

    #[test]
    fn slow_replies_take_of_the_patience() {
        let mut waits = Waits::of(Duration::from_millis(100));
        let looks = std::iter::from_fn(|| waits.next());
        assert!(looks.inspect(|_| std::thread::sleep(Duration::from_millis(60))).count() <= 2);
    }
}
