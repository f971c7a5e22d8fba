//! Transport: operations with several commands are written once, for synchronous and asynchronous
//! connections.
//!
//! They are written as futures. On a synchronous connection, such a future is always ready.

use crate::client::{Client, Command, Connection, Replies};
use std::future::ready;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// A connection of either kind.
pub(crate) trait Transport<C: Client> {
    fn send(
        &mut self,
        command: &Command<C>,
    ) -> impl Future<Output = Result<C::Value, C::Error>> + Send;

    /// Sends all commands together. In a cluster they belong to one slot.
    fn send_all(&mut self, commands: Vec<Command<C>>) -> impl Future<Output = Replies<C>> + Send;

    fn wait(&mut self, time: Duration) -> impl Future<Output = ()> + Send;

    /// Tells whether the connection may be one to a cluster.
    fn may_be_cluster(&self) -> bool;

    /// Returns the beginning of each key on this connection.
    fn namespace(&self) -> String;
}

/// Sends a command. Sends a script by its text if the server does not know its name yet.
pub(crate) async fn run<C: Client>(
    con: &mut impl Transport<C>,
    command: &Command<C>,
) -> Result<C::Value, C::Error> {
    let reply = con.send(command).await;
    if reply.as_ref().is_err_and(|error| C::code(error) == Some("NOSCRIPT"))
        && let Some(command) = command.with_text()
    {
        return con.send(&command).await;
    }
    reply
}

/// A synchronous connection.
pub(crate) struct Blocking<'con, Con: ?Sized>(pub(crate) &'con mut Con);

impl<C: Client, Con: Connection<C> + ?Sized> Transport<C> for Blocking<'_, Con> {
    fn send(
        &mut self,
        command: &Command<C>,
    ) -> impl Future<Output = Result<C::Value, C::Error>> + Send {
        ready(self.0.send_document_command(command))
    }

    fn send_all(&mut self, commands: Vec<Command<C>>) -> impl Future<Output = Replies<C>> + Send {
        ready(self.0.send_document_commands(commands))
    }

    fn may_be_cluster(&self) -> bool {
        self.0.may_be_cluster()
    }

    fn wait(&mut self, time: Duration) -> impl Future<Output = ()> + Send {
        self.0.wait_for_document(time);
        ready(())
    }

    fn namespace(&self) -> String {
        self.0.document_namespace()
    }
}

/// An asynchronous connection.
#[cfg(feature = "aio")]
pub(crate) struct Awaited<'con, Con: ?Sized>(pub(crate) &'con mut Con);

#[cfg(feature = "aio")]
impl<C: Client, Con: crate::client::AsyncConnection<C> + ?Sized> Transport<C> for Awaited<'_, Con> {
    fn send(
        &mut self,
        command: &Command<C>,
    ) -> impl Future<Output = Result<C::Value, C::Error>> + Send {
        self.0.send_document_command(command)
    }

    fn send_all(&mut self, commands: Vec<Command<C>>) -> impl Future<Output = Replies<C>> + Send {
        self.0.send_document_commands(commands)
    }

    fn may_be_cluster(&self) -> bool {
        self.0.may_be_cluster()
    }

    fn wait(&mut self, time: Duration) -> impl Future<Output = ()> + Send {
        self.0.wait_for_document(time)
    }

    fn namespace(&self) -> String {
        self.0.document_namespace()
    }
}

/// Returns the result of a future that only waits for a synchronous connection.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("a connection that blocks has its answer when it returns"),
    }
}
