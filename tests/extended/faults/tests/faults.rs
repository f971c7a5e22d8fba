//! No acknowledged write is lost, and no client ever reads half a document, whatever fails:
//! connections are cut and carry a few bytes at a time, and servers and clients are killed.
//!
//! A page tells by itself whether it is whole. The commands are the same for all majors, and so are
//! the faults; here they meet on redis 1.x.

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Connection, RedisError, RedisResult};
use redis_1 as redis;
use redis_derive::{AsyncDocumentCommands, DocumentCommands, Key, Keyed, RedisJson};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::env;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};
use test_server::{Proxy, Server};
use tokio::runtime::{Builder, Runtime};

/// For what does not come: a reply, or a server that is down.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a server or a client is killed.
const KILLS: u64 = 8;

/// A document of which no part fits to any part of another version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:page:{name}", ttl = "30m")]
struct Page {
    run: String,
    name: String,
    number: u64,
    times: usize,
    text: String,
}

impl Page {
    fn new(run: &str, name: &str, number: u64, times: usize) -> Self {
        let text = format!("{number} ").repeat(times);
        Self { run: run.to_owned(), name: name.to_owned(), number, times, text }
    }

    fn is_whole(&self) -> bool {
        *self == Self::new(&self.run, &self.name, self.number, self.times)
    }

    /// The next version, of another length.
    fn turn(&mut self) {
        assert!(self.is_whole(), "an update of half a page {}", self.number);
        let number = self.number + 1;
        *self = Self::new(&self.run, &self.name, number, length(number));
    }
}

/// How often a page of this number has its number in it: up to some 1500 bytes.
fn length(number: u64) -> usize {
    usize::try_from(100 + number * 37 % 300).unwrap()
}

/// What makes the keys of a test its own.
fn run() -> String {
    tests::key("").replace("redis-derive:", "")
}

/// What the tests do on both kinds of connection.
trait Pages: Sized {
    fn connect(url: &str) -> RedisResult<Self>;
    fn save(&mut self, page: &Page) -> RedisResult<()>;
    fn load(&mut self, key: &Key<Page>) -> RedisResult<Option<Page>>;

    /// The number of a page after it was turned by an update.
    fn turn(&mut self, key: &Key<Page>) -> RedisResult<u64>;
}

struct Synchronous(Connection);

impl Pages for Synchronous {
    fn connect(url: &str) -> RedisResult<Self> {
        let con = Client::open(url)?.get_connection_with_timeout(PATIENCE)?;
        con.set_read_timeout(Some(PATIENCE))?;
        Ok(Self(con))
    }

    fn save(&mut self, page: &Page) -> RedisResult<()> {
        Ok(self.0.save(page)?)
    }

    fn load(&mut self, key: &Key<Page>) -> RedisResult<Option<Page>> {
        Ok(self.0.load(key)?)
    }

    fn turn(&mut self, key: &Key<Page>) -> RedisResult<u64> {
        Ok(self.0.update(key, Page::turn)?.unwrap().number)
    }
}

struct Asynchronous(Runtime, MultiplexedConnection);

impl Pages for Asynchronous {
    fn connect(url: &str) -> RedisResult<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let client = Client::open(url)?;
        let con = client.get_multiplexed_async_connection_with_config(&config);
        let con = runtime.block_on(con)?;
        Ok(Self(runtime, con))
    }

    fn save(&mut self, page: &Page) -> RedisResult<()> {
        Ok(self.0.block_on(self.1.save(page))?)
    }

    fn load(&mut self, key: &Key<Page>) -> RedisResult<Option<Page>> {
        Ok(self.0.block_on(self.1.load(key))?)
    }

    fn turn(&mut self, key: &Key<Page>) -> RedisResult<u64> {
        Ok(self.0.block_on(self.1.update(key, Page::turn))?.unwrap().number)
    }
}

/// A connection, and another one after each fault.
struct Persistent<C> {
    url: String,
    con: Option<C>,
    attempts: u64,
    faults: u64,
}

impl<C: Pages> Persistent<C> {
    fn new(url: &str) -> Self {
        Self { url: url.to_owned(), con: None, attempts: 0, faults: 0 }
    }

    /// What comes of a request in the end, after as many attempts as it takes.
    fn ask<T>(&mut self, request: impl Fn(&mut C) -> RedisResult<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.attempt(&request) {
                Ok(reply) => return reply,
                Err(error) => assert!(is_fault(&error) && Instant::now() < deadline, "{error}"),
            }
            self.con = None;
            self.faults += 1;
            sleep(Duration::from_millis(1));
        }
    }

    fn attempt<T>(&mut self, request: impl Fn(&mut C) -> RedisResult<T>) -> RedisResult<T> {
        let con = match &mut self.con {
            Some(con) => con,
            none => none.insert(C::connect(&self.url)?),
        };
        self.attempts += 1;
        request(con)
    }
}

