//! `profile get`

use crate::User;
use crate::error::Error;
use crate::report::Report;
use crate::server::Server;
use redis_derive::{Cached, DocumentCommands, Json, Key};
use std::io::{self, Write};

/// Print profiles, each as one line of JSON
#[derive(clap::Args)]
pub(crate) struct Get {
    /// The numbers of the profiles
    #[arg(value_name = "ID", required = true)]
    ids: Vec<u64>,
}

impl Get {
    pub(crate) fn run(&self, server: &Server, report: &mut Report) -> Result<(), Error> {
        let keys: Vec<_> = self.ids.iter().map(User::key_for).collect();
        let entries = server.connect()?.load_many(keys.iter().map(Key::cached))?;
        let mut output = io::stdout().lock();
        for (id, entry) in self.ids.iter().zip(entries) {
            match entry {
                Cached::Hit(profile) => writeln!(output, "{}", Json(profile))?,
                Cached::Miss => report.problem(format_args!("{id}: there is no such profile")),
                Cached::Undecodable(error) => report.problem(format_args!("{id}: {error}")),
            }
        }
        Ok(())
    }
}
