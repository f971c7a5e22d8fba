//! `profile export`

use crate::error::Error;
use crate::profiles::Profiles;
use crate::progress;
use crate::report::Report;
use crate::server::Server;
use indicatif::ProgressBar;
use redis_derive::Json;
use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Write all profiles as lines of JSON, in no order
///
/// One that is there all the time is among them, perhaps twice, and one that
/// comes or goes meanwhile may be. `import` stores them again.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Export {
    /// A file, which is replaced when all is written, or - for stdout
    #[arg(default_value = "-")]
    file: PathBuf,
}

impl Export {
    pub(crate) fn run(&self, server: &Server, report: &mut Report) -> Result<(), Error> {
        let mut profiles = Profiles::on(server)?;
        let bar = report.show(self.progress());
        let mut write = |output: &mut dyn Write| {
            let mut output = BufWriter::new(output);
            profiles.for_each(report, |profile| {
                writeln!(output, "{}", Json(profile))?;
                bar.inc(1);
                Ok(())
            })?;
            Ok(output.flush()?)
        };
        if self.is_to_stdout() {
            return write(&mut io::stdout().lock());
        }
        // The target of a link.
        let path = fs::canonicalize(&self.file).unwrap_or_else(|_| self.file.clone());
        match fs::metadata(&path) {
            // A pipe or a device.
            Ok(there) if !there.is_file() => write(&mut self.created(File::create(&path))?),
            there => {
                let permissions = there.ok().map(|there| there.permissions());
                let mut whole = self.created(beside(&path, permissions))?;
                write(&mut whole)?;
                whole.as_file().sync_all()?;
                self.created(whole.persist(&path).map_err(|error| error.error))?;
                Ok(())
            }
        }
    }

    fn is_to_stdout(&self) -> bool {
        self.file.as_os_str() == "-"
    }

    fn created<T>(&self, result: io::Result<T>) -> Result<T, Error> {
        let name = self.file.display();
        result.map_err(|error| Error::Failed(format!("cannot create {name}: {error}")))
    }

    fn progress(&self) -> ProgressBar {
        if self.is_to_stdout() && io::stdout().is_terminal() {
            // The bar would be drawn among the profiles.
            return ProgressBar::hidden();
        }
        progress::of_profiles()
    }
}

/// A file that replaces the target when it is complete, and is removed otherwise. Only its owner
/// can read a new file.
fn beside(path: &Path, permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new();
    if let Some(permissions) = permissions {
        file.permissions(permissions);
    }
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    file.tempfile_in(directory.unwrap_or(Path::new(".")))
}
