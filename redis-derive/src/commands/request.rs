//! Request: a command, and the reader of its reply.

#[cfg(feature = "aio")]
use crate::client::AsyncConnection;
use crate::client::{Client, Command, Connection};
#[cfg(feature = "aio")]
use crate::commands::transport::Awaited;
use crate::commands::transport::{Blocking, Transport, now, run};
use crate::errors::error::{Error, ErrorKind};
use crate::reply::Reply;
#[cfg(feature = "aio")]
use futures_util::future::BoxFuture;
use std::any::type_name;

/// A command about documents of a type, and the reader of its reply.
pub(crate) struct Request<C: Client, F> {
    pub(crate) command: Command<C>,
    pub(crate) read: F,
    type_name: &'static str,
}

impl<C: Client, F> Request<C, F> {
    pub(crate) fn about<T: ?Sized>(command: Command<C>, read: F) -> Self {
        Self { command, read, type_name: type_name::<T>() }
    }
}

/// Reads a reply.
pub(crate) trait Read<C: Client, R> {
    fn read(self, value: C::Value, type_name: &'static str) -> Result<R, Error>;
}

/// A function that reads a reply. It gets the name of the type for an error.
pub(crate) type Reader<C, R> = fn(<C as Client>::Value, &'static str) -> Result<R, Error>;

impl<C: Client, R> Read<C, R> for Reader<C, R> {
    fn read(self, value: C::Value, type_name: &'static str) -> Result<R, Error> {
        self(value, type_name)
    }
}

/// Sends a request, and reads its reply.
async fn asked<C: Client, R>(
    mut con: impl Transport<C>,
    Request { command, read, type_name }: Request<C, impl Read<C, R>>,
) -> Result<R, Error> {
    let refused = if command.is_of_redis_json() { Error::of_redis_json } else { Error::of_client };
    let reply = run(&mut con, &command).await.map_err(|error| refused(type_name, error))?;
    read.read(answer::<C>(reply, type_name)?, type_name)
}

/// Sends a request on a synchronous connection.
pub(crate) fn ask<C: Client, R>(
    con: &mut (impl Connection<C> + ?Sized),
    request: Request<C, impl Read<C, R>>,
) -> Result<R, Error> {
    now(asked(Blocking(con), request))
}

/// Sends a request on an asynchronous connection.
#[cfg(feature = "aio")]
pub(crate) fn ask_async<'a, C: Client, R: 'a>(
    con: &'a mut (impl AsyncConnection<C> + ?Sized),
    request: Result<Request<C, impl Read<C, R> + Send + 'a>, Error>,
) -> BoxFuture<'a, Result<R, Error>> {
    Box::pin(async { asked(Awaited(con), request?).await })
}

/// Returns the reply, or an error if it is the `QUEUED` of a transaction that was opened by hand. A
/// raw document, or a script without a reply, would take that for its reply.
pub(crate) fn answer<C: Client>(
    reply: C::Value,
    type_name: &'static str,
) -> Result<C::Value, Error> {
    let reason = "the reply is `QUEUED`: a command in a transaction replies when that is executed";
    match C::reply(&reply) {
        Reply::Text("QUEUED") => Err(Error::new(ErrorKind::Reply, type_name, reason)),
        _ => Ok(reply),
    }
}
