//! No update is lost: many tasks and threads count the same document up, on a connection that they
//! share, through a pool, in a cluster, and on connections that are cut.
//!
//! Each update returns the count that it wrote, so that a lost or repeated update shows as a number
//! that is missing or occurs twice. No test depends on timing.

use redis_derive::{AsyncDocumentCommands, DocumentCommands, ErrorKind, Key, Keyed, RedisJson};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;
use test_server::Cluster;
use tests::key;

/// How many tasks or threads meet at a document.
const TASKS: u64 = 8;

/// For a reply that does not come: the clients' own half a second is not enough on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The expiry of a counter when a test begins. It is not that of its type, so that it shows when an
/// update begins it anew.
const EXPIRY: Duration = Duration::from_secs(1000);

/// After how many bytes a connection is cut.
const CUT: std::ops::Range<u64> = 500..20_000;

/// A document that many count up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:counter", ttl = "30m")]
struct Counter {
    run: String,
    count: u64,
    inserted_by: u64,
}

impl Counter {
    /// One that no other test uses.
    fn new() -> Self {
        Self { run: run(), ..Self::default() }
    }
}

fn up(counter: &mut Counter) {
    counter.count += 1;
}

/// A document that shows when a part of it is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:page", ttl = "30m")]
struct Page {
    run: String,
    number: u64,
    text: String,
}

impl Page {
    fn new(run: &str, number: u64) -> Self {
        Self { run: run.to_owned(), number, text: format!("{number} ").repeat(500) }
    }
}

/// What makes the keys of a test its own.
fn run() -> String {
    key("").replace("redis-derive:", "")
}

/// A cluster that the tests of this program share.
fn cluster() -> Vec<&'static str> {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    let start = || Cluster::start_with_replicas().unwrap_or_else(|error| panic!("{error}"));
    CLUSTER.get_or_init(start).urls()
}

/// What came of the attempts of a task whose connections are cut.
#[derive(Debug, Default)]
struct Outcome {
    /// The counts that updates replied with.
    acknowledged: Vec<u64>,
    /// How many updates failed, each of which may have been written all the same.
    errors: u64,
}

