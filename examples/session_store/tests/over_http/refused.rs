//! What is no session is "not logged in", at each page and without a server error.

use crate::browser::{form, get, log_in, post, try_ask};
use crate::instances::{Instance, SESSION_STORE};
use crate::tower::WITH_TOWER_SESSIONS;
use crate::{connect, id, until};
use hyper::Method;
use redis::AsyncCommands;
use redis_derive::{AsyncDocumentCommands, Expiry};
use session_store::sessions;
use std::net::SocketAddr;
use std::time::Duration;
use test_server::Server;

/// Asks each page, and logs in in the end.
async fn assert_refused(at: SocketAddr, cookie: &[u8]) {
    let ask = async |method, path, form| {
        let answer = try_ask(at, method, path, cookie, form).await.unwrap();
        assert!(answer.status < 500, "{answer:?}");
        answer
    };
    assert_eq!(ask(Method::GET, "/whoami", "").await.status, 401);
    ask(Method::GET, "/", "").await.assert_redirects_to("/login");
    assert_eq!(ask(Method::GET, "/login", "").await.status, 200);
    ask(Method::POST, "/logout", "").await.assert_redirects_to("/login");
    ask(Method::POST, "/login", &form("ada")).await.assert_redirects_to("/");
}

#[tokio::test]
async fn what_is_no_id_of_a_session_logs_nobody_in() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let real = log_in(instance.address(), "ada").await;
    let id = id(&real);
    let id = id.expose();

    let huge = format!("session={}", "a".repeat(100_000));
    let many = "x=y; ".repeat(5_000);
    let forged = "session=00000000000000000000000000000000";
    let variants = [
        format!("session=A{}", &id[1..]),
        format!("session={id}0"),
        format!("session={}", &id[1..]),
        format!("session=%41{}", &id[1..]),
        format!("session=\"{id}"),
        format!("Session={id}"),
        format!("__Host-session={id}"),
        id.to_owned(),
    ];
    let fixed = [
        "",
        "session",
        "session=",
        "=",
        ";;;",
        "session=*",
        "session=../../etc",
        forged,
        &huge,
        &many,
    ];
    for cookie in fixed.into_iter().chain(variants.iter().map(String::as_str)) {
        assert_refused(instance.address(), cookie.as_bytes()).await;
    }
    assert_refused(instance.address(), b"session=\xff\xfe\x80").await;
    assert_eq!(get(instance.address(), "/whoami", &real).await.who().0, "ada");
}

#[tokio::test]
async fn a_session_that_has_expired_is_none() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let cookie = log_in(instance.address(), "ada").await;
    let mut redis = connect(&server);
    let key = sessions::key(&id(&cookie)).with_expiry(Expiry::After(Duration::from_millis(1)));
    assert!(redis.touch(&key).await.unwrap());
    until("the session has expired", async || redis.load(&key).await.unwrap().is_none()).await;
    assert_refused(instance.address(), cookie.as_bytes()).await;
}

#[tokio::test]
async fn a_session_that_is_damaged_is_none_and_is_logged_without_what_it_holds() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let mut redis = connect(&server);
    let deep = "[".repeat(1_000);
    let documents = [
        "hunter2",
        r#"{"user": "hunter2"#,
        r#"{"digest": "", "user": "hunter2", "visits": -1}"#,
        r#"{"digest": "", "user": "hunter2", "visits": "hunter2"}"#,
        r#"{"digest": "", "user": 7, "visits": 0}"#,
        r#"["hunter2", "hunter2", 0]"#,
        "null",
        "",
        &deep,
    ];
    for document in documents {
        let cookie = log_in(instance.address(), "ada").await;
        let key = sessions::key(&id(&cookie));
        let () = redis.set(&key, document).await.unwrap();
        assert_eq!(get(instance.address(), "/whoami", &cookie).await.status, 401);
        assert_refused(instance.address(), cookie.as_bytes()).await;
        redis.remove(&key).await.unwrap();
    }
    let log = instance.into_log();
    assert!(log.matches("a session does not decode").count() >= documents.len(), "{log}");
    assert!(!log.contains("hunter2"), "{log}");
}

#[tokio::test]
async fn a_key_that_holds_no_document_is_none_and_is_logged_without_what_it_holds() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let at = instance.address();
    let mut redis = connect(&server);
    for path in ["/", "/whoami"] {
        let cookie = log_in(at, "ada").await;
        let key = sessions::key(&id(&cookie));
        assert!(redis.remove(&key).await.unwrap());
        let () = redis.hset(&key, "user", "hunter2").await.unwrap();
        assert!([303, 401].contains(&get(at, path, &cookie).await.status));
        assert_refused(at, cookie.as_bytes()).await;
        redis.remove(&key).await.unwrap();
    }
    let log = instance.into_log();
    assert!(log.contains("a session is no document"), "{log}");
    assert!(!log.contains("hunter2"), "{log}");
}

#[tokio::test]
async fn a_form_is_not_read_without_end() {
    let server = Server::start().unwrap();
    let long = format!("{}&filler={}", form("ada"), "x".repeat(100_000));
    for program in [SESSION_STORE, WITH_TOWER_SESSIONS] {
        let instance = Instance::start(program, &server, &[]);
        let answer = post(instance.address(), "/login", "", &long).await;
        assert_eq!((answer.status, answer.set_cookie), (413, None));
    }
}

#[tokio::test]
async fn a_session_that_another_request_ends_is_not_brought_back() {
    let server = Server::start().unwrap();
    let instances: [_; 2] = Instance::start_many(&server);
    let [first, second] = instances.each_ref().map(Instance::address);
    for _ in 0..20 {
        let cookie = log_in(first, "ada").await;
        let (page, _) =
            tokio::join!(get(first, "/", &cookie), post(second, "/logout", &cookie, ""));
        assert!([200, 303].contains(&page.status), "{page:?}");
        assert_eq!(get(first, "/whoami", &cookie).await.status, 401);
    }
}
