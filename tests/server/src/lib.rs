//! A Redis for the examples and the tests to run against.
//!
//! [`Server::start`] uses the server at `REDIS_URL` where that is set, and otherwise starts a private
//! one on a free port of the loopback interface. The private server stops when the [`Server`] is
//! dropped, and also when the program that started it is killed; it can be killed and started again. A [`Cluster`] is several
//! of them, and so are [`Sentinels`] with what they watch; a [`Proxy`] cuts the connections to one.
//!
//! This is written here because the crates that start a server either leave it running when the
//! program is killed or need `redis-cli` as well, and this has to serve every major of the client.

mod agreement;
mod ask;
mod cluster;
mod proxy;
mod sentinel;

pub use cluster::Cluster;
pub use proxy::Proxy;
pub use sentinel::Sentinels;

use ask::ask;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;
use std::os::unix::process::CommandExt;
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, mpsc};
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

/// Holds its standard input open and stops the server when that closes, which it does however the
/// program on the other end stops. Its output is the server's alone, so that it ends with the server, which has a directory for
/// what it writes until then, and an empty file for a Sentinel's state. A line of input is a signal that stops the server, and the
/// next one starts it again.
const GUARD: &str = r#"
exec 2>&1
directory=$(mktemp -d) && cd "$directory" && : >sentinel.conf || exit
"$@" &
exec >/dev/null 2>&1
while read -r signal; do
    kill -s "$signal" $!
    wait
    read -r _ || break
    "$@" &
done
kill $!
wait
cd / && rm -rf "$directory"
"#;

/// The programs that can serve, in the order in which they are looked for.
const PROGRAMS: [&str; 2] = ["redis-server", "valkey-server"];

/// The environment variable that says where the RedisJSON module is.
const JSON_MODULE: &str = "REDIS_JSON_MODULE";

/// How often to try another port when some other program took the one that was free.
const PORTS_TO_TRY: u32 = 10;

/// A key that no other test uses, also on a server that others use.
#[must_use]
pub fn key(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static START: LazyLock<u128> =
        LazyLock::new(|| UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos());
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("redis-derive:{}:{}:{count}:{name}", process::id(), *START)
}

/// The methods of a trait, by its text, for a test that has to have tried each of them.
#[must_use]
pub fn methods(text: &str) -> BTreeSet<&str> {
    let signatures = text.lines().filter_map(|line| line.strip_prefix("    fn "));
    signatures.filter_map(|line| line.split(['<', '(']).next()).collect()
}

/// A running Redis.
#[derive(Debug)]
pub struct Server {
    url: String,
    /// None for the server at `REDIS_URL`, which is not ours to stop.
    guard: Option<Child>,
    is_stopped: bool,
}

impl Server {
    /// The server at `REDIS_URL`, or a private one.
    ///
    /// # Errors
    ///
    /// When there is no server to start, or it does not start: the error says what to do.
    pub fn start() -> Result<Self, Error> {
        Self::at_url_from_environment().map_or_else(|| Self::start_private(&[]), Ok)
    }

    /// A server with the RedisJSON module, which `REDIS_JSON_MODULE` has the path of. The server at
    /// `REDIS_URL` is expected to have it.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start), and when there is no module.
    pub fn start_with_json() -> Result<Self, Error> {
        let start = || Self::start_private(&["--loadmodule", &json_module()?]);
        Self::at_url_from_environment().map_or_else(start, Ok)
    }

    fn at_url_from_environment() -> Option<Self> {
        let url = std::env::var("REDIS_URL").ok().filter(|url| !url.is_empty())?;
        Some(Self { url, guard: None, is_stopped: false })
    }

