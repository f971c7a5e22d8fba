//! Agreement: several servers are set up by commands, and agree after a while.

use crate::ask::ask;
use crate::{Error, PATIENCE, Server};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Neither the first copy nor the end waits for replicas.
pub(crate) const WITHOUT_DELAY: [&str; 4] =
    ["--repl-diskless-sync-delay", "0", "--shutdown-timeout", "0"];

impl Server {
    pub(crate) fn port(&self) -> &str {
        self.address().rsplit(':').next().unwrap_or_default()
    }

    /// Returns the reply to a command, as text.
    pub(crate) fn ask(&self, command: &str) -> Result<String, Error> {
        let reply = ask(self.address(), command)?;
        if reply.starts_with('-') {
            return Err(Error::NoAgreement { output: format!("{command}: {reply}") });
        }
        Ok(reply)
    }
}

/// Waits until `lacks` returns `None` for each running server.
pub(crate) fn wait_until_agreed(
    servers: &[Server],
    lacks: impl Fn(&Server) -> Result<Option<String>, Error>,
) -> Result<(), Error> {
    let deadline = Instant::now() + PATIENCE;
    for server in servers.iter().filter(|server| !server.is_stopped) {
        while let Some(output) = lacks(server)? {
            if Instant::now() > deadline {
                return Err(Error::NoAgreement { output });
            }
            sleep(Duration::from_millis(20));
        }
    }
    Ok(())
}