/// Whether an error is that of a connection, which may end in the midst of a reply, or of a server
/// that has just started again. None is that of a document.
fn is_fault(error: &RedisError) -> bool {
    let is_short = error.to_string().contains("Unexpected end of input");
    error.is_io_error()
        || error.is_connection_dropped()
        || is_short
        || error.code() == Some("LOADING")
}

/// What goes on in a test: pages that are saved by one writer each, and one that all turn.
struct Scene {
    run: String,
    acknowledged: AtomicU64,
    is_over: AtomicBool,
}

/// What a writer has seen.
struct Account {
    /// The numbers of the page that all turn, after its turns.
    turns: Vec<u64>,
    /// How often it has tried to turn that page.
    attempts: u64,
    faults: u64,
}

const SHARED: &str = "shared";
const WRITERS: [&str; 4] = ["a", "b", "c", "d"];

impl Scene {
    fn start(url: &str) -> Self {
        let run = run();
        Synchronous::connect(url).unwrap().save(&Page::new(&run, SHARED, 0, length(0))).unwrap();
        Self { run, acknowledged: AtomicU64::new(0), is_over: AtomicBool::new(false) }
    }

    fn key(&self, name: &str) -> Key<Page> {
        Page::key_for(&self.run, name)
    }

    /// Saves and turns pages until the scene is over.
    fn write<C: Pages>(&self, url: &str, name: &str) -> Account {
        let mut client = Persistent::<C>::new(url);
        let mut account = Account { turns: Vec::new(), attempts: 0, faults: 0 };
        for number in 1.. {
            let page = Page::new(&self.run, name, number, length(number));
            client.ask(|con| con.save(&page));
            let before = client.attempts;
            account.turns.push(client.ask(|con| con.turn(&self.key(SHARED))));
            account.attempts += client.attempts - before;
            // Also where the server was killed in the meantime.
            assert_eq!(client.ask(|con| con.load(&page.key())), Some(page), "another page");
            self.acknowledged.fetch_add(2, Ordering::SeqCst);
            if self.is_over.load(Ordering::SeqCst) {
                break;
            }
        }
        account.faults = client.faults;
        account
    }

    /// Reads all pages until the scene is over, each of which is whole and no older than the time
    /// before. Replies with how many it has read.
    fn read<C: Pages>(&self, url: &str) -> u64 {
        let mut client = Persistent::<C>::new(url);
        let (mut newest, mut count) = ([0; WRITERS.len() + 1], 0);
        while !self.is_over.load(Ordering::SeqCst) {
            for (newest, name) in newest.iter_mut().zip(WRITERS.into_iter().chain([SHARED])) {
                if let Some(page) = client.ask(|con| con.load(&self.key(name))) {
                    assert!(page.is_whole(), "half a page {}", page.number);
                    assert!(*newest <= page.number, "{} after {newest}", page.number);
                    *newest = page.number;
                    count += 1;
                }
            }
        }
        count
    }

    /// Lets all of them loose on a server, directly or by a proxy, until this is done, and replies
    /// with how many faults the writers have seen.
    fn play(self, url: &str, until: impl FnOnce(&Self)) -> u64 {
        let accounts = thread::scope(|scope| {
            let over = EndsWithIt(&self.is_over);
            let [a, b, c, d] = WRITERS;
            let writers = [
                scope.spawn(|| self.write::<Synchronous>(url, a)),
                scope.spawn(|| self.write::<Synchronous>(url, b)),
                scope.spawn(|| self.write::<Asynchronous>(url, c)),
                scope.spawn(|| self.write::<Asynchronous>(url, d)),
            ];
            let readers = [
                scope.spawn(|| self.read::<Synchronous>(url)),
                scope.spawn(|| self.read::<Asynchronous>(url)),
            ];
            until(&self);
            drop(over);
            for reader in readers {
                assert!(reader.join().unwrap() > 0, "nothing was read");
            }
            writers.map(|writer| writer.join().unwrap())
        });
        self.finish(url, &accounts);
        accounts.iter().map(|account| account.faults).sum()
    }

