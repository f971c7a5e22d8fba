//! Update: a document is read, changed and written back, unless another client has written it in between.
//!
//! The write is a script that compares the bytes that were read with those that are there, so it is safe on whatever connection, also one that
//! many share. Nothing here knows a client or waits; what sends the commands is in `commands`.

use crate::conversion::codec::{Decoder, Serde};
use crate::conversion::encode::to_redis_json;
use crate::errors::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

/// What becomes of a document after a closure has changed it.
///
/// A closure that returns nothing saves it.
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis::{Connection, RedisResult};
/// use redis_derive::redis_1::DocumentCommands;
/// use redis_derive::{Key, Update};
///
/// fn take_ticket(con: &mut Connection, tickets: &Key<u32>) -> RedisResult<Option<u32>> {
///     con.update(tickets, |left| {
///         if *left == 0 {
///             return Update::Decline;
///         }
///         *left -= 1;
///         Update::Save
///     })
/// }
/// #
/// # let server = test_server::Server::start_private(&[])?;
/// # let mut con = redis::Client::open(server.url())?.get_connection()?;
/// # let tickets = Key::new("tickets");
/// # con.save_at(&tickets, &1)?;
/// # assert_eq!(take_ticket(&mut con, &tickets)?, Some(0));
/// # assert_eq!(take_ticket(&mut con, &tickets)?, Some(0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Update {
    /// It is written.
    Save,
    /// It stays as it is, whatever the closure has done to its copy.
    Decline,
}

impl From<()> for Update {
    fn from((): ()) -> Self {
        Self::Save
    }
}

/// Replies with 1 when it has stored the second argument in place of the first, and otherwise with what is there. It keeps the
/// expiry (`KEEPTTL`, Redis 6.0).
pub(crate) const COMPARE_AND_SET: &str = "\
local current = redis.call('GET', KEYS[1])
if current == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
    return 1
end
return current";

/// The name under which Redis keeps the script: the SHA-1 of its text (<https://redis.io/docs/latest/commands/evalsha/>).
pub(crate) const COMPARE_AND_SET_SHA: &str = "2a3816f77680e855560934eb9ade09f1e2aedba5";

/// What comes of a closure's change.
pub(crate) enum Change<T> {
    /// Nothing is to be written.
    None(T),
    /// This JSON, in place of what was read.
    Write(Vec<u8>, T),
}

/// Changes the document in these bytes.
pub(crate) fn change<T, U, E>(
    stored: &[u8],
    change: &mut impl FnMut(&mut T) -> Result<U, E>,
) -> Result<Result<Change<T>, Error>, E>
where
    T: Serialize + DeserializeOwned,
    U: Into<Update>,
{
    let read = || Serde::decode_bytes::<Error>(stored);
    let mut value: T = match read() {
        Ok(value) => value,
        Err(error) => return Ok(Err(error)),
    };
    if change(&mut value)?.into() == Update::Decline {
        return Ok(read().map(Change::None));
    }
    Ok(to_redis_json(&value)
        .map(|json| if json == stored { Change::None(value) } else { Change::Write(json, value) }))
}

/// How long to wait after each conflict, and how often at most.
///
/// The first attempt after a conflict follows at once: the script has replied with what is there. Then the waits double up to a bound, each cut to a
/// random part ("full jitter", <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>), so that clients that met once do not
/// meet again. What has been read before a wait is old after it, and is read again. Who has waited that often goes ahead of those who still
/// wait: it tries at once each time.
#[derive(Default)]
pub(crate) struct Backoff {
    conflicts: u32,
}

impl Backoff {
    const CONFLICTS: u32 = 64;
    /// From this conflict on there are no more waits. Those before take 152 ms at the most, half of that on average.
    const GOES_AHEAD: u32 = 24;
    const FIRST: Duration = Duration::from_micros(500);
    const LONGEST: Duration = Duration::from_millis(8);

    /// The wait before the next attempt, or `None` after too many.
    pub(crate) fn wait(&mut self) -> Option<Duration> {
        self.conflicts += 1;
        match self.conflicts {
            Self::CONFLICTS.. => None,
            1 | Self::GOES_AHEAD.. => Some(Duration::ZERO),
            conflicts => {
                let longest = Self::FIRST.saturating_mul(1 << (conflicts - 2).min(16));
                Some(longest.min(Self::LONGEST).mul_f64(random()))
            }
        }
    }
}

/// From 0 to 1. The keys of std's hash maps are random, and enough for this.
fn random() -> f64 {
    let bits = u32::try_from(RandomState::new().hash_one(0) >> 32).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Backoff, Change, Update, change};
    use crate::ErrorKind;
    use std::time::Duration;

    type Numbers = Vec<u8>;

    fn change_to(stored: &str, update: Update) -> Change<Numbers> {
        let mut push = |numbers: &mut Numbers| {
            numbers.push(3);
            Ok::<_, ()>(update)
        };
        change(stored.as_bytes(), &mut push).unwrap().unwrap()
    }

    #[test]
    fn a_change_is_what_is_to_be_written() {
        assert!(
            matches!(change_to("[1]", Update::Save), Change::Write(json, _) if json == b"[1,3]")
        );
        assert!(matches!(change_to("[1]", Update::Decline), Change::None(value) if value == [1]));
        let mut nothing = |_: &mut Numbers| Ok::<_, ()>(());
        let same = change(b"[1]", &mut nothing).unwrap().unwrap();
        assert!(matches!(same, Change::None(value) if value == [1]));
    }

    #[test]
    fn what_fails_is_told_apart() {
        let mut fail = |_: &mut Numbers| Err::<(), _>("no");
        assert!(matches!(change(b"[1]", &mut fail), Err("no")));
        let error = change(b"[x]", &mut fail).unwrap().err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Syntax);
    }

    #[test]
    fn the_waits_are_random_and_bounded() {
        let waits = || {
            let mut backoff = Backoff::default();
            std::iter::from_fn(move || backoff.wait()).collect::<Vec<_>>()
        };
        let (one, other) = (waits(), waits());
        assert_eq!(one.len(), 63);
        assert_ne!(one, other);
        assert_eq!((one[0], one[62]), (Duration::ZERO, Duration::ZERO));
        assert!(one.iter().all(|wait| *wait <= Duration::from_millis(8)));
        assert!(one.iter().sum::<Duration>() <= Duration::from_millis(152));
    }
}
