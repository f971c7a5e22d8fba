//! A form from another origin does nothing in either program: no login, and no logout.

use crate::browser::{Answer, form, get, log_in, post, post_from};
use crate::everything;
use crate::instances::{Instance, SESSION_STORE};
use crate::tower::WITH_TOWER_SESSIONS;
use test_server::Server;

/// What browsers say of such a form. A site has other origins: those of its other hosts and ports.
const OTHERS: [(&str, &str); 5] = [
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
    ("origin", "https://evil.example"),
    ("origin", "http://127.0.0.1:1"),
    ("origin", "null"),
];

fn assert_refused(answer: &Answer) {
    assert_eq!((answer.status, &answer.set_cookie), (403, &None), "{answer:?}");
}

#[tokio::test]
async fn it_logs_nobody_in() {
    for program in [SESSION_STORE, WITH_TOWER_SESSIONS] {
        let server = Server::start_private(&[]).unwrap();
        let instance = Instance::start(program, &server, &[]);
        for other in OTHERS {
            let form = form("mallory");
            let answer = post_from(other, instance.address(), "/login", "", &form).await;
            assert_refused(&answer);
        }
        assert_eq!(everything(&server).await, []);
    }
}

#[tokio::test]
async fn it_logs_nobody_out() {
    let server = Server::start_private(&[]).unwrap();
    for program in [SESSION_STORE, WITH_TOWER_SESSIONS] {
        let instance = Instance::start(program, &server, &[]);
        let at = instance.address();
        let cookie = post(at, "/login", "", &form("ada")).await.cookie();
        for other in OTHERS {
            // `SameSite` keeps the cookie away from it, but not in each browser.
            for cookie in ["", &cookie] {
                assert_refused(&post_from(other, at, "/logout", cookie, "").await);
            }
        }
        let answer = get(at, "/whoami", &cookie).await;
        assert!(answer.status == 200 && answer.body.contains("ada"), "{answer:?}");
    }
}

#[tokio::test]
async fn one_of_the_same_origin_is_accepted() {
    let server = Server::start().unwrap();
    for program in [SESSION_STORE, WITH_TOWER_SESSIONS] {
        let instance = Instance::start(program, &server, &[]);
        let at = instance.address();
        let here = format!("http://{at}");
        let behind_https = format!("https://{at}");
        for same in [
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "none"),
            ("origin", &here),
            ("origin", &behind_https),
        ] {
            let cookie = post_from(same, at, "/login", "", &form("ada")).await.cookie();
            let answer = post_from(same, at, "/logout", &cookie, "").await;
            assert!([200, 303].contains(&answer.status), "{answer:?}");
            assert_eq!(get(at, "/whoami", &cookie).await.status, 401);
        }
    }
}

#[tokio::test]
async fn logging_out_without_a_cookie_takes_none_away() {
    let server = Server::start().unwrap();
    let [instance] = Instance::start_many(&server);
    let cookie = log_in(instance.address(), "ada").await;
    let answer = post(instance.address(), "/logout", "", "").await;
    answer.assert_redirects_to("/login");
    assert_eq!(answer.set_cookie, None);
    assert_eq!(get(instance.address(), "/whoami", &cookie).await.who().0, "ada");
}