    /// Asserts that no turn was lost or made twice, and removes the pages.
    fn finish(&self, url: &str, accounts: &[Account]) {
        let mut con = Persistent::<Synchronous>::new(url);
        let last = con.ask(|con| con.load(&self.key(SHARED))).unwrap();
        assert!(last.is_whole());
        let turns: Vec<u64> = accounts.iter().flat_map(|account| account.turns.clone()).collect();
        let (made, attempts) = (turns.len() as u64, accounts.iter().map(|one| one.attempts).sum());
        assert!((made..=attempts).contains(&last.number), "{made} of {attempts}: {}", last.number);
        let different: BTreeSet<_> = turns.iter().collect();
        assert_eq!(different.len(), turns.len(), "two turns made the same page");
        for name in WRITERS.into_iter().chain([SHARED]) {
            con.ask(|con| Ok(con.0.remove(self.key(name))?));
        }
    }

    /// Waits until so many writes more are acknowledged.
    fn wait_for(&self, more: u64) {
        let wanted = self.acknowledged.load(Ordering::SeqCst) + more;
        let deadline = Instant::now() + PATIENCE;
        while self.acknowledged.load(Ordering::SeqCst) < wanted {
            assert!(Instant::now() < deadline, "the writers do not get on");
            sleep(Duration::from_millis(5));
        }
    }
}

/// Ends a scene, also where a wait in it has panicked, so that nobody is waited for then.
struct EndsWithIt<'a>(&'a AtomicBool);

impl Drop for EndsWithIt<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn nothing_is_lost_where_connections_are_cut_and_split() {
    let proxy = Proxy::start(tests::url()).unwrap();
    let scene = Scene::start(tests::url());
    proxy.cut_after(500..20_000);
    proxy.split(1..200, Duration::from_micros(20));
    let faults = scene.play(proxy.url(), |scene| scene.wait_for(2000));
    assert!(faults > 50 && proxy.cuts() > 50, "{faults} faults, {} cuts", proxy.cuts());
}

#[test]
fn nothing_is_lost_where_the_server_is_killed() {
    let mut server = Server::start_durable().unwrap();
    let url = server.url().to_owned();
    let faults = Scene::start(&url).play(&url, |scene| {
        for _ in 0..KILLS {
            scene.wait_for(40);
            server.kill().unwrap();
            server.start_again().unwrap();
        }
        scene.wait_for(40);
    });
    assert!(faults >= KILLS, "{faults} faults");
}

/// The server and the run of a client that is to be killed, apart by a space.
const VICTIM: &str = "REDIS_DERIVE_CLIENT_TO_KILL";

/// A page that takes a while to send.
fn long_page(run: &str, number: u64) -> Page {
    Page::new(run, "long", number, 50_000)
}

/// The page that says which long page was acknowledged last.
fn receipt(run: &str, number: u64) -> Page {
    Page::new(run, "receipt", number, 1)
}

/// What the client does that is killed.
fn write_until_killed(url: &str, run: &str) {
    let mut con = Synchronous::connect(url).unwrap();
    let last = con.load(&receipt(run, 0).key()).unwrap().map_or(0, |receipt| receipt.number);
    // It begins anew what the one before it may have begun.
    for number in last + 1.. {
        con.save(&long_page(run, number)).unwrap();
        con.save(&receipt(run, number)).unwrap();
    }
}

/// This test again, in a process of its own.
fn start_victim(test: &str, url: &str, run: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args([test, "--exact"])
        .env(VICTIM, format!("{url} {run}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_client_that_is_killed_leaves_a_whole_document() {
    if let Ok(victim) = env::var(VICTIM) {
        let (url, run) = victim.split_once(' ').unwrap();
        return write_until_killed(url, run);
    }
    let run = run();
    let proxy = Proxy::start(tests::url()).unwrap();
    proxy.split(1000..8000, Duration::from_micros(100));
    let mut con = Synchronous::connect(tests::url()).unwrap();
    let mut seen = 0;
    for round in 0..KILLS {
        let mut victim =
            start_victim("a_client_that_is_killed_leaves_a_whole_document", proxy.url(), &run);
        let deadline = Instant::now() + PATIENCE;
        let before = seen;
        while seen < before + 3 {
            assert!(victim.try_wait().unwrap().is_none() && Instant::now() < deadline);
            let receipt = con.load(&receipt(&run, 0).key()).unwrap();
            seen = receipt.map_or(0, |receipt| receipt.number);
        }
        // Each time at another place in the next page, or behind it.
        sleep(Duration::from_millis(2 * round));
        victim.kill().unwrap();
        assert_eq!(victim.wait().unwrap().signal(), Some(9));
        let page = con.load(&long_page(&run, 0).key()).unwrap().unwrap();
        assert!(page.is_whole() && page.number >= seen, "{} after {seen}", page.number);
    }
    for key in [long_page(&run, 0).key(), receipt(&run, 0).key()] {
        assert!(con.0.remove(&key).unwrap());
    }
}