    /// A private server, whatever `REDIS_URL` says.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub fn start_private(options: &[&str]) -> Result<Self, Error> {
        Self::start_guarded(|| Ok(options.iter().map(ToString::to_string).collect()))
    }

    /// A private server that writes each change to an append-only file before it replies to it
    /// (<https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/>), so that it has everything when it is
    /// started again.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub fn start_durable() -> Result<Self, Error> {
        Self::start_private(&["--appendonly", "yes", "--appendfsync", "always"])
    }

    /// One with these options, which are asked for again for each port to try. It keeps its data in memory alone, unless they say
    /// otherwise.
    fn start_guarded(options: impl Fn() -> io::Result<Vec<String>>) -> Result<Self, Error> {
        Self::start_on_a_free_port(READY, |port| {
            let on_loopback = ["--bind", "127.0.0.1", "--port", port];
            let in_memory = ["--save", "", "--appendonly", "no"];
            let defaults = on_loopback.into_iter().chain(in_memory).map(str::to_owned);
            Ok(defaults.chain(options()?).collect())
        })
    }

    /// One with these arguments for a port, which logs this when it accepts connections.
    fn start_on_a_free_port(
        ready: &str,
        arguments: impl Fn(&str) -> io::Result<Vec<String>>,
    ) -> Result<Self, Error> {
        let mut output = String::new();
        for _ in 0..PORTS_TO_TRY {
            let port = free_port()?;
            let mut guard = spawn(&arguments(&port.to_string())?)?;
            output = read_until(ready, &mut guard);
            let url = format!("redis://127.0.0.1:{port}/");
            let server = Self { url, guard: Some(guard), is_stopped: false };
            if output.ends_with(ready) {
                return Ok(server);
            }
            if !output.contains("Address already in use") {
                break;
            }
        }
        Err(Error::DidNotStart { output })
    }

    /// Where to connect to, as `redis://127.0.0.1:PORT/`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it as an administrator does, and it says goodbye to its clients. What it keeps on disk is there when it is [started
    /// again](Self::start_again).
    ///
    /// # Errors
    ///
    /// When it is the server at `REDIS_URL`, or does not stop.
    pub fn stop(&mut self) -> Result<(), Error> {
        self.signal("TERM")
    }

    /// Kills it, as a crash does.
    ///
    /// # Errors
    ///
    /// Those of [`stop`](Self::stop).
    pub fn kill(&mut self) -> Result<(), Error> {
        self.signal("KILL")
    }

    /// Starts it on the same port after [`stop`](Self::stop) or [`kill`](Self::kill), and waits until it answers.
    ///
    /// # Errors
    ///
    /// When it is the server at `REDIS_URL`, or does not answer.
    pub fn start_again(&mut self) -> Result<(), Error> {
        if self.is_stopped {
            self.tell_guard("")?;
            self.wait_until(|reply| !reply.is_ok_and(is_ready))?;
            self.is_stopped = false;
        }
        Ok(())
    }

    fn signal(&mut self, signal: &str) -> Result<(), Error> {
        if !self.is_stopped {
            self.tell_guard(signal)?;
            self.wait_until(|reply| reply.is_ok())?;
            self.is_stopped = true;
        }
        Ok(())
    }

    fn tell_guard(&self, line: &str) -> Result<(), Error> {
        let mut input =
            self.guard.as_ref().and_then(|guard| guard.stdin.as_ref()).ok_or(Error::NotOurs)?;
        Ok(writeln!(input, "{line}")?)
    }

    /// Waits as long as a `PING` has such an outcome.
    fn wait_until(&self, goes_on: impl Fn(io::Result<String>) -> bool) -> Result<(), Error> {
        let deadline = Instant::now() + PATIENCE;
        while goes_on(ask(self.address(), "PING")) {
            if Instant::now() > deadline {
                return Err(Error::DoesNotObey);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    fn address(&self) -> &str {
        self.url.trim_start_matches("redis://").trim_end_matches('/')
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(guard) = &mut self.guard {
            drop(guard.stdin.take());
            let _ = guard.wait();
        }
    }
}

fn json_module() -> Result<String, Error> {
    let module = std::env::var(JSON_MODULE).unwrap_or_default();
    if module.is_empty() { Err(Error::NoModule) } else { Ok(module) }
}

/// None of those that the system gives to the near end of a connection, so that it is still free when a server is started on it, or
/// started again.
const PORTS: Range<u64> = 20_000..32_000;

fn free_port() -> io::Result<u16> {
    let mut tries = 0..100;
    loop {
        let port = u16::try_from(random(&PORTS)).map_err(io::Error::other)?;
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(_) => return Ok(port),
            Err(error) if tries.next().is_none() => return Err(error),
            Err(_) => {}
        }
    }
}

/// The keys of std's hash maps are random, and enough for this.
fn random(range: &Range<u64>) -> u64 {
    range.start + RandomState::new().hash_one(0) % (range.end - range.start)
}

fn program() -> Result<&'static str, Error> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there =
        |program: &&str| std::env::split_paths(&path).any(|dir| dir.join(program).is_file());
    PROGRAMS.into_iter().find(is_there).ok_or(Error::NoProgram)
}