/// What all tasks return, one after the other.
async fn in_tasks<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    tasks: u64,
    task: impl Fn(u64) -> F,
) -> Vec<T> {
    let tasks: Vec<_> = (0..tasks).map(|number| tokio::spawn(task(number))).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

/// What the threads return, one after the other.
fn in_threads<T: Send>(task: impl Fn() -> T + Sync) -> Vec<T> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..TASKS).map(|_| scope.spawn(&task)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Asserts that every number from 1 to this one is there, once.
fn assert_each_once(counts: &[Vec<u64>], last: u64) {
    let mut counts = counts.concat();
    counts.sort_unstable();
    let is_next = |(count, expected): (&u64, u64)| *count == expected;
    assert!(counts.iter().zip(1..).all(is_next), "an update was lost or made twice: {counts:?}");
    assert_eq!(counts.last(), Some(&last));
}

/// Asserts that the acknowledged updates are all there, and no more than the attempts.
fn assert_none_lost(outcomes: &[Outcome], last: u64) {
    let acknowledged: Vec<u64> = outcomes.iter().flat_map(|one| one.acknowledged.clone()).collect();
    let errors: u64 = outcomes.iter().map(|one| one.errors).sum();
    assert!(errors > 0, "no connection was cut in an update");
    let made = acknowledged.len() as u64;
    assert!((made..=made + errors).contains(&last), "{made} and {errors} errors make {last}");
    let different: BTreeSet<_> = acknowledged.iter().collect();
    assert_eq!(different.len(), acknowledged.len(), "two updates wrote the same count");
}

/// The key, with the expiry of a test's start.
fn with_expiry(key: Key<Counter>) -> Key<Counter> {
    key.with_expiry(redis_derive::Expiry::After(EXPIRY))
}

macro_rules! no_update_is_lost {
    ($($major:ident)*) => {$(
        mod $major {
            use super::{
                CUT, Counter, EXPIRY, Outcome, PATIENCE, Page, TASKS, assert_each_once, assert_none_lost,
                cluster, in_tasks, in_threads, run, up, with_expiry,
            };
            use $major::aio::{ConnectionLike as AsyncConnection, MultiplexedConnection};
            use $major::cluster_async::ClusterConnection as AsyncClusterConnection;
            use $major::cluster::{ClusterClient, ClusterConnection, cluster_pipe};
            use $major::{
                AsyncConnectionConfig, Client, Connection, ConnectionLike, RedisError, RedisResult, cmd,
            };
            use redis_derive::{AsyncDocumentCommands, DocumentCommands, DocumentPipeline, Key, Keyed};
            use std::collections::BTreeSet;
            use std::sync::Arc;
            use std::sync::atomic::{AtomicU64, Ordering};
            use std::thread::sleep;
            use std::time::Duration;
            use test_server::{Cluster, Proxy, Server};
            use tests::url;

            fn connect(url: &str) -> Connection {
                Client::open(url).unwrap().get_connection().unwrap()
            }

            async fn connect_async(
                url: impl Into<String>,
            ) -> RedisResult<MultiplexedConnection> {
                let config = AsyncConnectionConfig::new()
                    .set_connection_timeout(PATIENCE.into())
                    .set_response_timeout(PATIENCE.into());
                Client::open(url.into())?.get_multiplexed_async_connection_with_config(&config).await
            }

            fn cluster_client(urls: Vec<&str>, retries: u32) -> ClusterClient {
                let builder = ClusterClient::builder(urls).retries(retries);
                builder.connection_timeout(PATIENCE).response_timeout(PATIENCE).build().unwrap()
            }

            fn connect_to_cluster() -> ClusterConnection {
                cluster_client(cluster(), 16).get_connection().unwrap()
            }

            async fn connect_to_cluster_async() -> AsyncClusterConnection {
                cluster_client(cluster(), 16).get_async_connection().await.unwrap()
            }

            /// The key of a counter that is stored there.
            fn start(con: &mut impl ConnectionLike) -> Key<Counter> {
                let counter = Counter::new();
                con.save((&with_expiry(counter.key()), &counter)).unwrap();
                counter.key()
            }

            /// The count at last, when the counter is removed.
            fn finish(con: &mut impl ConnectionLike, key: &Key<Counter>) -> u64 {
                let left: u128 = cmd("PTTL").arg(key).query(con).unwrap();
                assert!((1..=EXPIRY.as_millis()).contains(&left), "another expiry: {left} ms");
                con.take(key).unwrap().unwrap().count
            }

            /// What a number of updates reply with.
            fn count_up(con: &mut impl ConnectionLike, key: &Key<Counter>, times: u64) -> Vec<u64> {
                (0..times).map(|_| con.update(key, up).unwrap().unwrap().count).collect()
            }

            async fn count_up_async(
                mut con: impl AsyncConnection + Send,
                key: Key<Counter>,
                times: u64,
            ) -> Vec<u64> {
                let mut counts = Vec::new();
                for _ in 0..times {
                    counts.push(con.update(&key, up).await.unwrap().unwrap().count);
                }
                counts
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn tasks_count_up_on_one_connection() {
                let mut direct = connect(url());
                let key = start(&mut direct);
                let con = connect_async(url()).await.unwrap();
                let task = |_| count_up_async(con.clone(), key.clone(), 1000);
                assert_each_once(&in_tasks(TASKS, task).await, TASKS * 1000);
                assert_eq!(finish(&mut direct, &key), TASKS * 1000);
            }

            #[test]
            fn threads_count_up_through_a_pool() {
                let pool = r2d2::Pool::builder().max_size(4).connection_timeout(PATIENCE);
                let pool = pool.build(Client::open(url()).unwrap()).unwrap();
                let key = start(&mut pool.get().unwrap());
                let once = || count_up(&mut pool.get().unwrap(), &key, 1);
                let counts: Vec<Vec<u64>> = in_threads(|| (0..1000).flat_map(|_| once()).collect());
                assert_each_once(&counts, TASKS * 1000);
                assert_eq!(finish(&mut pool.get().unwrap(), &key), TASKS * 1000);
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn tasks_count_up_in_a_cluster() {
                let mut direct = connect_to_cluster();
                let key = start(&mut direct);
                let con = connect_to_cluster_async().await;
                let task = |_| count_up_async(con.clone(), key.clone(), 1000);
                assert_each_once(&in_tasks(TASKS, task).await, TASKS * 1000);
                assert_eq!(finish(&mut direct, &key), TASKS * 1000);
            }

            #[test]
            fn threads_count_up_in_a_cluster() {
                let mut direct = connect_to_cluster();
                // Each node has the script from some update before, or has not.
                let () = cmd("SCRIPT").arg("FLUSH").query(&mut direct).unwrap();
                let key = start(&mut direct);
                let counts = in_threads(|| count_up(&mut connect_to_cluster(), &key, 250));
                assert_each_once(&counts, TASKS * 250);
                assert_eq!(finish(&mut direct, &key), TASKS * 250);
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[allow(deprecated, reason = "what replaces it is not in every major")]
            async fn tasks_count_up_what_they_read_from_replicas() {
                let mut direct = connect_to_cluster();
                let key = start(&mut direct);
                let client = ClusterClient::builder(cluster()).read_from_replicas();
                let client = client.response_timeout(PATIENCE).connection_timeout(PATIENCE);
                let mut con = client.build().unwrap().get_async_connection().await.unwrap();
                // Where it is not there yet, there is nothing to update.
                for _ in 0..1000 {
                    if con.load(&key).await.unwrap().is_some() {
                        break;
                    }
                    sleep(Duration::from_millis(10));
                }
                let task = |_| count_up_async(con.clone(), key.clone(), 100);
                assert_each_once(&in_tasks(TASKS, task).await, TASKS * 100);
                assert_eq!(finish(&mut direct, &key), TASKS * 100);
            }

            /// A connection, which may be cut before it is there.
            async fn reconnect<C, F: Future<Output = RedisResult<C>>>(connect: impl Fn() -> F) -> C {
                for _ in 0..100 {
                    if let Ok(con) = connect().await {
                        return con;
                    }
                }
                panic!("no connection out of a hundred")
            }

            /// Whether an error is that of a connection, which may have been cut in the midst of a
            /// reply.
            fn is_cut(error: &RedisError) -> bool {
                let is_short = error.to_string().contains("Unexpected end of input");
                error.is_io_error() || error.is_connection_dropped() || is_short
            }

            async fn count_up_where_it_is_cut<C, F>(
                connect: impl Fn() -> F,
                key: Key<Counter>,
            ) -> Outcome
            where
                C: AsyncConnection + Send,
                F: Future<Output = RedisResult<C>>,
            {
                let mut outcome = Outcome::default();
                let mut con = reconnect(&connect).await;
                while outcome.acknowledged.len() < 250 {
                    match con.update(&key, up).await {
                        Ok(counter) => outcome.acknowledged.push(counter.unwrap().count),
                        Err(error) => {
                            assert!(error.client().is_some_and(is_cut) && outcome.errors < 1000, "{error}");
                            outcome.errors += 1;
                            con = reconnect(&connect).await;
                        }
                    }
                }
                outcome
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn no_update_is_lost_where_connections_are_cut() {
                let mut direct = connect(url());
                let key = start(&mut direct);
                let proxy = Proxy::start(url()).unwrap();
                proxy.cut_after(CUT);
                let url = proxy.url().to_owned();
                let connect = move || connect_async(url.clone());
                let task = |_| count_up_where_it_is_cut(connect.clone(), key.clone());
                let outcomes = in_tasks(4, task).await;
                assert_none_lost(&outcomes, finish(&mut direct, &key));
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn no_update_is_lost_where_connections_to_a_cluster_are_cut() {
                let cluster = Cluster::start().unwrap();
                let proxies = cluster.put_behind_proxies().unwrap();
                // Without the client's own attempts, which would send a write again that has been
                // made.
                let client = cluster_client(cluster.urls(), 0);
                let key = start(&mut client.get_connection().unwrap());
                for proxy in &proxies {
                    proxy.cut_after(CUT);
                }
                let cut = client.clone();
                let connect = move || {
                    let client = cut.clone();
                    async move { client.get_async_connection().await }
                };
                let task = |_| count_up_where_it_is_cut(connect.clone(), key.clone());
                let outcomes = in_tasks(4, task).await;
                for proxy in &proxies {
                    proxy.cut_after(0..0);
                }
                assert_none_lost(&outcomes, finish(&mut client.get_connection().unwrap(), &key));
            }

            /// How many saves failed. After each, what is there is whole.
            async fn save_where_it_is_cut(proxy: String, run: String) -> u64 {
                let connect = || connect_async(proxy.clone());
                let mut direct = connect_async(url()).await.unwrap();
                let mut con = reconnect(connect).await;
                let (mut saved, mut errors) = (None, 0);
                for page in (0..100).map(|number| Page::new(&run, number)) {
                    while let Err(error) = con.save(&page).await {
                        assert!(error.client().is_some_and(is_cut) && errors < 1000, "{error}");
                        let there = direct.load(&page.key()).await.unwrap();
                        assert!(there == saved || there.as_ref() == Some(&page), "{there:?}");
                        errors += 1;
                        con = reconnect(connect).await;
                    }
                    saved = direct.load(&page.key()).await.unwrap();
                    assert_eq!(saved, Some(page));
                }
                assert!(direct.remove(&Page::key_for(&run)).await.unwrap());
                errors
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn what_is_saved_is_whole_where_connections_are_cut() {
                let proxy = Proxy::start(url()).unwrap();
                proxy.cut_after(CUT);
                let task = |_| save_where_it_is_cut(proxy.url().to_owned(), run());
                let errors = in_tasks(4, task).await;
                assert!(errors.iter().sum::<u64>() > 0, "no connection was cut in a save");
            }

            /// What each of a number of updates leaves.
            async fn insert_or_count_up(
                mut con: impl AsyncConnection + Send,
                key: Key<Counter>,
                task: u64,
            ) -> Vec<Counter> {
                let mut counters = Vec::new();
                for _ in 0..20 {
                    let insert = || Counter { count: 1, inserted_by: task, ..Counter::default() };
                    counters.push(con.update_or_insert_with(&key, up, insert).await.unwrap());
                }
                counters
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn one_task_inserts_and_the_others_count_up() {
                let mut direct = connect(url());
                let con = connect_async(url()).await.unwrap();
                for _ in 0..20 {
                    let key = with_expiry(Counter::new().key());
                    let task = |number| insert_or_count_up(con.clone(), key.clone(), number);
                    let counters = in_tasks(TASKS, task).await.concat();
                    let inserted: BTreeSet<_> = counters.iter().map(|one| one.inserted_by).collect();
                    assert_eq!(inserted.len(), 1, "inserted by {inserted:?}");
                    let counts = counters.iter().map(|counter| counter.count).collect();
                    assert_each_once(&[counts], TASKS * 20);
                    assert_eq!(finish(&mut direct, &key), TASKS * 20);
                }
            }

            /// How often a command has been called.
            fn calls(con: &mut Connection, command: &str) -> u64 {
                let info: String = cmd("INFO").arg("commandstats").query(con).unwrap();
                let (_, calls) = info.split_once(&format!("cmdstat_{command}:calls=")).unwrap();
                calls.split(',').next().unwrap().parse().unwrap()
            }

            #[test]
            fn a_server_that_has_forgotten_the_script_is_told_it_again() {
                // Its own, since others may need the scripts of the one at `REDIS_URL`.
                let server = Server::start_private(&[]).unwrap();
                let mut con = connect(server.url());
                let key = start(&mut con);
                for told in 1..=3 {
                    let () = cmd("SCRIPT").arg("FLUSH").query(&mut con).unwrap();
                    count_up(&mut con, &key, 2);
                    assert_eq!((calls(&mut con, "eval"), calls(&mut con, "evalsha")), (told, 2 * told));
                }
                assert_eq!(finish(&mut con, &key), 6);
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn hundreds_of_tasks_count_up_and_none_is_refused() {
                let mut direct = connect(url());
                // How long all of it takes is a question of the machine.
                let key = start(&mut direct).with_patience(Duration::from_secs(300));
                let con = connect_async(url()).await.unwrap();
                let runs = Arc::new(AtomicU64::new(0));
                let task = |_| {
                    let (mut con, key, runs) = (con.clone(), key.clone(), Arc::clone(&runs));
                    async move {
                        let mut counts = Vec::new();
                        for _ in 0..20 {
                            let update = con.update(&key, |counter| {
                                runs.fetch_add(1, Ordering::Relaxed);
                                up(counter);
                            });
                            counts.push(update.await.unwrap().unwrap().count);
                        }
                        counts
                    }
                };
                assert_each_once(&in_tasks(256, task).await, 256 * 20);
                assert_eq!(finish(&mut direct, &key), 256 * 20);
                let runs = runs.load(Ordering::Relaxed);
                assert!(runs <= 4 * 256 * 20, "{runs} runs");
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn many_are_loaded_from_all_nodes_of_a_cluster() {
                let mut con = connect_to_cluster();
                let pages: Vec<_> = (0..30).map(|number| Page::new(&run(), number)).collect();
                let keys: Vec<_> = pages.iter().map(Page::key).collect();
                for page in pages.iter().filter(|page| page.number % 3 != 0) {
                    con.save(page).unwrap();
                }
                let there = |page: Page| (page.number % 3 != 0).then_some(page);
                let expected: Vec<_> = pages.into_iter().map(there).collect();
                assert_eq!(con.load_many(&keys).unwrap(), expected);
                let mut con = connect_to_cluster_async().await;
                assert_eq!(con.load_many(&keys).await.unwrap(), expected);
            }

            #[test]
            fn a_pipeline_goes_to_all_nodes_of_a_cluster() {
                let mut con = connect_to_cluster();
                let pages: Vec<_> = (0..30).map(|number| Page::new(&run(), number)).collect();
                let mut pipeline = cluster_pipe();
                for page in &pages {
                    pipeline.save(page).unwrap().ignore().load(&page.key());
                    pipeline.load(Key::<Page>::new(format!("{}:missing", page.key())));
                }
                let read: Vec<Option<Page>> = pipeline.query(&mut con).unwrap();
                let expected: Vec<_> = pages.into_iter().flat_map(|page| [Some(page), None]).collect();
                assert_eq!(read, expected);
            }
        }
    )*};
}

no_update_is_lost!(redis_0_27 redis_0_32 redis_1 redis_2);

/// That of a connection that blocks is in `tests/behaviour`.
#[tokio::test]
async fn an_asynchronous_update_gives_up_when_others_are_always_faster() {
    let client = ::redis_1::Client::open(tests::url()).unwrap();
    let (mut con, mut other) = (
        client.get_multiplexed_async_connection().await.unwrap(),
        client.get_connection().unwrap(),
    );
    let counter = Counter::new();
    let key = counter.key().with_patience(Duration::from_millis(500));
    DocumentCommands::save(&mut other, &counter).unwrap();
    let mut runs = 0;
    let updated = AsyncDocumentCommands::update(&mut con, &key, |counter| {
        DocumentCommands::update(&mut other, &key, up).unwrap();
        counter.inserted_by = 1;
        runs += 1;
    });
    assert_eq!(updated.await.unwrap_err().kind(), ErrorKind::Conflict);
    assert!(runs > 3, "{runs} runs");
    let left = DocumentCommands::take(&mut other, &key).unwrap().unwrap();
    assert_eq!((left.count, left.inserted_by), (runs, 0));
}
