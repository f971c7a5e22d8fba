//! `Process`: another process that does a part of a test.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

/// What it says when it is ready.
const WAITS: &str = "waits for a line";

/// Another process. It does not outlive this.
#[derive(Debug)]
pub struct Process {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// Starts one, which [waits](Self::wait_for_a_line) when it is ready.
    ///
    /// # Panics
    ///
    /// When it does not start, or ends before.
    #[must_use]
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut lines = output.by_ref().lines();
        assert!(lines.any(|line| line.unwrap().contains(WAITS)), "it has ended");
        Self { child, output }
    }

    /// Starts one that runs an ignored test of this program.
    ///
    /// # Panics
    ///
    /// Those of [`start`](Self::start).
    #[must_use]
    pub fn of_test(test: &str, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args([test, "--exact", "--ignored", "--nocapture"]);
        Self::start(command.envs(variables.iter().copied()))
    }

    /// Waits in such a process until the one that has started it lets it go on.
    ///
    /// # Panics
    ///
    /// When that is gone.
    #[expect(clippy::print_stdout, reason = "it tells the process that has started it")]
    pub fn wait_for_a_line() {
        println!("{WAITS}");
        assert!(io::stdin().read_line(&mut String::new()).unwrap() > 0);
    }

    /// Lets it go on.
    ///
    /// # Panics
    ///
    /// When it is gone.
    pub fn go_on(&mut self) {
        self.child.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    }

    /// Sends it a signal, as `-KILL`.
    ///
    /// # Panics
    ///
    /// When it is gone.
    pub fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    }

    /// Waits for its end, and returns what else it has said.
    ///
    /// # Panics
    ///
    /// When it fails.
    #[must_use]
    pub fn end(mut self) -> String {
        let mut said = String::new();
        self.output.read_to_string(&mut said).unwrap();
        assert!(self.child.wait().unwrap().success(), "{said}");
        said
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be gone.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
