//! `profile export`

use crate::error::Error;
use crate::profiles::Profiles;
use crate::progress;
use crate::report::Report;
use crate::server::Server;
use indicatif::ProgressBar;
use redis_derive::Json;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

/// Write all profiles as lines of JSON, in no order
///
/// One that is there all the time is among them, perhaps twice, and one that
/// comes or goes meanwhile may be. `import` stores them again.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Export {
    /// A file, which is replaced, or - for stdout
    #[arg(default_value = "-")]
    file: PathBuf,
}

impl Export {
    pub(crate) fn run(&self, server: &Server, report: &mut Report) -> Result<(), Error> {
        // First, so that a server that is not there does not cost a file that is.
        let mut profiles = Profiles::on(server)?;
        let mut output = BufWriter::new(self.create()?);
        let bar = report.show(self.progress());
        profiles.for_each(report, |profile| {
            writeln!(output, "{}", Json(profile))?;
            bar.inc(1);
            Ok(())
        })?;
        Ok(output.flush()?)
    }

    fn is_to_stdout(&self) -> bool {
        self.file.as_os_str() == "-"
    }

    fn create(&self) -> Result<Box<dyn Write>, Error> {
        if self.is_to_stdout() {
            return Ok(Box::new(io::stdout().lock()));
        }
        match File::create(&self.file) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => {
                Err(Error::Failed(format!("cannot create {}: {error}", self.file.display())))
            }
        }
    }

    fn progress(&self) -> ProgressBar {
        if self.is_to_stdout() && io::stdout().is_terminal() {
            // It would be drawn among the profiles.
            return ProgressBar::hidden();
        }
        progress::of_profiles()
    }
}
