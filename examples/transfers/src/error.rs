//! Why money is not moved, or perhaps not.

use redis::RedisError;
use redis_derive::ErrorKind;
use std::fmt;

/// Why money is not moved, or perhaps not.
#[derive(Debug)]
pub enum Error {
    /// It is against the rules. Nothing has changed.
    Refused(Refusal),
    /// Other clients changed the accounts at each attempt. Nothing has changed.
    Busy,
    /// A document could not be read or written. Nothing has changed.
    Unreadable(redis_derive::Error),
    /// Redis failed. **If a connection broke, the change may have been made or not**: try a
    /// transfer again with the same `id`.
    Redis(RedisError),
}

/// The rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is less in the account.
    NotEnough,
    /// More than an account can hold.
    TooMuch,
    /// There is no such account.
    NoAccount,
    /// From an account to itself. (Written as two documents, the second would be the one that
    /// stays.)
    SameAccount,
    /// The `id` is that of another transfer.
    OtherTransfer,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "refused: {refusal:?}"),
            Self::Busy => f.write_str("others were faster again and again"),
            Self::Unreadable(error) => write!(f, "nothing has changed: {error}"),
            Self::Redis(error) => write!(f, "it is not known whether it was done: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<RedisError> for Error {
    fn from(error: RedisError) -> Self {
        Self::Redis(error)
    }
}

impl From<redis_derive::Error> for Error {
    fn from(error: redis_derive::Error) -> Self {
        match error.kind() {
            ErrorKind::Conflict => Self::Busy,
            ErrorKind::Client => Self::Redis(error.into()),
            _ => Self::Unreadable(error),
        }
    }
}
