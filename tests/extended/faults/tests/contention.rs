//! Four processes with 64 tasks each update one document, on connections of three kinds: no update
//! is refused, every update happens once, and a closure runs a few times. The test prints its
//! measurements (`--nocapture`).

use deadpool_redis::Runtime;
use faults::Process;
use redis_1::Client;
use redis_1::cluster::ClusterClient;
use redis_derive::client::Redis1;
use redis_derive::{AsyncDocumentCommands, DocumentCommands, Expiry, Key};
use std::collections::BTreeSet;
use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use test_server::Cluster;
use tests::url;
use tokio::task::JoinSet;

const PROCESSES: u64 = 4;
const TASKS: u64 = 64;
const UPDATES: u64 = 20;
const ALL: u64 = PROCESSES * TASKS * UPDATES;

/// For a reply that does not come, and for an update: on a busy machine half a second and ten are
/// not enough.
const PATIENCE: Duration = Duration::from_secs(60);

const HOUR: Expiry = Expiry::After(Duration::from_secs(3600));

/// Where the document is, in the environment of a process.
const URL: &str = "CONTENTION_URL";
const KEY: &str = "CONTENTION_KEY";

/// What it took to make an update: how often the closure ran, and how long it lasted.
struct Took {
    count: u64,
    runs: u64,
    time: Duration,
}

/// One task, on a connection that is had anew for each update.
async fn count_up<Con, F>(connect: impl Fn() -> F, key: Key<u64>) -> Vec<Took>
where
    Con: AsyncDocumentCommands<Redis1>,
    F: Future<Output = Con>,
{
    let mut all = Vec::new();
    for _ in 0..UPDATES {
        let (begin, runs) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        let up = |number: &mut u64| {
            runs.fetch_add(1, Ordering::Relaxed);
            *number += 1;
        };
        let count = connect().await.update(&key, up).await.unwrap().unwrap();
        all.push(Took { count, runs: runs.load(Ordering::Relaxed), time: begin.elapsed() });
    }
    all
}

/// The tasks of one process. It tells a line for each update.
#[expect(clippy::print_stdout, reason = "it tells the process that has started it")]
async fn run<Con, F>(connect: impl Fn() -> F + Clone + Send + 'static)
where
    Con: AsyncDocumentCommands<Redis1> + Send,
    F: Future<Output = Con> + Send,
{
    let key: Key<u64> = Key::new(env::var(KEY).unwrap()).with_patience(PATIENCE);
    drop(connect().await);
    Process::wait_for_a_line();
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (connect, key) = (connect.clone(), key.clone());
        tasks.spawn(async move { count_up(connect, key).await });
    }
    for Took { count, runs, time } in tasks.join_all().await.into_iter().flatten() {
        println!("took {count} {runs} {}", time.as_micros());
    }
}

fn url_of_process() -> String {
    env::var(URL).unwrap()
}

#[tokio::test]
#[ignore = "another test runs it in processes of its own"]
async fn tasks_that_share_a_connection() {
    let config = redis_1::AsyncConnectionConfig::new().set_response_timeout(Some(PATIENCE));
    let client = Client::open(url_of_process()).unwrap();
    let con = client.get_multiplexed_async_connection_with_config(&config).await.unwrap();
    run(move || std::future::ready(con.clone())).await;
}

#[tokio::test]
#[ignore = "another test runs it in processes of its own"]
async fn tasks_with_a_pool() {
    let config = deadpool_redis::Config::from_url(url_of_process());
    let pool = config.create_pool(Some(Runtime::Tokio1)).unwrap();
    run(move || {
        let pool = pool.clone();
        async move { pool.get().await.unwrap() }
    })
    .await;
}

#[tokio::test]
#[ignore = "another test runs it in processes of its own"]
async fn tasks_in_a_cluster() {
    let client = ClusterClient::builder([url_of_process()]).response_timeout(PATIENCE);
    let con = client.build().unwrap().get_async_connection().await.unwrap();
    run(move || std::future::ready(con.clone())).await;
}

/// What the processes tell, when one has counted the document up.
fn took(line: &str) -> Option<Took> {
    let numbers = line.split_once("took ")?.1.split(' ');
    let numbers: Vec<u64> = numbers.map(|number| number.parse().unwrap()).collect();
    let [count, runs, time] = numbers[..] else { panic!("{line}") };
    Some(Took { count, runs, time: Duration::from_micros(time) })
}

#[expect(clippy::print_stdout, reason = "figures are for who asks for them")]
fn contend(test: &str, url: &str, con: &mut impl DocumentCommands<Redis1>) {
    let key: Key<u64> = Key::new(tests::key("count")).with_expiry(HOUR);
    con.save((&key, &0)).unwrap();
    let start = |_| Process::of_test(test, &[(URL, url), (KEY, key.as_str())]);
    let mut processes: Vec<Process> = (0..PROCESSES).map(start).collect();
    let begin = Instant::now();
    processes.iter_mut().for_each(Process::go_on);
    let said: Vec<String> = processes.into_iter().map(Process::end).collect();
    let time = begin.elapsed();
    let mut all: Vec<Took> = said.iter().flat_map(|said| said.lines().filter_map(took)).collect();
    assert_eq!(con.take(&key).unwrap(), Some(ALL));
    let counts: BTreeSet<u64> = all.iter().map(|took| took.count).collect();
    assert!(all.len() as u64 == ALL && counts.into_iter().eq(1..=ALL), "an update is lost");
    let runs: u64 = all.iter().map(|took| took.runs).sum();
    all.sort_by_key(|took| took.time);
    let [p99, slowest] = [all.len() * 99 / 100, all.len() - 1].map(|index| all[index].time);
    #[expect(clippy::cast_precision_loss, reason = "they are few")]
    let mean = runs as f64 / ALL as f64;
    println!("{test}: {mean:.2} runs an update, p99 {p99:?}, slowest {slowest:?}, all {time:?}");
    assert!(runs <= 8 * ALL, "{mean} runs an update");
}

#[test]
fn nobody_is_refused_on_connections_that_tasks_share() {
    let mut con = Client::open(url()).unwrap().get_connection().unwrap();
    contend("tasks_that_share_a_connection", url(), &mut con);
}

#[test]
fn nobody_is_refused_with_pools() {
    let mut con = Client::open(url()).unwrap().get_connection().unwrap();
    contend("tasks_with_a_pool", url(), &mut con);
}

#[test]
fn nobody_is_refused_in_a_cluster() {
    let cluster = Cluster::start().unwrap();
    let mut con = ClusterClient::new(cluster.urls()).unwrap().get_connection().unwrap();
    contend("tasks_in_a_cluster", cluster.urls()[0], &mut con);
}
