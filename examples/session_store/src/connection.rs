//! `Redis`: a connection that all requests of an instance share, and that sends a command again
//! when it breaks.

use redis::aio::{ConnectionLike, ConnectionManager, ConnectionManagerConfig};
use redis::{
    Arg, Client, Cmd, ErrorKind, Pipeline, RedisError, RedisFuture, RedisResult, ServerErrorKind,
    Value,
};
use redis_derive::{Cached, Error};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The longest wait for a reply. The client's default is half a second, which is too short for a
/// slow disk.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

/// The wait before a command is sent again.
const PAUSE: Duration = Duration::from_millis(100);

/// A connection to Redis, which its clones share. While there is none, and when it breaks, commands
/// wait and are sent again.
///
/// A command whose reply was lost may have been executed or not. So **use this for commands that
/// may be executed twice**, and a separate `ConnectionManager` for others.
#[derive(Clone, Debug)]
pub struct Redis {
    manager: ConnectionManager,
    patience: Duration,
}

impl Redis {
    /// Makes a connection that connects at the first command, so that an instance also starts while
    /// Redis is down. After `patience`, a command is not sent again.
    ///
    /// # Errors
    ///
    /// If it is not a URL of Redis.
    pub fn new(url: &str, patience: Duration) -> RedisResult<Self> {
        // One attempt to connect, for all waiting commands: only this type decides how long to go
        // on. By default the manager tries for over nine seconds.
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_response_timeout(Some(RESPONSE_TIMEOUT));
        let manager = ConnectionManager::new_lazy_with_config(Client::open(url)?, config)?;
        Ok(Self { manager, patience })
    }
}

impl ConnectionLike for Redis {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async move {
            let deadline = Instant::now() + self.patience;
            loop {
                let reply = self.manager.req_packed_command(command).await;
                match reply.and_then(Value::extract_error) {
                    Err(error) => wait(error, name(command), deadline).await?,
                    reply => return reply,
                }
            }
        })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(async move {
            let deadline = Instant::now() + self.patience;
            loop {
                let replies = self.manager.req_packed_commands(pipeline, offset, count).await;
                match replies.and_then(extract_error) {
                    Err(error) => wait(error, "a pipeline", deadline).await?,
                    replies => return replies,
                }
            }
        })
    }

    fn get_db(&self) -> i64 {
        self.manager.get_db()
    }
}

/// Returns the first error of the server, which is one of the replies here.
fn extract_error(replies: Vec<Value>) -> RedisResult<Vec<Value>> {
    replies.into_iter().map(Value::extract_error).collect()
}

/// Waits before a command is sent again, or returns the error if a repetition is of no use.
async fn wait(error: RedisError, command: &str, deadline: Instant) -> RedisResult<()> {
    // Redis is down, or has just started and is loading its data.
    let is_passing =
        matches!(error.kind(), ErrorKind::Io | ErrorKind::Server(ServerErrorKind::BusyLoading));
    if !is_passing || Instant::now() >= deadline {
        return Err(error);
    }
    tracing::debug!("{command} is sent again: {}", describe(&error));
    sleep(PAUSE).await;
    Ok(())
}

fn name(command: &Cmd) -> &str {
    match command.args_iter().next() {
        Some(Arg::Simple(name)) => str::from_utf8(name).unwrap_or_default(),
        _ => "",
    }
}

/// Returns the part of an error that may be logged. The text of a server's error may quote the
/// command, with its key and its document.
pub(crate) fn describe(error: &RedisError) -> String {
    match error.kind() {
        ErrorKind::Io => error.to_string(),
        _ => error.code().unwrap_or(error.category()).to_owned(),
    }
}

/// Returns the session in an entry, or `None` for anything else at the key, which another version
/// of the program may have written.
pub(crate) fn usable<T>(entry: Result<Cached<T>, Error>) -> Result<Option<T>, Error> {
    match &entry {
        Ok(Cached::Undecodable(error)) => tracing::warn!("a session does not decode: {error}"),
        Err(error) if code(error) == Some("WRONGTYPE") => {
            tracing::warn!("a session is no document");
            return Ok(None);
        }
        _ => {}
    }
    entry.map(Cached::into_option)
}

fn code(error: &Error) -> Option<&str> {
    error.client::<RedisError>()?.code()
}

/// Returns the same for an error of the commands. Only a client's error may contain payload.
pub(crate) fn describe_any(error: &Error) -> String {
    error.client().map_or_else(|| error.to_string(), describe)
}

#[cfg(test)]
mod tests {
    use super::describe;
    use redis::{RedisError, make_extension_error};
    use std::io;

    #[test]
    fn an_error_is_described_without_what_it_quotes() {
        let quoting = make_extension_error("OOPS".into(), Some("key hunter2".into()));
        assert_eq!(describe(&quoting), "OOPS");
        let refused = RedisError::from(io::Error::from(io::ErrorKind::ConnectionRefused));
        assert_eq!(describe(&refused), "connection refused");
    }
}
