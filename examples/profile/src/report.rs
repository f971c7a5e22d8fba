//! `Report`: the messages for people on stderr, and the exit code.

use indicatif::ProgressBar;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

/// The messages for people on stderr.
pub(crate) struct Report {
    has_problems: bool,
    bar: ProgressBar,
}

impl Default for Report {
    fn default() -> Self {
        Self { has_problems: false, bar: ProgressBar::hidden() }
    }
}

impl Report {
    /// Shows a bar until the end, where stderr is a terminal.
    pub(crate) fn show(&mut self, bar: ProgressBar) -> ProgressBar {
        self.bar = bar;
        self.bar.clone()
    }

    /// Reports a problem, after which the exit code is not 0.
    pub(crate) fn problem(&mut self, what: impl Display) {
        self.has_problems = true;
        self.line(what);
    }

    pub(crate) fn line(&self, what: impl Display) {
        let what = printable(&what.to_string());
        // If stderr is closed, the line is lost.
        self.bar.suspend(|| _ = writeln!(io::stderr(), "profile: {what}"));
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        self.bar.finish_and_clear();
        ExitCode::from(u8::from(self.has_problems))
    }
}

/// Returns outside text as one line that does not move the cursor or change colours.
pub(crate) fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}
