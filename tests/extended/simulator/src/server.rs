//! Server: what Redis does with a request, told as far as this library and its tests ask for it.
//!
//! A request is refused before it runs, queued by a transaction, or run on the `keyspace`. Replies
//! and errors are those of Redis 7 (`reply`, `failure`). Scripts are run by a real interpreter
//! (`lua`).

#![allow(clippy::unnecessary_wraps, reason = "what runs a command may fail, or not")]

mod arguments;
mod commands;
mod expiries;
mod failure;
mod glob;
mod keys;
mod keyspace;
mod lua;
pub(crate) mod reply;
mod scan;
mod scripts;
mod strings;

use commands::{Command, Run};
use failure::Failure;
use keyspace::Keyspace;
use reply::Reply;
use scripts::Scripts;
use std::time::Duration;

pub(crate) type Request = [Vec<u8>];

#[derive(Default)]
pub(crate) struct Server {
    keyspace: Keyspace,
    scripts: Scripts,
    pub(crate) is_read_only: bool,
    pub(crate) is_out_of_memory: bool,
}

/// What a server knows of a connection: the transaction that it has begun.
#[derive(Default)]
pub(crate) struct Session {
    transaction: Option<Transaction>,
}

#[derive(Default)]
struct Transaction {
    queue: Vec<Vec<Vec<u8>>>,
    /// A command could not be queued.
    is_spoilt: bool,
}

impl Server {
    pub(crate) fn execute(
        &mut self,
        session: &mut Session,
        request: &Request,
        now: Duration,
    ) -> Reply {
        self.keyspace.move_to(now);
        let outcome = self.take(session, request);
        if outcome.is_err()
            && let Some(transaction) = &mut session.transaction
        {
            transaction.is_spoilt = true;
        }
        outcome.unwrap_or_else(Reply::from)
    }

    fn take(&mut self, session: &mut Session, request: &Request) -> Result<Reply, Failure> {
        let command = Command::of(request)?;
        match (command.run, &mut session.transaction) {
            (Run::Multi, None) => session.transaction = Some(Transaction::default()),
            (Run::Multi, Some(_)) => return Err(Failure::new("ERR MULTI calls can not be nested")),
            (Run::Exec | Run::Discard, None) => {
                return Err(Failure(format!("ERR {} without MULTI", command.name.to_uppercase())));
            }
            (Run::Exec, Some(_)) => return Ok(self.end_transaction(session)),
            (Run::Discard, Some(_)) => session.transaction = None,
            (_, transaction) => {
                self.refuse(command)?;
                let Some(transaction) = transaction else { return Ok(self.run(command, request)) };
                if !transaction.is_spoilt {
                    transaction.queue.push(request.to_vec());
                }
                return Ok(Reply::status("QUEUED"));
            }
        }
        Ok(Reply::status("OK"))
    }

    fn end_transaction(&mut self, session: &mut Session) -> Reply {
        let transaction = session.transaction.take().unwrap_or_default();
        match self.refuse_transaction(&transaction) {
            Ok(()) => {
                let requests = transaction.queue.iter();
                Reply::Array(requests.map(|request| self.run_queued(request)).collect())
            }
            Err(failure) => failure.into(),
        }
    }

    /// As a whole, also for what is refused since it was queued.
    fn refuse_transaction(&self, transaction: &Transaction) -> Result<(), Failure> {
        for request in &transaction.queue {
            self.refuse(Command::of(request)?).map_err(|Failure(reason)| {
                Failure(format!("EXECABORT Transaction discarded because of: {reason}"))
            })?;
        }
        if transaction.is_spoilt {
            let reason = "EXECABORT Transaction discarded because of previous errors.";
            return Err(Failure::new(reason));
        }
        Ok(())
    }

    fn run_queued(&mut self, request: &Request) -> Reply {
        match Command::of(request) {
            Ok(command) => self.run(command, request),
            Err(failure) => failure.into(),
        }
    }

    /// The switches do not stop a script as such, only what it calls.
    fn refuse(&self, command: &Command) -> Result<(), Failure> {
        let Command { writes, grows, .. } = command;
        if *writes && self.is_read_only {
            return Err(Failure::new("READONLY You can't write against a read only replica."));
        }
        if *grows && self.is_out_of_memory {
            let reason = "OOM command not allowed when used memory > 'maxmemory'.";
            return Err(Failure::new(reason));
        }
        Ok(())
    }

    fn run(&mut self, command: &Command, request: &Request) -> Reply {
        let outcome = match command.run {
            Run::Data(run) => run(&mut self.keyspace, request),
            Run::Script(run) => run(self, request),
            Run::Multi | Run::Exec | Run::Discard => unreachable!("they are not queued"),
        };
        outcome.unwrap_or_else(Reply::from)
    }
}
