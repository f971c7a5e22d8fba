//! `Profiles`: a walk through all profiles.

use crate::User;
use crate::error::Error;
use crate::report::Report;
use crate::server::Server;
use redis::Connection;
use redis_derive::{Cached, DocumentCommands, Key};

/// The number of profiles that are loaded together.
const PAGE: usize = 100;

/// All profiles, with one page in memory at a time. The keys have a separate connection, since they
/// are loaded at the same time as the profiles.
pub(crate) struct Profiles {
    keys: Connection,
    documents: Connection,
}

impl Profiles {
    pub(crate) fn on(server: &Server) -> Result<Self, Error> {
        Ok(Self { keys: server.connect()?, documents: server.connect()? })
    }

    /// Returns each profile, in no order, and reports profiles that cannot be read.
    pub(crate) fn for_each(
        &mut self,
        report: &mut Report,
        mut visit: impl FnMut(&User) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut keys = self.keys.scan_keys(&User::key_pattern());
        loop {
            let page: Vec<Key<_>> = keys.by_ref().take(PAGE).collect::<Result<_, _>>()?;
            if page.is_empty() {
                return Ok(());
            }
            for (key, entry) in
                page.iter().zip(self.documents.load_many(page.iter().map(Key::cached))?)
            {
                match entry {
                    Cached::Hit(profile) => visit(&profile)?,
                    // It was removed in between.
                    Cached::Miss => {}
                    Cached::Undecodable(error) => report.problem(format_args!("{key}: {error}")),
                }
            }
        }
    }
}
