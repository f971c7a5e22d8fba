//! Sessions while instances of two versions run: those of the library, and those of a version to
//! come, whose sessions know a language as well.

use redis::AsyncCommands;
use redis_derive::{AsyncDocumentCommands, ErrorKind, RedisJson};
use serde::{Deserialize, Serialize};
use session_store::connection::Redis;
use session_store::id::SessionId;
use session_store::sessions::{self, Sessions};
use std::time::Duration;
use test_server::Server;

/// How long anything may take before a test fails. It takes a fraction of that.
const PATIENCE: Duration = Duration::from_secs(60);

const SESSIONS: usize = 20;
const ROUNDS: u64 = 50;

/// The session of the version to come.
#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:session:{digest}", ttl = "30m")]
struct Session {
    digest: String,
    user: String,
    visits: u64,
    #[serde(default)]
    language: Option<String>,
}

/// What an instance of that version does for a request. Nobody is logged out.
async fn visit(redis: &mut Redis, id: &SessionId, language: &str) {
    let key = Session::key_for(id.digest());
    assert!(redis.load_and_touch(&key).await.unwrap().is_some());
    let updated = redis.update(&key, |session| {
        session.visits += 1;
        session.language = Some(language.to_owned());
    });
    assert!(updated.await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_logged_out_and_nothing_is_lost() {
    let server = Server::start_private(&[]).unwrap();
    let mut redis = Redis::new(server.url(), PATIENCE).unwrap();
    let sessions = Sessions::new(redis.clone());
    let mut ids = Vec::new();
    for number in 0..SESSIONS {
        // Each version begins half of them.
        ids.push(if number.is_multiple_of(2) {
            sessions.begin("ada").await.unwrap()
        } else {
            let id = SessionId::random();
            let user = "ada".to_owned();
            let language = Some("en".to_owned());
            let session = Session { digest: id.digest(), user, visits: 0, language };
            assert!(redis.save_new(&session).await.unwrap());
            id
        });
    }

    let older = tokio::spawn({
        let (sessions, ids) = (sessions.clone(), ids.clone());
        async move {
            for _ in 0..ROUNDS {
                for id in &ids {
                    assert_eq!(sessions.find(id).await.unwrap().unwrap().user, "ada");
                    assert!(sessions.count_visit(id).await.unwrap().is_some());
                }
            }
        }
    });
    let newer = tokio::spawn({
        let (mut redis, ids) = (redis.clone(), ids.clone());
        async move {
            for round in 1..=ROUNDS {
                for id in &ids {
                    visit(&mut redis, id, &format!("language {round}")).await;
                }
            }
        }
    });
    older.await.unwrap();
    newer.await.unwrap();

    for id in &ids {
        let session = redis.load(Session::key_for(id.digest())).await.unwrap().unwrap();
        assert_eq!(session.visits, 2 * ROUNDS);
        assert_eq!(session.language, Some(format!("language {ROUNDS}")));
        // Also where the rollout is taken back.
        assert_eq!(sessions.find(id).await.unwrap().unwrap().visits, 2 * ROUNDS);
        sessions.end(id).await.unwrap();
        assert!(redis.load(Session::key_for(id.digest())).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_session_that_an_older_version_cannot_read_waits_for_a_newer_one() {
    let server = Server::start_private(&[]).unwrap();
    let mut redis = Redis::new(server.url(), PATIENCE).unwrap();
    let sessions = Sessions::new(redis.clone());
    let id = SessionId::random();
    let key = sessions::key(&id);
    // The user is renamed at once, without the steps.
    let json = format!(r#"{{"digest":"{}","login":"ada","visits":7}}"#, id.digest());
    let () = redis.set_ex(&key, &json, 100).await.unwrap();

    assert!(sessions.find(&id).await.unwrap().is_none());
    let error = sessions.count_visit(&id).await.unwrap_err();
    assert_eq!(ErrorKind::of(&error), Some(ErrorKind::Data));
    assert_eq!(redis.get::<_, String>(&key).await.unwrap(), json);
    assert!(redis.ttl::<_, u64>(&key).await.unwrap() > 100, "it is in use");
}
