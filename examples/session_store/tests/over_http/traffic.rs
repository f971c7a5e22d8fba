//! Two hundred users, while an instance crashes, Redis restarts, and Redis and an instance crash.

use crate::browser::{Answer, form, get, post, try_ask};
use crate::instances::Instance;
use crate::{PATIENCE, assert_not_in, id, until};
use hyper::Method;
use session_store::balancer::balance;
use session_store::instance::listen;
use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};
use test_server::Server;
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, block_in_place};
use tokio::time::sleep;

const USERS: usize = 200;

/// How many requests there are at the same time at most: each takes three of this process' file
/// descriptors.
const AT_ONCE: usize = 64;

/// How long a user looks at a page.
const LOOK: Duration = Duration::from_millis(200);

/// What all users do.
struct Traffic {
    balancer: SocketAddr,
    permits: Semaphore,
    is_over: AtomicBool,
    logged_in: AtomicUsize,
    visits: AtomicUsize,
    cuts: AtomicUsize,
}

/// One of them, at the end.
struct User {
    name: String,
    cookie: String,
    acknowledged: u64,
    attempts: u64,
}

impl Traffic {
    /// Asks, and asks again when the request is cut, which all of these requests bear. Counts the
    /// attempts.
    async fn ask(&self, method: Method, path: &str, cookie: &str, form: &str) -> (Answer, u64) {
        let deadline = Instant::now() + 2 * PATIENCE;
        let _permit = self.permits.acquire().await.unwrap();
        for attempts in 1.. {
            match try_ask(self.balancer, method.clone(), path, cookie.as_bytes(), form).await {
                Ok(answer) => return (answer, attempts),
                Err(cut) => assert!(Instant::now() < deadline, "{attempts} attempts: {cut}"),
            }
            self.cuts.fetch_add(1, SeqCst);
        }
        unreachable!("it ends with an answer")
    }

    /// Logs in and looks at pages until it is over, where no answer may be an error or somebody
    /// else's.
    async fn browse(&self, name: String) -> User {
        let (answer, _) = self.ask(Method::POST, "/login", "", &form(&name)).await;
        answer.assert_redirects_to("/");
        let mut user = User { name, cookie: answer.cookie(), acknowledged: 0, attempts: 0 };
        self.logged_in.fetch_add(1, SeqCst);
        while !self.is_over.load(SeqCst) {
            self.look(&mut user).await;
            sleep(LOOK).await;
        }
        user
    }

    async fn look(&self, user: &mut User) {
        let (page, attempts) = self.ask(Method::GET, "/", &user.cookie, "").await;
        let greeting = format!("Hello, {}<", user.name);
        assert!(page.status == 200 && page.body.contains(&greeting), "{page:?}");
        assert_eq!(page.cookie(), user.cookie);
        user.acknowledged += 1;
        user.attempts += attempts;
        self.visits.fetch_add(1, SeqCst);
        if user.acknowledged.is_multiple_of(4) {
            let (answer, _) = self.ask(Method::GET, "/whoami", &user.cookie, "").await;
            assert_eq!(answer.who().0, user.name);
        }
    }

    /// Waits until each user has been answered about once more.
    async fn goes_on(&self) {
        let enough = self.visits.load(SeqCst) + USERS;
        until("pages are seen", async || self.visits.load(SeqCst) >= enough).await;
    }
}

/// Waits until requests wait for Redis at each of the instances.
async fn wait_for_redis(instances: &[Instance]) {
    for instance in instances {
        let count = || instance.count_sent_again();
        let enough = count() + 10;
        until("requests wait for Redis", async || count() >= enough).await;
    }
}

async fn disturb(traffic: &Traffic, server: &mut Server, instances: &mut [Instance]) {
    traffic.goes_on().await;

    instances[0].kill();
    traffic.goes_on().await;
    block_in_place(|| instances[0].start_again());
    traffic.goes_on().await;

    block_in_place(|| server.stop()).unwrap();
    wait_for_redis(instances).await;
    block_in_place(|| server.start_again()).unwrap();
    traffic.goes_on().await;

    block_in_place(|| server.kill()).unwrap();
    wait_for_redis(instances).await;
    let cuts = traffic.cuts.load(SeqCst);
    instances[1].kill();
    until("its requests are cut", async || traffic.cuts.load(SeqCst) > cuts).await;
    block_in_place(|| instances[1].start_again());
    block_in_place(|| server.start_again()).unwrap();
    traffic.goes_on().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_logged_out_or_taken_for_another_by_crashes_and_restarts() {
    let mut server = Server::start_durable().unwrap();
    let mut instances: [_; 3] = Instance::start_many(&server);
    let addresses = instances.each_ref().map(Instance::address);
    let listener = listen(0).await.unwrap();
    let traffic = Arc::new(Traffic {
        balancer: listener.local_addr().unwrap(),
        permits: Semaphore::new(AT_ONCE),
        is_over: AtomicBool::new(false),
        logged_in: AtomicUsize::new(0),
        visits: AtomicUsize::new(0),
        cuts: AtomicUsize::new(0),
    });
    tokio::spawn(balance(listener, addresses.to_vec()));

    let mut browsers = JoinSet::new();
    for number in 0..USERS {
        let traffic = Arc::clone(&traffic);
        browsers.spawn(async move { traffic.browse(format!("user-{number}")).await });
    }
    until("all are logged in", async || traffic.logged_in.load(SeqCst) == USERS).await;
    disturb(&traffic, &mut server, &mut instances).await;
    traffic.is_over.store(true, SeqCst);
    let users = browsers.join_all().await;

    assert_all_are_known(&users, &addresses, &instances).await;
    assert_all_can_log_out(&users, &addresses).await;
    let ids: HashSet<_> = users.iter().map(|user| id(&user.cookie)).collect();
    assert_eq!(ids.len(), USERS);
    for log in instances.map(Instance::into_log) {
        assert!(log.contains("is sent again"), "an instance did nothing:\n{log}");
        assert!(!log.contains("user-"), "a name is in the log:\n{log}");
        for user in &users {
            assert_not_in(&log, &user.cookie);
        }
    }
}

/// Each user is known at each instance, with each visit that was answered. One that was not
/// answered may count as well, and one whose update was sent again may count twice.
async fn assert_all_are_known(users: &[User], at: &[SocketAddr], instances: &[Instance]) {
    let again: usize = instances.iter().map(Instance::count_updates_sent_again).sum();
    let (mut total, mut attempts) = (0, 0);
    for user in users {
        let seen = get(at[0], "/whoami", &user.cookie).await.who();
        assert_eq!(seen.0, user.name);
        assert!(seen.1 >= user.acknowledged, "{} of {} visits", seen.1, user.acknowledged);
        for at in &at[1..] {
            assert_eq!(get(*at, "/whoami", &user.cookie).await.who(), seen);
        }
        total += seen.1;
        attempts += user.attempts;
    }
    assert!(total <= attempts + again as u64, "{total} of {attempts} and {again}");
}

async fn assert_all_can_log_out(users: &[User], at: &[SocketAddr]) {
    for (number, user) in users.iter().enumerate() {
        let answer = post(at[number % at.len()], "/logout", &user.cookie, "").await;
        answer.assert_redirects_to("/login");
        for at in at {
            assert_eq!(get(*at, "/whoami", &user.cookie).await.status, 401);
        }
    }
}
