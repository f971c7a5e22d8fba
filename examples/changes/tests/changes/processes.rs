//! The programs of the versions as processes.

use changes::program::{Outcome, Tally};
use std::process::{Child, Command, Stdio};
use test_server::Server;

/// The documents of a test, with which a change is tried.
pub(crate) struct Documents<'a> {
    pub(crate) server: &'a Server,
    pub(crate) key: String,
    pub(crate) change: &'static str,
}

impl Documents<'_> {
    /// What the program of a version says to a command.
    pub(crate) fn run(&self, version: &str, command: &str) -> Outcome {
        let said = said(self.start(version, &[command]));
        match &*said {
            "NotUsed" => Outcome::NotUsed,
            "Undecodable" => Outcome::Undecodable,
            "None" => Outcome::None,
            "Filled" => Outcome::Filled,
            _ => {
                let number = said.strip_prefix("Number(").and_then(|it| it.strip_suffix(')'));
                Outcome::Number(number.unwrap().parse().unwrap())
            }
        }
    }

    /// What programs of two versions have done together, which run at the same time, and save in
    /// turns.
    pub(crate) fn share(&self, versions: [&str; 2], rounds: u64) -> Tally {
        let rounds = rounds.to_string();
        Self::sum(
            [(versions[0], "0"), (versions[1], "1")]
                .map(|(version, seat)| self.start(version, &["share", &rounds, seat])),
        )
    }

    /// The same without a save.
    pub(crate) fn share_without_saves(&self, versions: [&str; 2], rounds: u64) -> Tally {
        let rounds = rounds.to_string();
        Self::sum(versions.map(|version| self.start(version, &["share", &rounds])))
    }

    fn sum(programs: [Child; 2]) -> Tally {
        let mut sum = Tally::default();
        for program in programs {
            let said = said(program);
            let mut numbers = said.split(' ').map(|number| number.parse::<u64>().unwrap());
            let mut add = |count: &mut u64| *count += numbers.next().unwrap();
            add(&mut sum.updated);
            add(&mut sum.saved);
            add(&mut sum.filled);
        }
        sum
    }

    fn start(&self, version: &str, task: &[&str]) -> Child {
        let mut program = Command::new(env!("CARGO_BIN_EXE_changes"));
        program.args([self.server.url(), &self.key, self.change, version]).args(task);
        program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

/// What a program prints, which must not fail.
fn said(program: Child) -> String {
    let output = program.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
