//! One connection for all tasks, which reconnects when it breaks. The commands that were under way
//! then fail, and the program decides whether to repeat them. A read or a `save` can be repeated. A
//! visit may have been counted already.

use crate::TIMEOUT;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisResult};
use std::time::Duration;

/// The longest wait before an attempt to reconnect.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(500);

/// The attempts after which the commands that wait for a connection fail. The next command begins
/// again.
const ATTEMPTS: usize = 10;

/// A connection to clone for each task.
///
/// # Errors
///
/// Those of the client.
pub async fn connect(client: Client) -> RedisResult<ConnectionManager> {
    let config = ConnectionManagerConfig::new()
        .set_response_timeout(Some(TIMEOUT))
        .set_max_delay(BETWEEN_ATTEMPTS)
        .set_number_of_retries(ATTEMPTS);
    ConnectionManager::new_with_config(client, config).await
}
