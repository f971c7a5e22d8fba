//! `profile delete`

use crate::User;
use crate::error::Error;
use crate::report::Report;
use crate::server::Server;
use redis_derive::DocumentCommands;

/// Remove profiles
#[derive(clap::Args)]
pub(crate) struct Delete {
    /// The numbers of the profiles
    #[arg(value_name = "ID", required = true)]
    ids: Vec<u64>,
}

impl Delete {
    pub(crate) fn run(&self, server: &Server, report: &mut Report) -> Result<(), Error> {
        let mut con = server.connect()?;
        for id in &self.ids {
            if !con.remove(User::key_for(id))? {
                report.problem(format_args!("{id}: there is no such profile"));
            }
        }
        Ok(())
    }
}
