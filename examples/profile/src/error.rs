//! `Error`: what ends a command.

use redis::{ErrorKind, RedisError};
use std::fmt::Display;
use std::io;

/// What ends a command.
pub(crate) enum Error {
    /// The reader of the output has closed it, as `head` does.
    ClosedPipe,
    /// Something failed: what, and what to do, in one line.
    Failed(String),
}

impl Error {
    /// The same with more details.
    pub(crate) fn and(self, more: impl Display) -> Self {
        match self {
            Self::ClosedPipe => Self::ClosedPipe,
            Self::Failed(why) => Self::Failed(format!("{why}; {more}")),
        }
    }
}

impl From<redis_derive::Error> for Error {
    fn from(error: redis_derive::Error) -> Self {
        RedisError::from(error).into()
    }
}

impl From<RedisError> for Error {
    fn from(error: RedisError) -> Self {
        let wants_password = error.kind() == ErrorKind::AuthenticationFailed
            || matches!(error.code(), Some("NOAUTH" | "WRONGPASS"));
        Self::Failed(if wants_password {
            "the server wants a password, or another one: put it into REDIS_URL, as redis://USER:PASSWORD@HOST/".to_owned()
        } else if error.is_io_error() {
            format!("the connection to Redis broke: {error}")
        } else {
            error.to_string()
        })
    }
}

/// An error of the output. Errors of an input are reported where it is read.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Failed(format!("cannot write the output: {error}")),
        }
    }
}
