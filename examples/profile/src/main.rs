//! A command-line tool with typed documents: how does a program for people and scripts read,
//! change, list, import and export documents, with the errors and exit codes that they expect?
//!
//! `cargo run -- --help`
//!
//! It connects to the server at `--url` or `REDIS_URL`, or else to the one on this machine. If you
//! have none, start a private server in one terminal, which prints its URL and runs until Ctrl-D:
//!
//! ```sh
//! ../../scripts/with-redis cargo run --manifest-path ../../tests/server/Cargo.toml
//! ```
//!
//! and use it in another:
//!
//! ```sh
//! export REDIS_URL=redis://127.0.0.1:PORT/
//! cargo run -- set 42 --username ada --email ada@example.org
//! cargo run -- export | cargo run -- import
//! ```

mod batches;
mod delete;
mod error;
mod export;
mod get;
mod import;
mod lines;
mod list;
mod profiles;
mod progress;
mod report;
mod server;
mod set;

use clap::{CommandFactory, Parser, Subcommand};
use error::Error;
use redis_derive::RedisJson;
use report::Report;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use server::Server;
use std::process::ExitCode;

/// The document at each key.
#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:profile:{id}")]
struct User {
    id: u64,
    username: String,
    #[serde(default)]
    visits: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// The fields of a newer version, which this version keeps.
    #[serde(flatten)]
    others: Map<String, Value>,
}

const EXAMPLES: &str = "\
Examples:
  profile set 42 --username ada --email ada@example.org
  profile get 42 | jq .email
  profile export profiles.jsonl
  profile export --url redis://one/ | profile import --url redis://other/

Exit status:
  0  done
  1  something was not there or did not work, and stderr says what
  2  the command line is wrong";

/// User profiles in Redis.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES, verbatim_doc_comment)]
struct Cli {
    /// The server: redis://USER:PASSWORD@HOST:PORT/DB
    ///
    /// All but HOST may be left out.
    /// Others on this machine can read the arguments of a program, so put a
    /// password into the variable.
    #[arg(
        long,
        global = true,
        env = "REDIS_URL",
        hide_env_values = true,
        default_value = "redis://127.0.0.1:6379/",
        verbatim_doc_comment
    )]
    url: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Set(set::Set),
    Get(get::Get),
    /// Print all profiles for people, in no order
    ///
    /// Pipe it into `sort -n` for an order. Programs read what `export` writes.
    #[command(verbatim_doc_comment)]
    List,
    Delete(delete::Delete),
    Import(import::Import),
    Export(export::Export),
}

fn main() -> ExitCode {
    let Cli { url, command } = Cli::parse();
    let server = match Server::at(&url) {
        Ok(server) => server,
        Err(error) => wrong_url(&error),
    };
    let mut report = Report::default();
    match command.run(&server, &mut report) {
        // The reader of the output has closed it.
        Ok(()) | Err(Error::ClosedPipe) => {}
        Err(Error::Failed(message)) => report.problem(message),
    }
    report.exit_code()
}

/// This is not a parser of the argument, since clap would print the URL, which may contain a
/// password.
fn wrong_url(error: &redis::RedisError) -> ! {
    let message = format!("--url or REDIS_URL is not the URL of a Redis: {error}");
    Cli::command().error(clap::error::ErrorKind::ValueValidation, message).exit()
}

impl Command {
    fn run(self, server: &Server, report: &mut Report) -> Result<(), Error> {
        match self {
            Self::Set(set) => set.run(server),
            Self::Get(get) => get.run(server, report),
            Self::List => list::run(server, report),
            Self::Delete(delete) => delete.run(server, report),
            Self::Import(import) => import.run(server, report),
            Self::Export(export) => export.run(server, report),
        }
    }
}
