//! Scripts: the commands that run and keep them.

use crate::server::arguments::integer;
use crate::server::commands::{Command, Run};
use crate::server::failure::Failure;
use crate::server::lua::Interpreter;
use crate::server::reply::Reply;
use crate::server::{Request, Server};
use mlua::Function;
use redis_1::Script;
use std::collections::BTreeMap;

#[derive(Default)]
pub(crate) struct Scripts {
    /// By the name that they are kept under.
    kept: BTreeMap<String, Function>,
    /// None before the first script.
    interpreter: Option<Interpreter>,
}

pub(crate) fn eval(server: &mut Server, request: &Request) -> Result<Reply, Failure> {
    let arguments = Arguments::of(request)?;
    let name = server.scripts.keep(&request[1])?;
    Ok(run(server, &name, &arguments))
}

pub(crate) fn evalsha(server: &mut Server, request: &Request) -> Result<Reply, Failure> {
    let arguments = Arguments::of(request)?;
    let name = String::from_utf8_lossy(&request[1]).to_lowercase();
    if !server.scripts.kept.contains_key(&name) {
        return Err(Failure::new("NOSCRIPT No matching script. Please use EVAL."));
    }
    Ok(run(server, &name, &arguments))
}

pub(crate) fn script(server: &mut Server, request: &Request) -> Result<Reply, Failure> {
    let scripts = &mut server.scripts;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match (request[1].to_ascii_uppercase().as_slice(), &request[2..]) {
        (b"LOAD", [script]) => Ok(Reply::Bulk(scripts.keep(script)?.into_bytes())),
        (b"EXISTS", names @ [_, ..]) => {
            let is_kept = |name: &Vec<u8>| scripts.kept.contains_key(&text(name).to_lowercase());
            Ok(Reply::Array(names.iter().map(|name| Reply::yes(is_kept(name))).collect()))
        }
        (b"FLUSH", []) => {
            scripts.kept.clear();
            Ok(Reply::status("OK"))
        }
        _ => {
            let name = text(&request[1]);
            Err(Failure(format!("ERR unknown subcommand '{name}'. Try SCRIPT HELP.")))
        }
    }
}

/// What comes behind a script or its name.
struct Arguments<'a> {
    keys: &'a Request,
    others: &'a Request,
}

impl<'a> Arguments<'a> {
    fn of(request: &'a Request) -> Result<Self, Failure> {
        let count = integer(&request[2])?;
        let count = usize::try_from(count)
            .map_err(|_| Failure::new("ERR Number of keys can't be negative"))?;
        let too_many = || Failure::new("ERR Number of keys can't be greater than number of args");
        let (keys, others) = request[3..].split_at_checked(count).ok_or_else(too_many)?;
        Ok(Self { keys, others })
    }
}

impl Scripts {
    /// Keeps a script that compiles, and says the name that it is kept under.
    fn keep(&mut self, text: &[u8]) -> Result<String, Failure> {
        let name = Script::new(&String::from_utf8_lossy(text)).get_hash().to_owned();
        if !self.kept.contains_key(&name) {
            let script = self.interpreter.get_or_insert_default().compile(text)?;
            self.kept.insert(name.clone(), script);
        }
        Ok(name)
    }
}

fn run(server: &mut Server, name: &str, arguments: &Arguments<'_>) -> Reply {
    let script = server.scripts.kept[name].clone();
    // It is not in the server while it calls the server.
    let interpreter = server.scripts.interpreter.take().unwrap_or_default();
    let Arguments { keys, others } = *arguments;
    let outcome = interpreter.run(&script, keys, others, |request| call(server, request));
    server.scripts.interpreter = Some(interpreter);
    outcome.unwrap_or_else(|raised| raised.of_script(name).into())
}

/// `redis.call`, with the errors that it has in place of those of a connection.
fn call(server: &mut Server, request: &Request) -> Reply {
    let command = match Command::named(request) {
        _ if request.is_empty() => {
            Err("ERR Please specify at least one argument for this redis lib call")
        }
        None => Err("ERR Unknown Redis command called from script"),
        Some(command) if !matches!(command.run, Run::Data(_)) => {
            Err("ERR This Redis command is not allowed from script")
        }
        Some(command) if !command.takes(request.len()) => {
            Err("ERR Wrong number of args calling Redis command from script")
        }
        Some(command) => Ok(command),
    };
    let command = command.map_err(Failure::new);
    match command.and_then(|command| server.refuse(command).map(|()| command)) {
        Ok(command) => server.run(command, request),
        Err(failure) => failure.into(),
    }
}
