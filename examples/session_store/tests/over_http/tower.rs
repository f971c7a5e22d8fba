//! The store for tower-sessions, in use and by itself.

use crate::browser::{get, post};
use crate::instances::Instance;
use crate::{connect, everything};
use redis::AsyncCommands;
use session_store::connection::Redis;
use session_store::tower_store::RedisStore;
use std::time::Duration;
use test_server::Server;
use tower_sessions::SessionStore;
use tower_sessions::cookie::time::{Duration as Time, OffsetDateTime};
use tower_sessions::session::{Id, Record};

pub(crate) const WITH_TOWER_SESSIONS: &str = env!("CARGO_BIN_EXE_with_tower_sessions");

fn record(user: &str) -> Record {
    let data = [("user".to_owned(), user.into())].into();
    Record { id: Id::default(), data, expiry_date: OffsetDateTime::now_utc() + Time::hours(1) }
}

#[tokio::test]
async fn who_logs_in_at_one_is_known_at_another_and_logs_out_there() {
    let server = Server::start_private(&[]).unwrap();
    let instances = [(); 2].map(|()| Instance::start(WITH_TOWER_SESSIONS, &server, &[]));
    let [first, second] = instances.each_ref().map(Instance::address);

    let planted = post(first, "/login", "", "user=mallory").await.cookie();
    let cookie = post(first, "/login", &planted, "user=ada").await.cookie();
    assert_ne!(cookie, planted);
    assert_eq!(get(second, "/whoami", &planted).await.status, 401);
    let answer = get(second, "/whoami", &cookie).await;
    assert_eq!(
        (answer.status, answer.body.as_str(), answer.cookie()),
        (200, "ada", cookie.clone())
    );

    let stored = everything(&server).await;
    let id = cookie.strip_prefix("id=").unwrap();
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert!(stored[0].0.starts_with("redis-derive:tower-session:") && stored[0].1.contains("ada"));
    let number = id.parse::<Id>().unwrap().0.to_string();
    assert!(!format!("{stored:?}").contains(id) && !stored[0].1.contains(&number), "{stored:?}");

    assert_eq!(post(second, "/logout", &cookie, "").await.status, 200);
    for at in [first, second] {
        assert_eq!(get(at, "/whoami", &cookie).await.status, 401);
        assert_eq!(get(at, "/whoami", "id=forged").await.status, 401);
    }
    assert_eq!(everything(&server).await, []);
    for log in instances.map(Instance::into_log) {
        assert!(log.contains("record not found in store"), "the log is not at work:\n{log}");
        assert!(!log.contains(id) && !log.contains("ada"), "{log}");
    }
}

#[tokio::test]
async fn a_record_comes_back_until_it_expires_or_is_deleted() {
    let server = Server::start_private(&[]).unwrap();
    let store = RedisStore::new(connect(&server));
    let mut ada = record("ada");
    store.create(&mut ada).await.unwrap();
    assert_eq!(store.load(&ada.id).await.unwrap(), Some(ada.clone()));

    let (key, _) = everything(&server).await.remove(0);
    let at: i128 =
        redis::cmd("PEXPIRETIME").arg(key).query_async(&mut connect(&server)).await.unwrap();
    assert_eq!(at, (ada.expiry_date.unix_timestamp_nanos() + 999_999) / 1_000_000);

    ada.data.insert("visits".into(), 1.into());
    store.save(&ada).await.unwrap();
    assert_eq!(store.load(&ada.id).await.unwrap(), Some(ada.clone()));

    store.delete(&ada.id).await.unwrap();
    store.save(&ada).await.unwrap();
    assert_eq!(store.load(&ada.id).await.unwrap(), None);
}

#[tokio::test]
async fn an_id_that_is_taken_is_not_taken_over() {
    let server = Server::start_private(&[]).unwrap();
    let store = RedisStore::new(connect(&server));
    let mut ada = record("ada");
    store.create(&mut ada).await.unwrap();
    let mut bob = Record { id: ada.id, ..record("bob") };
    store.create(&mut bob).await.unwrap();
    assert_ne!(bob.id, ada.id);
    assert_eq!(store.load(&ada.id).await.unwrap(), Some(ada));
    assert_eq!(store.load(&bob.id).await.unwrap(), Some(bob));
}

#[tokio::test]
async fn a_record_that_is_damaged_is_none_and_an_error_says_nothing_of_it() {
    let mut server = Server::start_private(&[]).unwrap();
    let mut redis = connect(&server);
    let store = RedisStore::new(Redis::new(server.url(), Duration::ZERO).unwrap());
    let mut ada = record("hunter2");
    store.create(&mut ada).await.unwrap();
    let (key, value) = everything(&server).await.remove(0);

    let () = redis.set(&key, &value[1..]).await.unwrap();
    assert_eq!(store.load(&ada.id).await.unwrap(), None);
    let () = redis.del(&key).await.unwrap();
    let () = redis.hset(&key, "user", "hunter2").await.unwrap();
    assert_eq!(store.load(&ada.id).await.unwrap(), None);

    let assert_says_nothing = |error: tower_sessions::session_store::Error| {
        let text = format!("{error} {error:?}");
        let id = ada.id.to_string();
        let secrets = [&*id, "hunter2", &key["redis-derive:tower-session:".len()..]];
        assert!(secrets.iter().all(|secret| !text.contains(secret)), "{text}");
    };
    server.kill().unwrap();
    assert_says_nothing(store.load(&ada.id).await.unwrap_err());
    assert_says_nothing(store.save(&ada).await.unwrap_err());
    assert_says_nothing(store.create(&mut ada.clone()).await.unwrap_err());
    assert_says_nothing(store.delete(&ada.id).await.unwrap_err());
}
