//! Shows what programs of two versions see of each other's documents, or is one of them: see the
//! library.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use changes::changes::{ALL, Change};
use changes::program::{Command, Tally};
use redis::{Client, Commands};
use std::env;
use std::error::Error;
use std::process;
use test_server::Server;

type Done = Result<(), Box<dyn Error>>;

const USAGE: &str = "arguments: none, or URL KEY CHANGE VERSION, and `share ROUNDS [SEAT]` or \
    one of `create`, `load`, `count`, `change`, `save`, `cache`, `cache-and-keep`";

fn main() -> Done {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [url, key, change, version, ref task @ ..] = arguments[..] else {
        return if arguments.is_empty() { show() } else { Err(USAGE.into()) };
    };
    let program = Change::named(change).and_then(|change| change.version(version)).ok_or(USAGE)?;
    let mut con = Client::open(url)?.get_connection()?;
    if let ["share", rounds, ref seat @ ..] = *task {
        let seat = seat.first().map(|seat| seat.parse()).transpose()?;
        let tally = program.share(&mut con, key, seat, rounds.parse()?)?;
        let Tally { updated, saved, filled } = tally;
        println!("{updated} {saved} {filled}");
        return Ok(());
    }
    let command = match *task {
        ["create"] => Command::Create,
        ["load"] => Command::Load,
        ["count"] => Command::Count,
        ["change"] => Command::Change,
        ["save"] => Command::Save,
        ["cache"] => Command::Cache,
        ["cache-and-keep"] => Command::CacheAndKeep,
        _ => return Err(USAGE.into()),
    };
    println!("{:?}", program.run(&mut con, key, command)?);
    Ok(())
}

/// Starts a process for each version that writes a document, and one for each that reads it.
fn show() -> Done {
    let server = Server::start()?;
    let mut con = Client::open(server.url())?.get_connection()?;
    let key = format!("redis-derive:changes:{}", process::id());
    println!("What each of two versions reads of what the other has saved:");
    for Change { name, .. } in ALL {
        println!("\n{name}");
        for (old, new) in [("before", "between"), ("between", "after"), ("before", "at-once")] {
            for (writer, reader) in [(old, new), (new, old)] {
                run(&[server.url(), &key, name, writer, "create"])?;
                let text: String = con.get(&key)?;
                let outcome = match &*run(&[server.url(), &key, name, reader, "load"])? {
                    "Undecodable" => "cannot read it",
                    "NotUsed" => "reads it, and does not use what changes",
                    _ => "reads it",
                };
                println!("    {writer:8} saves {text:48} {reader} {outcome}");
            }
        }
    }
    let () = con.del(key)?;
    Ok(())
}

/// What this program prints with these arguments.
fn run(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = process::Command::new(env::current_exe()?).args(arguments).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
