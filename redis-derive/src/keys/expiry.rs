//! Expiry: the time after which Redis removes a key.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What a write does to the expiry of its key.
///
/// A [`Key`](crate::Key) carries it. The keys of a type with `ttl` have [`After`](Self::After) with
/// that time. All other keys have [`Keep`](Self::Keep), so that a write drops an expiry only if the
/// program says so.
///
/// ```
/// use redis_derive::{Expiry, Key};
/// use std::time::Duration;
///
/// let minute = Expiry::After(Duration::from_secs(60));
/// let key: Key<Vec<u32>> = Key::new("top-ten").with_expiry(minute);
/// assert_eq!(key.expiry(), minute);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expiry {
    /// Keeps the expiry that the key has, if any (`KEEPTTL`).
    #[default]
    Keep,
    /// Expires after this time, counted from the write. Redis gets it in seconds if it is a whole
    /// number of seconds, and otherwise in milliseconds. Zero becomes one millisecond, the shortest
    /// time of Redis.
    After(Duration),
    /// Expires at that time, in milliseconds (Redis 6.2). A time in the past removes the key.
    At(SystemTime),
    /// Never expires.
    Never,
}

/// An option of `SET` or `GETEX` with its number (<https://redis.io/docs/latest/commands/set/>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    pub(crate) option: &'static str,
    pub(crate) number: u64,
}

impl Expiry {
    pub(crate) fn deadline(self) -> Option<Deadline> {
        match self {
            Self::Keep | Self::Never => None,
            Self::After(time) if time.subsec_nanos() == 0 && !time.is_zero() => {
                Some(Deadline { option: "EX", number: time.as_secs() })
            }
            Self::After(time) => Some(Deadline { option: "PX", number: milliseconds(time) }),
            Self::At(time) => {
                let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
                Some(Deadline { option: "PXAT", number: milliseconds(since) })
            }
        }
    }
}

impl Deadline {
    /// Returns the command that sets the deadline on an existing key.
    pub(crate) fn command(self) -> &'static str {
        match self.option {
            "EX" => "EXPIRE",
            "PX" => "PEXPIRE",
            _ => "PEXPIREAT",
        }
    }
}

/// Rounds up, since zero is an error of `SET` and removes the key in `EXPIRE`. Redis refuses a time
/// that is too long.
fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::{Deadline, Expiry};
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn a_deadline_is_in_seconds_where_it_can_be() {
        let deadline = |option, number| Some(Deadline { option, number });
        assert_eq!(Expiry::After(Duration::from_secs(1800)).deadline(), deadline("EX", 1800));
        assert_eq!(Expiry::After(Duration::from_millis(1500)).deadline(), deadline("PX", 1500));
        assert_eq!(Expiry::After(Duration::from_nanos(1)).deadline(), deadline("PX", 1));
        let time = UNIX_EPOCH + Duration::from_millis(1_700_000_000_001);
        assert_eq!(Expiry::At(time).deadline(), deadline("PXAT", 1_700_000_000_001));
        assert_eq!(Expiry::At(UNIX_EPOCH - Duration::from_secs(1)).deadline(), deadline("PXAT", 1));
        assert_eq!(Expiry::After(Duration::ZERO).deadline(), deadline("PX", 1));
        assert_eq!(Expiry::Keep.deadline(), None);
        assert_eq!(Expiry::Never.deadline(), None);
    }
}
