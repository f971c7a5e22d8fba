//! A Redis server for the examples and the tests.
//!
//! [`Server::start`] uses the server at `REDIS_URL` if that is set. Otherwise it starts a private
//! one on a free port of the loopback interface. A private server stops when the [`Server`] is
//! dropped, and also when the program that started it is killed. It can be killed and started
//! again. A [`Cluster`] has several servers, and so have [`Sentinels`]. A [`Proxy`] cuts the
//! connections to a server.
//!
//! Other crates that start a server leave it running when the program is killed, or need
//! `redis-cli`. This one also serves every major of the client.

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

/// Keeps its standard input open, and stops the server when the input closes, however the program
/// at the other end stops. Its output is only the server's, so that it ends with the server. The
/// server has a directory for its files until then, and an empty file for the state of a Sentinel.
/// A line of input is a signal that stops the server, and the next line starts it again.
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

/// The programs of servers, in the order of the search.
const PROGRAMS: [&str; 2] = ["redis-server", "valkey-server"];

/// The environment variable with the path of the RedisJSON module.
const JSON_MODULE: &str = "REDIS_JSON_MODULE";

/// The most attempts with another port, if another program takes the free one.
const PORTS_TO_TRY: u32 = 10;

/// Returns a key that no other test uses, even on a shared server.
#[must_use]
pub fn key(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static START: LazyLock<u128> =
        LazyLock::new(|| UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos());
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("redis-derive:{}:{}:{count}:{name}", process::id(), *START)
}

/// Returns the methods of a trait from its text, for a test that must try each of them.
#[must_use]
pub fn methods(text: &str) -> BTreeSet<&str> {
    let signatures = text.lines().filter_map(|line| line.strip_prefix("    fn "));
    signatures.filter_map(|line| line.split(['<', '(']).next()).collect()
}

/// A running Redis.
#[derive(Debug)]
pub struct Server {
    url: String,
    /// `None` for the server at `REDIS_URL`, which must not be stopped.
    guard: Option<Child>,
    is_stopped: bool,
}

impl Server {
    /// Uses the server at `REDIS_URL`, or starts a private one.
    ///
    /// # Errors
    ///
    /// If no server is installed, or it does not start. The error says what to do.
    pub fn start() -> Result<Self, Error> {
        Self::at_url_from_environment().map_or_else(|| Self::start_private(&[]), Ok)
    }

    /// Starts a server with the RedisJSON module from `REDIS_JSON_MODULE`, or uses the server at
    /// `REDIS_URL`, which must have the module.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start), and if there is no module.
    pub fn start_with_json() -> Result<Self, Error> {
        let start = || Self::start_private(&["--loadmodule", &json_module()?]);
        Self::at_url_from_environment().map_or_else(start, Ok)
    }

    fn at_url_from_environment() -> Option<Self> {
        let url = std::env::var("REDIS_URL").ok().filter(|url| !url.is_empty())?;
        Some(Self { url, guard: None, is_stopped: false })
    }

    /// Starts a private server, whatever `REDIS_URL` says.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub fn start_private(options: &[&str]) -> Result<Self, Error> {
        Self::start_guarded(|| Ok(options.iter().map(ToString::to_string).collect()))
    }

    /// Starts a private server that writes each change to an [append-only
    /// file](https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/) before it
    /// replies, so that it keeps all data when it is started again.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub fn start_durable() -> Result<Self, Error> {
        Self::start_private(&["--appendonly", "yes", "--appendfsync", "always"])
    }

    /// Starts a private server with these options, which are made again for each port. It keeps its
    /// data only in memory, unless the options say otherwise.
    fn start_guarded(options: impl Fn() -> io::Result<Vec<String>>) -> Result<Self, Error> {
        Self::start_on_a_free_port(READY, |port| {
            let on_loopback = ["--bind", "127.0.0.1", "--port", port];
            let in_memory = ["--save", "", "--appendonly", "no"];
            let defaults = on_loopback.into_iter().chain(in_memory).map(str::to_owned);
            Ok(defaults.chain(options()?).collect())
        })
    }

    /// Starts a server with these arguments for a port. It logs `ready` when it accepts
    /// connections.
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

    /// Returns the URL of the server, such as `redis://127.0.0.1:PORT/`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the server as an administrator does, so that it closes its connections. Its data on
    /// disk is there when it is [started again](Self::start_again).
    ///
    /// # Errors
    ///
    /// If it is the server at `REDIS_URL`, or does not stop.
    pub fn stop(&mut self) -> Result<(), Error> {
        self.signal("TERM")
    }

    /// Kills the server, as in a crash.
    ///
    /// # Errors
    ///
    /// Those of [`stop`](Self::stop).
    pub fn kill(&mut self) -> Result<(), Error> {
        self.signal("KILL")
    }

    /// Starts the server on the same port after [`stop`](Self::stop) or [`kill`](Self::kill), and
    /// waits until it answers.
    ///
    /// # Errors
    ///
    /// If it is the server at `REDIS_URL`, or does not answer.
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

    /// Waits while a `PING` has such an outcome.
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

