//! Commands: the table of those that the server knows.

use crate::server::failure::Failure;
use crate::server::keyspace::Keyspace;
use crate::server::reply::Reply;
use crate::server::{Request, Server, expiries, keys, scan, scripts, strings};

pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// With the name; a negative number is how many there are at least.
    arity: i32,
    pub(crate) writes: bool,
    /// It needs memory.
    pub(crate) grows: bool,
    pub(crate) run: Run,
}

#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// On the data alone, so that a script can call it too.
    Data(fn(&mut Keyspace, &Request) -> Result<Reply, Failure>),
    Script(fn(&mut Server, &Request) -> Result<Reply, Failure>),
    Multi,
    Exec,
    Discard,
}

impl Command {
    /// The command of a request, with as many arguments as it takes.
    pub(crate) fn of(request: &Request) -> Result<&'static Self, Failure> {
        let command = Self::named(request).ok_or_else(|| Failure::unknown_command(request))?;
        if command.takes(request.len()) {
            Ok(command)
        } else {
            Err(Failure::wrong_number_of_arguments(command.name))
        }
    }

    pub(crate) fn named(request: &Request) -> Option<&'static Self> {
        let name = request.first()?;
        COMMANDS.iter().find(|command| name.eq_ignore_ascii_case(command.name.as_bytes()))
    }

    pub(crate) fn takes(&self, arguments: usize) -> bool {
        let least = self.arity.unsigned_abs() as usize;
        if self.arity < 0 { arguments >= least } else { arguments == least }
    }

    const fn other(name: &'static str, arity: i32, run: Run) -> Self {
        Self { name, arity, writes: false, grows: false, run }
    }

    const fn read(name: &'static str, arity: i32, run: DataCommand) -> Self {
        Self::other(name, arity, Run::Data(run))
    }

    const fn write(name: &'static str, arity: i32, run: DataCommand) -> Self {
        Self { writes: true, ..Self::read(name, arity, run) }
    }

    const fn grow(name: &'static str, arity: i32, run: DataCommand) -> Self {
        Self { grows: true, ..Self::write(name, arity, run) }
    }
}

type DataCommand = fn(&mut Keyspace, &Request) -> Result<Reply, Failure>;

static COMMANDS: &[Command] = &[
    Command::read("get", 2, strings::get),
    Command::read("mget", -2, strings::mget),
    Command::grow("set", -3, strings::set),
    Command::write("getex", -2, strings::getex),
    Command::write("getdel", 2, strings::getdel),
    Command::write("del", -2, keys::del),
    Command::write("unlink", -2, keys::del),
    Command::read("exists", -2, keys::exists),
    Command::read("touch", -2, keys::exists),
    Command::read("type", 2, keys::kind),
    Command::grow("lpush", -3, keys::lpush),
    Command::write("flushall", -1, keys::flushall),
    Command::write("expire", -3, expiries::expire),
    Command::write("pexpire", -3, expiries::pexpire),
    Command::write("expireat", -3, expiries::expireat),
    Command::write("pexpireat", -3, expiries::pexpireat),
    Command::write("persist", 2, expiries::persist),
    Command::read("ttl", 2, expiries::ttl),
    Command::read("pttl", 2, expiries::pttl),
    Command::read("scan", -2, scan::scan),
    Command::read("ping", -1, keys::ping),
    Command::read("echo", 2, keys::echo),
    Command::other("eval", -3, Run::Script(scripts::eval)),
    Command::other("evalsha", -3, Run::Script(scripts::evalsha)),
    Command::other("script", -2, Run::Script(scripts::script)),
    Command::other("multi", 1, Run::Multi),
    Command::other("exec", 1, Run::Exec),
    Command::other("discard", 1, Run::Discard),
];
