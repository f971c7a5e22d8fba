//! A type derives for each client alone.

#[cfg(feature = "redis-0-27")]
use redis_0_27 as redis;
#[cfg(feature = "redis-0-32")]
use redis_0_32 as redis;
#[cfg(feature = "redis-1")]
use redis_1 as redis;
#[cfg(feature = "redis-2")]
use redis_2 as redis;

use redis_derive::{AsyncDocumentCommands, DocumentCommands};
use redis_derive::{Keyed, RedisJson};
use serde::{Deserialize, Serialize};
use test_server::Server;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:one-client:{id}", ttl = "1m")]
struct User {
    id: u64,
}

/// What a generic store asks for.
fn arguments<T: RedisJson>(value: &T) -> usize {
    redis::cmd("SET").arg("key").arg(value).args_iter().count()
}

#[test]
fn a_value_goes_in_and_comes_back() {
    assert_eq!(arguments(&User { id: 42 }), 3);
    let reply = redis::Value::BulkString(br#"{"id":42}"#.to_vec());
    assert_eq!(read(reply), User { id: 42 });
}

#[test]
fn a_server_keeps_it() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    let user = User { id: 42 };
    let () = redis::cmd("SET").arg("user").arg(&user).query(&mut con).unwrap();
    assert_eq!(redis::cmd("GET").arg("user").query::<User>(&mut con).unwrap(), user);
    con.save(&user).unwrap();
    assert_eq!(con.load(&user.key()).unwrap(), Some(user));
}

#[tokio::test]
async fn a_server_keeps_it_for_a_task() {
    let server = Server::start_private(&[]).unwrap();
    let client = redis::Client::open(server.url()).unwrap();
    let mut con = client.get_multiplexed_async_connection().await.unwrap();
    let user = User { id: 42 };
    let () = redis::cmd("SET").arg("user").arg(&user).query_async(&mut con).await.unwrap();
    assert_eq!(redis::cmd("GET").arg("user").query_async::<User>(&mut con).await.unwrap(), user);
    con.save(&user).await.unwrap();
    assert_eq!(con.load(&user.key()).await.unwrap(), Some(user));
}

#[cfg(any(feature = "redis-1", feature = "redis-2"))]
fn read(reply: redis::Value) -> User {
    redis::from_redis_value(reply).unwrap()
}

#[cfg(any(feature = "redis-0-27", feature = "redis-0-32"))]
fn read(reply: redis::Value) -> User {
    redis::from_redis_value(&reply).unwrap()
}
