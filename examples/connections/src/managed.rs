//! One connection for all tasks that is made anew when it breaks. The commands that were under way
//! then fail, and the program says whether to repeat them: a read or a `save` can be repeated, of a
//! counted visit it is not known whether it was.

use crate::TIMEOUT;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisResult};
use std::time::Duration;

/// How long to wait before each attempt to connect again, at most.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(500);

/// How many attempts there are before the commands that wait for a connection fail. The next
/// command begins anew.
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
