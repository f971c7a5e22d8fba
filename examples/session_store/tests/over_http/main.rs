//! The programs as processes that share a private Redis, tested over HTTP.

#![expect(clippy::print_stdout, reason = "a test that fails shows what the instances have logged")]

mod balancer;
mod browser;
mod cross_origin;
mod instances;
mod login;
mod outage;
mod refused;
mod tower;
mod traffic;

use redis::AsyncCommands;
use session_store::connection::Redis;
use session_store::id::SessionId;
use std::time::{Duration, Instant};
use test_server::Server;
use tokio::time::sleep;

/// How long anything may take before a test fails. It takes a fraction of that.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for a condition.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds().await {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        sleep(Duration::from_millis(10)).await;
    }
}

fn connect(server: &Server) -> Redis {
    Redis::new(server.url(), PATIENCE).unwrap()
}

/// All that is in a private Redis, as keys and values.
async fn everything(server: &Server) -> Vec<(String, String)> {
    let mut redis = connect(server);
    let keys: Vec<String> = redis.keys("*").await.unwrap();
    let mut all = Vec::new();
    for key in keys {
        let value = redis.get(&key).await.unwrap();
        all.push((key, value));
    }
    all
}

/// The id in a cookie as a browser sends it.
fn id(cookie: &str) -> SessionId {
    let (_, value) = cookie.split_once('=').unwrap();
    SessionId::parse(value).unwrap_or_else(|| panic!("`{value}` is no id"))
}

/// Fails if a log has the id in a cookie, or where its session is.
fn assert_not_in(log: &str, cookie: &str) {
    let id = id(cookie);
    assert!(!log.contains(id.expose()), "an id is in the log:\n{log}");
    assert!(!log.contains(&id.digest()), "a key is in the log:\n{log}");
}
