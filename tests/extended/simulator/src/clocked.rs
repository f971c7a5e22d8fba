//! Clocked: a connection whose waits go by the simulated clock.
//!
//! Every connection of the client is a connection of the library, with real waits. So this is only
//! a connection of the library, around one of the client.
//!
//! The library chooses its waits by random numbers. Here the seed chooses them.

use crate::async_connection::AsyncConnection;
use crate::connection::Connection;
use redis_1::{RedisError, Value};
use redis_derive::client::{self, Command, Redis1, Replies};
use std::time::Duration;

/// A connection on which the commands of the library wait by the simulated clock.
///
/// It has the commands of the library; [`inner_mut`](Self::inner_mut) leads to those of the client.
pub struct Clocked<Con> {
    inner: Con,
}

impl<Con> Clocked<Con> {
    pub(crate) fn new(inner: Con) -> Self {
        Self { inner }
    }

    /// The connection of the client.
    pub fn inner_mut(&mut self) -> &mut Con {
        &mut self.inner
    }
}

impl client::Connection<Redis1> for Clocked<Connection> {
    fn send_document_command(&mut self, command: &Command<Redis1>) -> Result<Value, RedisError> {
        client::Connection::send_document_command(&mut self.inner, command)
    }

    fn send_document_commands(&mut self, commands: Vec<Command<Redis1>>) -> Replies<Redis1> {
        client::Connection::send_document_commands(&mut self.inner, commands)
    }

    fn may_be_cluster(&self) -> bool {
        false
    }

    fn wait_for_document(&mut self, _: Duration) {
        self.inner.wait_a_while();
    }
}

impl client::AsyncConnection<Redis1> for Clocked<AsyncConnection> {
    async fn send_document_command(
        &mut self,
        command: &Command<Redis1>,
    ) -> Result<Value, RedisError> {
        client::AsyncConnection::send_document_command(&mut self.inner, command).await
    }

    async fn send_document_commands(&mut self, commands: Vec<Command<Redis1>>) -> Replies<Redis1> {
        client::AsyncConnection::send_document_commands(&mut self.inner, commands).await
    }

    fn may_be_cluster(&self) -> bool {
        false
    }

    async fn wait_for_document(&mut self, _: Duration) {
        self.inner.wait_a_while().await;
    }
}
