//! Instances of the application, each a process that can be killed.

use std::io::{BufRead, BufReader, Read};
use std::iter;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use test_server::Server;

pub(crate) const SESSION_STORE: &str = env!("CARGO_BIN_EXE_session_store");

pub(crate) struct Instance {
    command: Command,
    child: Child,
    address: SocketAddr,
    /// All that it has written so far, before and after it was killed.
    log: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

impl Instance {
    /// One that logs all there is.
    pub(crate) fn start(program: &str, server: &Server, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(program);
        command.env("PORT", port().to_string()).envs(variables.iter().copied());
        Self::run(command, server)
    }

    /// Three behind a balancer, in one process with so many file descriptors.
    pub(crate) fn start_balanced(server: &Server, descriptors: u32) -> Self {
        let mut command = Command::new("sh");
        let descriptors = descriptors.to_string();
        let limited = r#"ulimit -n "$0" && exec "$1""#;
        command.args(["-c", limited, &descriptors, SESSION_STORE]).env_remove("PORT");
        Self::run(command, server)
    }

    fn run(mut command: Command, server: &Server) -> Self {
        command.envs([("REDIS_URL", server.url()), ("LOG", "trace")]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let log = Arc::default();
        let (child, address, readers) = spawn(&mut command, &log);
        Self { command, child, address, log, readers }
    }

    /// Several, which wait for Redis as long as a test does.
    pub(crate) fn start_many<const N: usize>(server: &Server) -> [Self; N] {
        [(); N].map(|()| Self::start(SESSION_STORE, server, &[("PATIENCE", "60")]))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Kills it, as a crash does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// At the same address.
    pub(crate) fn start_again(&mut self) {
        let (child, _, readers) = spawn(&mut self.command, &self.log);
        self.child = child;
        self.readers.extend(readers);
    }

    /// Tells it to stop.
    pub(crate) fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
    }

    pub(crate) fn exit_status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// How often it has sent a command again.
    pub(crate) fn count_sent_again(&self) -> usize {
        self.count(|line| line.contains("is sent again"))
    }

    /// How often it has sent an update again that may have been made already.
    pub(crate) fn count_updates_sent_again(&self) -> usize {
        let is_one = |line: &str| line.contains("EVAL") && line.contains("is sent again");
        self.count(|line| is_one(line) && !line.contains("refused"))
    }

    /// Whether it has logged this.
    pub(crate) fn has_logged(&self, what: &str) -> bool {
        self.count(|line| line.contains(what)) > 0
    }

    fn count(&self, is_one: impl Fn(&str) -> bool) -> usize {
        self.log.lock().unwrap().lines().filter(|line| is_one(line)).count()
    }

    /// Kills it, and returns all that it has written.
    pub(crate) fn into_log(mut self) -> String {
        self.kill();
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
        if thread::panicking() {
            let log = self.log.lock().unwrap();
            let errors: Vec<_> = log.lines().filter(|line| line.contains("ERROR")).collect();
            println!("{} has logged: {errors:#?}", self.address);
        }
    }
}

/// A free port, and none of those that the system gives to connections: one of these might have it
/// when an instance comes back.
fn port() -> u16 {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    let random = || 20_000 + (getrandom::u32().unwrap() % 12_000) as u16;
    iter::repeat_with(random).find(is_free).unwrap()
}

/// Starts it, and waits for the address that it prints.
fn spawn(
    command: &mut Command,
    log: &Arc<Mutex<String>>,
) -> (Child, SocketAddr, Vec<JoinHandle<()>>) {
    let mut child = command.spawn().unwrap();
    let (sender, lines) = mpsc::channel();
    let readers = vec![
        read(child.stdout.take().unwrap(), log, sender),
        read(child.stderr.take().unwrap(), log, mpsc::channel().0),
    ];
    let line = lines.recv_timeout(crate::PATIENCE).expect("an instance says where it is");
    let mut words = line.split_whitespace();
    let address = words.find_map(|word| word.strip_prefix("http://")).expect("an address");
    let address = address.parse().unwrap();
    (child, address, readers)
}

fn read(
    output: impl Read + Send + 'static,
    log: &Arc<Mutex<String>>,
    lines: mpsc::Sender<String>,
) -> JoinHandle<()> {
    let log = Arc::clone(log);
    thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            let line = line.unwrap();
            log.lock().unwrap().extend([&line, "\n"]);
            // Only the first is waited for.
            _ = lines.send(line);
        }
    })
}
