//! Request: a command, and how its reply is read.

#[cfg(feature = "aio")]
use crate::client::AsyncConnection;
use crate::client::{Client, Command, Connection};
use crate::errors::error::Error;

/// A command, and how its reply is read.
pub(crate) struct Request<C: Client, F> {
    pub(crate) command: Command<C>,
    pub(crate) read: F,
}

/// How a reply is read.
pub(crate) trait Read<C: Client, R> {
    fn read(self, value: C::Value) -> Result<R, Error>;
}

/// A function that reads a reply.
pub(crate) type Reader<C, R> = fn(<C as Client>::Value) -> Result<R, Error>;

impl<C: Client, R> Read<C, R> for Reader<C, R> {
    fn read(self, value: C::Value) -> Result<R, Error> {
        self(value)
    }
}

/// Sends a request, and reads its reply.
pub(crate) fn ask<C: Client, R>(
    con: &mut (impl Connection<C> + ?Sized),
    Request { command, read }: Request<C, impl Read<C, R>>,
) -> Result<R, C::Error> {
    Ok(read.read(con.send(&command)?)?)
}

/// Sends a request on a connection that is awaited, and reads its reply.
#[cfg(feature = "aio")]
pub(crate) async fn ask_async<C: Client, R>(
    con: &mut (impl AsyncConnection<C> + ?Sized),
    request: Result<Request<C, impl Read<C, R>>, Error>,
) -> Result<R, C::Error> {
    let Request { command, read } = request?;
    Ok(read.read(con.send(&command).await?)?)
}
