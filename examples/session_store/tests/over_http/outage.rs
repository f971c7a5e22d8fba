//! While Redis is down no user is logged out, and afterwards no user has to log in again.

use crate::browser::{form, get, log_in, post};
use crate::instances::{Instance, SESSION_STORE};
use crate::{PATIENCE, assert_not_in, until};
use session_store::connection::Redis;
use session_store::id::SessionId;
use session_store::sessions::Sessions;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;
use std::time::Duration;
use test_server::Server;
use tokio::net::TcpStream;

#[tokio::test]
async fn without_redis_it_is_said_so_and_the_cookie_stays() {
    let mut server = Server::start_durable().unwrap();
    let instance = Instance::start(SESSION_STORE, &server, &[("PATIENCE", "0")]);
    let at = instance.address();
    let cookie = log_in(at, "ada").await;

    server.stop().unwrap();
    for answer in [
        get(at, "/", &cookie).await,
        get(at, "/whoami", &cookie).await,
        post(at, "/login", "", &form("bob")).await,
        post(at, "/logout", &cookie, "").await,
    ] {
        assert_eq!((answer.status, &answer.set_cookie), (503, &None), "{answer:?}");
        assert!(answer.body.contains("You have not been logged out"));
    }
    // What needs no session is there.
    assert_eq!(get(at, "/login", "").await.status, 200);
    assert_eq!(get(at, "/whoami", "").await.status, 401);

    server.start_again().unwrap();
    until("Redis is found again", async || get(at, "/whoami", &cookie).await.status != 503).await;
    assert_eq!(get(at, "/whoami", &cookie).await.who().0, "ada");
    let log = instance.into_log();
    assert!(log.contains("Redis: "), "{log}");
    assert_not_in(&log, &cookie);
}

#[tokio::test]
async fn an_instance_that_starts_before_redis_waits_for_it() {
    let mut server = Server::start_durable().unwrap();
    server.kill().unwrap();
    let [instance] = Instance::start_many(&server);
    let at = instance.address();
    let login = tokio::spawn(async move { log_in(at, "ada").await });
    until("it has tried", async || instance.count_sent_again() > 0).await;
    server.start_again().unwrap();
    let cookie = login.await.unwrap();
    assert_eq!(get(at, "/whoami", &cookie).await.who().0, "ada");
}

#[tokio::test]
async fn a_request_that_is_under_way_is_finished_before_an_instance_stops() {
    let mut server = Server::start_durable().unwrap();
    let [mut instance] = Instance::start_many(&server);
    let at = instance.address();
    let cookie = log_in(at, "ada").await;
    server.stop().unwrap();
    let page = tokio::spawn(async move { get(at, "/", &cookie).await });
    until("it waits for Redis", async || instance.count_sent_again() > 0).await;

    let _idle = TcpStream::connect(at).await.unwrap();
    instance.terminate();
    let is_closed = async || TcpStream::connect(at).await.is_err();
    until("it takes no more connections", is_closed).await;
    server.start_again().unwrap();
    assert_eq!(page.await.unwrap().status, 200);
    until("it has stopped", async || instance.exit_status().is_some()).await;
    assert!(instance.exit_status().unwrap().success());
}

/// A Redis without sessions, which says the first two times that it is not ready yet. It ends with
/// its only client.
fn start_loading_redis() -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let url = format!("redis://{}", listener.local_addr()?);
    thread::spawn(move || {
        let (mut client, _) = listener.accept()?;
        let lines = BufReader::new(client.try_clone()?).lines();
        let mut replies = ["-LOADING Redis is loading\r\n"; 2].into_iter();
        for line in lines {
            match line?.as_str() {
                "CLIENT" => client.write_all(b"+OK\r\n")?,
                "GET" | "GETEX" => {
                    client.write_all(replies.next().unwrap_or("$-1\r\n").as_bytes())?;
                }
                _ => {}
            }
        }
        io::Result::Ok(())
    });
    Ok(url)
}

#[tokio::test]
async fn a_redis_that_reads_its_data_is_waited_for() {
    let sessions =
        |patience| Sessions::new(Redis::new(&start_loading_redis().unwrap(), patience).unwrap());
    let id = SessionId::random();
    assert!(sessions(PATIENCE).find(&id).await.unwrap().is_none());
    assert!(sessions(PATIENCE).count_visit(&id).await.unwrap().is_none());
    for error in [
        sessions(Duration::ZERO).find(&id).await.unwrap_err(),
        sessions(Duration::ZERO).count_visit(&id).await.unwrap_err(),
    ] {
        assert_eq!(error.code(), Some("LOADING"), "{error}");
    }
}