/// A server that asks for a password answers as well.
#[expect(clippy::needless_pass_by_value, reason = "it is asked of a reply in its result")]
fn is_ready(reply: String) -> bool {
    reply == "PONG" || reply.starts_with("-NOAUTH")
}

fn spawn(arguments: &[String]) -> Result<Child, Error> {
    let mut command = Command::new("sh");
    command.args(["-c", GUARD, "redis-guard", program()?]).args(arguments);
    // A group of its own, so that Ctrl-C reaches the program and not the guard.
    command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
    Ok(command.spawn()?)
}

/// What a server logs when it accepts connections; a newer one appends the protocol.
const READY: &str = "Ready to accept connections";

/// How long a server may take to start, or to fail. It takes a fraction of a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the server has logged, up to `ready`, to its end or to the end of our patience.
fn read_until(ready: &str, guard: &mut Child) -> String {
    let (sender, lines) = mpsc::channel();
    let stdout = guard.stdout.take();
    thread::spawn(move || {
        let mut lines = stdout.into_iter().flat_map(|stdout| BufReader::new(stdout).lines());
        // Nobody listens any more once the server is ready.
        while let Some(Ok(line)) = lines.next()
            && sender.send(line).is_ok()
        {}
    });
    let mut log = String::new();
    while let Ok(line) = lines.recv_timeout(PATIENCE) {
        log.push_str(&line);
        if let Some(start) = log.rfind(ready) {
            log.truncate(start + ready.len());
            break;
        }
        log.push('\n');
    }
    log
}

/// Why there is no server to run against.
pub enum Error {
    /// Neither `redis-server` nor `valkey-server` is on `PATH`.
    NoProgram,
    /// `REDIS_JSON_MODULE` is not set.
    NoModule,
    /// The server ended at once; this is what it logged.
    DidNotStart {
        /// The log.
        output: String,
    },
    /// It is the server at `REDIS_URL`, and not ours to stop.
    NotOurs,
    /// The server was told to stop or to start, and did not.
    DoesNotObey,
    /// Several servers started, and did not become a cluster, or did not agree on who is a master.
    NoAgreement {
        /// What the last one to be asked said.
        output: String,
    },
    /// A proxy cannot stand in front of a URL of this scheme.
    NoProxy {
        /// The scheme.
        scheme: String,
    },
    /// The system did not let us start or watch it.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram => f.write_str(
                "there is no Redis to run against: put `scripts/with-redis` in front of the command, which \
                 gets one, or install it (`apt install redis-server`, `brew install redis`), or set REDIS_URL",
            ),
            Self::NoModule => f.write_str(
                "there is no RedisJSON module to load: put `scripts/with-redis` in front of the command, which \
                 gets it on x86_64 Linux, or set REDIS_JSON_MODULE to the absolute path of `rejson.so`",
            ),
            Self::DidNotStart { output } => write!(f, "the Redis server did not start; it logged:\n{output}"),
            Self::NotOurs => f.write_str("the server at REDIS_URL is not stopped from here: start a private one"),
            Self::DoesNotObey => f.write_str("the Redis server was told to stop or to start again, and did not"),
            Self::NoAgreement { output } => {
                write!(f, "the Redis servers did not agree on who does what, which takes Redis 7 or Valkey; one said:\n{output}")
            }
            Self::NoProxy { scheme } => {
                write!(f, "a proxy needs a server at a `redis://` URL, and REDIS_URL has one with `{scheme}`")
            }
            Self::Io(error) => write!(f, "the Redis server could not be started: {error}"),
        }
    }
}

/// The same text: this error is met as that of a `main` or an `unwrap`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