/// Ports that the system does not give to outgoing connections, so that a free one is still free
/// when a server is started on it, or started again.
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

/// Returns a random number in the range, from the random keys of std's hash maps.
fn random(range: &Range<u64>) -> u64 {
    range.start + RandomState::new().hash_one(0) % (range.end - range.start)
}

fn program() -> Result<&'static str, Error> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there =
        |program: &&str| std::env::split_paths(&path).any(|dir| dir.join(program).is_file());
    PROGRAMS.into_iter().find(is_there).ok_or(Error::NoProgram)
}

/// Tells whether the server answers. A server that asks for a password does.
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

/// The log of a server that accepts connections. A newer one appends the protocol.
const READY: &str = "Ready to accept connections";

/// The most time that a server may take to start or to fail. It takes a fraction of a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// Returns the server's log, up to `ready`, its end, or the end of the time.
fn read_until(ready: &str, guard: &mut Child) -> String {
    let (sender, lines) = mpsc::channel();
    let stdout = guard.stdout.take();
    thread::spawn(move || {
        let mut lines = stdout.into_iter().flat_map(|stdout| BufReader::new(stdout).lines());
        // After the server is ready, the receiver is gone.
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

/// An error of starting or stopping a server.
pub enum Error {
    /// Neither `redis-server` nor `valkey-server` is on `PATH`.
    NoProgram,
    /// `REDIS_JSON_MODULE` is not set.
    NoModule,
    /// The server ended at once.
    DidNotStart {
        /// Its log.
        output: String,
    },
    /// It is the server at `REDIS_URL`, which must not be stopped.
    NotOurs,
    /// The server did not stop or start when it was told to.
    DoesNotObey,
    /// The servers started, but did not become a cluster, or did not agree on the masters.
    NoAgreement {
        /// The answer of the last server that was asked.
        output: String,
    },
    /// A proxy cannot stand in front of a URL of this scheme.
    NoProxy {
        /// The scheme.
        scheme: String,
    },
    /// The system did not start or watch the server.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram => f.write_str(
                "there is no Redis server: put `scripts/with-redis` before the command, which gets \
                 one, or install one (`apt install redis-server`, `brew install redis`), or set \
                 REDIS_URL",
            ),
            Self::NoModule => f.write_str(
                "there is no RedisJSON module: put `scripts/with-redis` before the command, which \
                 gets it on x86_64 Linux, or set REDIS_JSON_MODULE to the absolute path of \
                 `rejson.so`",
            ),
            Self::DidNotStart { output } => {
                write!(f, "the Redis server did not start; it logged:\n{output}")
            }
            Self::NotOurs => f.write_str(
                "the server at REDIS_URL must not be stopped: start a private server for that",
            ),
            Self::DoesNotObey => {
                f.write_str("the Redis server was told to stop or to start again, and did not")
            }
            Self::NoAgreement { output } => write!(
                f,
                "the Redis servers did not agree on their roles, which needs Redis 7 or Valkey; \
                 one replied:\n{output}"
            ),
            Self::NoProxy { scheme } => write!(
                f,
                "a proxy needs a server at a `redis://` URL, and REDIS_URL has one with `{scheme}`"
            ),
            Self::Io(error) => write!(f, "the Redis server could not be started: {error}"),
        }
    }
}

/// Shows the same text, since a `main` or an `unwrap` shows this one.
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
