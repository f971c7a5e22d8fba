//! `profile set`

use crate::User;
use crate::error::Error;
use crate::server::Server;
use redis_derive::DocumentCommands;
use serde_json::Map;

/// Change fields of a profile, or make one
///
/// What is not given stays, also what another client changes meanwhile.
/// Whole profiles as JSON are for `import`.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Set {
    /// The number of the profile
    id: u64,
    /// A name, which a new profile needs
    #[arg(long, required_unless_present_any = ["email", "no_email"])]
    username: Option<String>,
    /// An e-mail address
    #[arg(long)]
    email: Option<String>,
    /// Remove the e-mail address
    #[arg(long, conflicts_with = "email")]
    no_email: bool,
}

impl Set {
    pub(crate) fn run(self, server: &Server) -> Result<(), Error> {
        let mut con = server.connect()?;
        let key = User::key_for(self.id);
        let Some(username) = &self.username else {
            return match con.update(&key, |profile| self.change(profile))? {
                Some(_) => Ok(()),
                None => {
                    Err(Error::Failed(format!("{}: a new profile needs a --username", self.id)))
                }
            };
        };
        let new = || User {
            id: self.id,
            username: username.clone(),
            visits: 0,
            email: self.email.clone(),
            others: Map::new(),
        };
        con.update_or_insert_with(&key, |profile| self.change(profile), new)?;
        Ok(())
    }

    fn change(&self, profile: &mut User) {
        if let Some(username) = &self.username {
            profile.username.clone_from(username);
        }
        if self.email.is_some() || self.no_email {
            profile.email.clone_from(&self.email);
        }
    }
}
