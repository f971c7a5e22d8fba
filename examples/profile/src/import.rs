//! `profile import`

use crate::User;
use crate::batches::Batches;
use crate::error::Error;
use crate::lines::{LONGEST, Lines};
use crate::progress;
use crate::report::Report;
use crate::server::Server;
use redis_derive::from_redis_json;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;

/// Store profiles from lines of JSON
///
/// A profile that is there already is replaced. A line that is no profile is
/// named, and the others are stored all the same. Lines are stored a thousand
/// at a time, and the last ones at the end of the input. One of more than 1 MiB
/// is an error.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Import {
    /// What `export` has written, or - for stdin
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Leave a profile that is there already as it is
    #[arg(long)]
    skip_existing: bool,
}

impl Import {
    pub(crate) fn run(&self, server: &Server, report: &mut Report) -> Result<(), Error> {
        let (name, input) = self.open(report)?;
        let mut batches = Batches::to(server.connect()?, self.skip_existing);
        let bad = store(&name, input, &mut batches, report).map_err(|error| {
            error.and(format_args!(
                "{} profiles are known to be stored, and it does no harm to import all again",
                batches.stored
            ))
        })?;
        let Batches { stored, skipped, .. } = batches;
        report.line(if self.skip_existing {
            format!("{stored} stored, {skipped} already there, {bad} bad")
        } else {
            format!("{stored} stored, {bad} bad")
        });
        Ok(())
    }

    /// Opens the input, and returns its name.
    fn open(&self, report: &mut Report) -> Result<(String, Box<dyn BufRead>), Error> {
        if self.file.as_os_str() == "-" {
            let bar = report.show(progress::of_bytes(None));
            return Ok(("stdin".to_owned(), Box::new(bar.wrap_read(io::stdin().lock()))));
        }
        let name = self.file.display().to_string();
        let file = File::open(&self.file)
            .map_err(|error| Error::Failed(format!("cannot open {name}: {error}")))?;
        let length = file.metadata().ok().map(|metadata| metadata.len());
        let bar = report.show(progress::of_bytes(length));
        Ok((name, Box::new(BufReader::new(bar.wrap_read(file)))))
    }
}

/// Stores the profiles of good lines, and returns how many lines are bad.
fn store(
    name: &str,
    input: impl BufRead,
    batches: &mut Batches,
    report: &mut Report,
) -> Result<u64, Error> {
    let mut bad = 0;
    for line in Lines::of(input) {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                report.problem(format_args!("cannot read {name}: {error}"));
                break;
            }
        };
        match profile_in(line.text) {
            Ok((profile, bytes)) => batches.add(&profile, bytes)?,
            Err(why) => {
                bad += 1;
                report.problem(format_args!("{name}:{}: {why}", line.number));
            }
        }
    }
    batches.send()?;
    Ok(bad)
}

/// Returns the profile in a line and its length in bytes, or the error.
fn profile_in(text: Option<Vec<u8>>) -> Result<(User, usize), String> {
    let json = text.ok_or_else(|| format!("longer than {LONGEST} bytes"))?;
    let profile = from_redis_json(&json).map_err(|error| error.to_string())?;
    Ok((profile, json.len()))
}
