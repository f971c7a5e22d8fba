//! Waits: how long a caller waits for the entry that another fills.

use crate::commands::update::random;
use std::time::{Duration, Instant};

/// How long to wait before the entry is looked for again. The first look follows at once.
pub(super) struct Waits {
    patience: Duration,
    next: Duration,
    waited: Duration,
    /// The last wait, and when it began.
    last: (Duration, Instant),
}

impl Waits {
    /// Thousands may wait, so that each asks about ten times a second.
    const LONGEST: Duration = Duration::from_millis(100);

    pub(super) fn of(patience: Duration) -> Self {
        let last = (Duration::ZERO, Instant::now());
        Self { patience, next: Duration::ZERO, waited: Duration::ZERO, last }
    }

    /// Returns the next wait, or `None` when it has been waited for long enough.
    pub(super) fn next(&mut self) -> Option<Duration> {
        let wait = self.next.mul_f64(1.0 + random() / 2.0);
        let waited = self.waited();
        self.patience.checked_sub(waited + wait).filter(|left| !left.is_zero())?;
        (self.waited, self.last) = (waited, (wait, Instant::now()));
        self.next = (2 * self.next).clamp(Duration::from_millis(5), Self::LONGEST);
        Some(wait)
    }

    /// The last wait begins only now: the source was asked in between.
    pub(super) fn begin(&mut self) {
        self.last.1 = Instant::now();
    }

    /// Slow replies are waited for as well. (In a test there may be a clock of another kind.)
    fn waited(&self) -> Duration {
        let (wait, begun) = self.last;
        self.waited + wait.max(begun.elapsed())
    }
}

/// The placeholder that is waited for, and after which wait it was seen first.
#[derive(Default)]
pub(super) struct Watched(Option<(Vec<u8>, Duration)>);

impl Watched {
    /// Tells whether this placeholder has been there for longer than the lease of one who fills.
    /// (Another program may have made its expiry longer.)
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
    use super::Waits;
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
    fn slow_replies_take_of_the_patience() {
        let mut waits = Waits::of(Duration::from_millis(100));
        let looks = std::iter::from_fn(|| waits.next());
        assert!(looks.inspect(|_| std::thread::sleep(Duration::from_millis(60))).count() <= 2);
    }
}
