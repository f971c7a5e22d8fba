//! The program, run as people run it.

use redis::Connection;
use redis_derive::{Json, Key};
use serde_json::Value;
use std::io::Write;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use test_server::Server;

/// How long anything may take. It takes a fraction of a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a program has left behind.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    pub(crate) fn stdout_lines(&self) -> Vec<&str> {
        self.stdout.lines().collect()
    }

    pub(crate) fn stderr_lines(&self) -> Vec<&str> {
        self.stderr.lines().collect()
    }

    /// It has done everything and had nothing to say but this.
    #[track_caller]
    pub(crate) fn has_printed(&self, stdout: &str) {
        assert_eq!((self.code, &*self.stdout, &*self.stderr), (0, stdout, ""));
    }

    /// Something did not work, of which there is one line.
    #[track_caller]
    pub(crate) fn has_failed(&self, stderr: &str) {
        let expected = format!("profile: {stderr}\n");
        assert_eq!((self.code, &*self.stdout, &*self.stderr), (1, "", &*expected));
    }
}

pub(crate) fn start_server() -> (Server, Connection) {
    // Of its own, as the keys of all profiles are in it.
    let server = Server::start_private(&[]).unwrap();
    let con = connect(server.url());
    (server, con)
}

pub(crate) fn connect(url: &str) -> Connection {
    redis::Client::open(url).unwrap().get_connection().unwrap()
}

/// The key of a profile, for what another program does there.
pub(crate) fn key(id: u64) -> Key<Value> {
    Key::new(format!("redis-derive:profile:{id}"))
}

pub(crate) fn command(url: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_profile"));
    command.args(arguments).env("REDIS_URL", url);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn profile(url: &str, arguments: &[&str]) -> Ended {
    profile_with_input(url, arguments, "")
}

pub(crate) fn profile_with_input(
    url: &str,
    arguments: &[&str],
    input: impl AsRef<[u8]> + Send + 'static,
) -> Ended {
    let mut child = command(url, arguments).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that reads none of it is none of the writer's business.
    thread::spawn(move || stdin.write_all(input.as_ref()));
    end_of(child)
}

pub(crate) fn end_of(child: Child) -> Ended {
    let (sender, ended) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    let output = ended.recv_timeout(PATIENCE).expect("it ends within a minute").unwrap();
    Ended {
        code: output.status.code().expect("no signal ends it"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A program that reads what is written here, until that is dropped.
pub(crate) fn start(url: &str, arguments: &[&str]) -> (Child, ChildStdin) {
    let mut child = command(url, arguments).spawn().unwrap();
    let stdin = child.stdin.take().unwrap();
    (child, stdin)
}

#[track_caller]
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "not within a minute: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A line of JSON.
pub(crate) fn line(document: &Value) -> String {
    format!("{}\n", Json(document))
}
