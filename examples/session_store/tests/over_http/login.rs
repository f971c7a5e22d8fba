//! A user who logs in at one instance is known at all, until a logout at any instance.

use crate::browser::{form, get, log_in, post};
use crate::instances::{Instance, SESSION_STORE};
use crate::{assert_not_in, connect, everything, id};
use redis_derive::{AsyncDocumentCommands, Expiry};
use session_store::sessions;
use std::time::Duration;
use test_server::Server;
use tokio::task::JoinSet;

#[tokio::test]
async fn a_session_is_the_same_at_all_instances_and_ends_at_all() {
    let server = Server::start().unwrap();
    let instances: [_; 3] = Instance::start_many(&server);
    let [first, second, third] = instances.each_ref().map(Instance::address);

    let cookie = log_in(first, "ada").await;
    for (visits, at) in (1..).zip([first, second, third]) {
        let page = get(at, "/", &cookie).await;
        assert!(page.status == 200 && page.body.contains("Hello, ada<"), "{page:?}");
        // It is kept for longer with each page.
        assert_eq!(page.cookie(), cookie);
        assert_eq!(get(at, "/whoami", &cookie).await.who(), ("ada".to_owned(), visits));
    }

    let answer = post(second, "/logout", &cookie, "").await;
    answer.assert_redirects_to("/login");
    assert!(answer.set_cookie.unwrap().contains("Max-Age=0"));
    for at in [first, second, third] {
        assert_eq!(get(at, "/whoami", &cookie).await.status, 401);
        get(at, "/", &cookie).await.assert_redirects_to("/login");
    }
    for instance in instances {
        assert_not_in(&instance.into_log(), &cookie);
    }
}

#[tokio::test]
async fn a_browser_that_asks_many_times_at_once_loses_no_visit() {
    let server = Server::start().unwrap();
    let instances: [_; 2] = Instance::start_many(&server);
    let at = instances.each_ref().map(Instance::address);
    let cookie = log_in(at[0], "ada").await;

    let mut tabs = JoinSet::new();
    for tab in 0..30 {
        let (at, cookie) = (at[tab % 2], cookie.clone());
        tabs.spawn(async move { get(at, "/", &cookie).await.status });
    }
    assert_eq!(tabs.join_all().await, [200; 30]);

    let again: usize = instances.iter().map(Instance::count_updates_sent_again).sum();
    let (_, visits) = get(at[0], "/whoami", &cookie).await.who();
    // All of them, and none twice unless a reply was lost.
    assert!((30..=30 + again as u64).contains(&visits), "{visits}");
}

#[tokio::test]
async fn each_use_lets_the_expiry_begin_anew() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let mut redis = connect(&server);
    for path in ["/", "/whoami"] {
        let cookie = log_in(instance.address(), "ada").await;
        let key = sessions::key(&id(&cookie));
        let soon = key.clone().with_expiry(Expiry::After(Duration::from_secs(600)));
        assert!(redis.touch(&soon).await.unwrap());
        assert_eq!(get(instance.address(), path, &cookie).await.status, 200);
        let left: i64 = redis::cmd("TTL").arg(&key).query_async(&mut redis).await.unwrap();
        assert!((601..=1800).contains(&left), "{left} s");
        assert!(redis.remove(&key).await.unwrap());
    }
}

#[tokio::test]
async fn logging_in_makes_a_new_id_and_ends_the_old_session() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let at = instance.address();

    // One that somebody else has put into the browser.
    let planted = "session=0123456789abcdef0123456789abcdef";
    let first = post(at, "/login", planted, &form("ada")).await.cookie();
    let second = post(at, "/login", &first, &form("bob")).await.cookie();
    assert!(first != planted && second != first);
    for old in [planted, &first] {
        assert_eq!(get(at, "/whoami", old).await.status, 401);
    }
    assert_eq!(get(at, "/whoami", &second).await.who().0, "bob");
}

#[tokio::test]
async fn who_logs_in_needs_a_name_and_the_password() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let long = form(&"x".repeat(41));
    for form in ["user=ada&password=guess", "user=+&password=open+sesame", &long] {
        let answer = post(instance.address(), "/login", "", form).await;
        assert_eq!((answer.status, &answer.set_cookie), (422, &None), "{answer:?}");
        assert!(answer.body.contains("is not right"));
    }
}

#[tokio::test]
async fn a_name_is_text_and_no_html() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let cookie = log_in(instance.address(), "%3Cscript%3Ealert(1)%3C/script%3E").await;
    let page = get(instance.address(), "/", &cookie).await.body;
    assert!(page.contains("Hello, &lt;script&gt;alert(1)&lt;/script&gt;<"), "{page}");
}

#[tokio::test]
async fn the_cookie_is_for_http_alone_and_over_https_if_there_is_one() {
    let server = Server::start().unwrap();
    for (https, name, secure) in [("false", "session", ""), ("true", "__Host-session", " Secure;")]
    {
        let instance = Instance::start(SESSION_STORE, &server, &[("HTTPS", https)]);
        let answer = post(instance.address(), "/login", "", &form("ada")).await;
        let cookie = answer.cookie();
        assert!(cookie.starts_with(&format!("{name}=")));
        let all = format!("{cookie}; HttpOnly; SameSite=Lax;{secure} Path=/; Max-Age=1800");
        assert_eq!(answer.set_cookie, Some(all));
        assert_eq!(get(instance.address(), "/whoami", &cookie).await.who().0, "ada");
    }
}

#[tokio::test]
async fn whoever_reads_redis_is_not_logged_in_by_that() {
    let server = Server::start_private(&[]).unwrap();
    let [instance] = Instance::start_many(&server);
    let cookie = log_in(instance.address(), "ada").await;
    let stored = everything(&server).await;
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert!(stored[0].0.starts_with("redis-derive:session:") && stored[0].1.contains("ada"));
    assert!(!format!("{stored:?}").contains(id(&cookie).expose()), "{stored:?}");
}
