//! An application on redis 0.27, with both of its runtimes: the examples compile and run in it as
//! they are, and this is how it talks to Redis on async-std.

use redis::{AsyncCommands, RedisResult};
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};

/// A session, as applications keep them.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, RedisJson)]
pub struct Session {
    /// Whose session it is.
    pub user: u64,
}

/// Replaces the session under a key, and returns the one that was there.
///
/// # Errors
///
/// Those of the client.
pub async fn replace(url: &str, key: &str, session: &Session) -> RedisResult<Option<Session>> {
    let mut con = redis::Client::open(url)?.get_multiplexed_async_std_connection().await?;
    let old: Option<Session> = con.get(key).await?;
    let () = con.set(key, session).await?;
    Ok(old)
}

#[cfg(test)]
mod tests {
    use super::{Session, replace};
    use test_server::Server;

    #[async_std::test]
    async fn a_session_is_replaced() {
        let server = Server::start().unwrap();
        let key = test_server::key("session");
        let old = replace(server.url(), &key, &Session { user: 1 }).await.unwrap();
        assert_eq!(old, None);
        let old = replace(server.url(), &key, &Session { user: 2 }).await.unwrap();
        assert_eq!(old, Some(Session { user: 1 }));
        let mut con = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        let session: Session = redis::cmd("GETDEL").arg(&key).query(&mut con).unwrap();
        assert_eq!(session, Session { user: 2 });
    }
}
