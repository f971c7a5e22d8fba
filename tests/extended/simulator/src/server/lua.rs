//! Lua: the interpreter of scripts, and what becomes of values on the way in and out
//! (<https://redis.io/docs/latest/develop/programmability/lua-api/>).
//!
//! A script has Lua's own functions, `KEYS`, `ARGV`, and of `redis` the functions `call`, `pcall`,
//! `error_reply` and `status_reply`.

use crate::server::Request;
use crate::server::failure::Failure;
use crate::server::reply::Reply;
use mlua::{Error, Function, Lua, LuaOptions, StdLib, Table, Value, Variadic};
use std::cell::RefCell;
use std::fmt;

/// What Redis has in place of Lua's own globals.
const PRELUDE: &str = include_str!("prelude.lua");

pub(crate) struct Interpreter(Lua);

impl Default for Interpreter {
    fn default() -> Self {
        let libraries = StdLib::MATH | StdLib::STRING | StdLib::TABLE;
        let lua = Lua::new_with(libraries, LuaOptions::default()).expect("Lua starts");
        lua.load(PRELUDE).exec().expect("the prelude is right");
        Self(lua)
    }
}

impl Interpreter {
    pub(crate) fn compile(&self, text: &[u8]) -> Result<Function, Failure> {
        self.0.load(text).set_name("@user_script").into_function().map_err(|error| {
            let reason = first_line(&error);
            Failure(format!("ERR Error compiling script (new function): {reason}"))
        })
    }

    pub(crate) fn run(
        &self,
        script: &Function,
        keys: &Request,
        arguments: &Request,
        call: impl FnMut(&Request) -> Reply,
    ) -> Result<Reply, Raised> {
        let (lua, call) = (&self.0, RefCell::new(call));
        let answer = |arguments| match request(arguments) {
            Some(request) => (call.borrow_mut())(&request),
            None => Reply::from(Failure::new(NO_ARGUMENT)),
        };
        let outcome = lua.scope(|scope| {
            let redis: Table = lua.globals().raw_get("redis")?;
            let pcall = |lua: &Lua, arguments| to_lua(lua, &answer(arguments));
            let call = |lua: &Lua, arguments| match answer(arguments) {
                Reply::Error(text) => Err(Error::external(Raised { text, line: line(lua) })),
                reply => to_lua(lua, &reply),
            };
            redis.raw_set("pcall", scope.create_function(pcall)?)?;
            redis.raw_set("call", scope.create_function(call)?)?;
            lua.globals().raw_set("KEYS", strings(lua, keys)?)?;
            lua.globals().raw_set("ARGV", strings(lua, arguments)?)?;
            script.call::<Value>(()).and_then(to_reply)
        });
        outcome.map_err(|error| Raised::of(&error))
    }
}

const NO_ARGUMENT: &str = "ERR Lua redis lib command arguments must be strings or integers";

/// An error that ends a script.
#[derive(Clone, Debug)]
pub(crate) struct Raised {
    text: String,
    line: usize,
}

impl Raised {
    fn of(error: &Error) -> Self {
        if let Some(raised) = error.downcast_ref::<Self>() {
            return raised.clone();
        }
        let text = first_line(error);
        let line = text.split(':').nth(1).and_then(|line| line.parse().ok()).unwrap_or(1);
        Self { text: format!("ERR {text}"), line }
    }

    /// As the server says it.
    pub(crate) fn of_script(self, name: &str) -> Failure {
        let Self { text, line } = self;
        Failure(format!("{text} script: {name}, on @user_script:{line}."))
    }
}

/// Where a script that catches it looks at it.
impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Raised {}

/// Without the name of the kind before it, and what is called from where behind it.
fn first_line(error: &Error) -> String {
    let text = match error {
        Error::SyntaxError { message, .. } | Error::RuntimeError(message) => message.clone(),
        error => error.to_string(),
    };
    text.lines().next().unwrap_or_default().to_owned()
}

/// The line of the script that calls.
fn line(lua: &Lua) -> usize {
    lua.inspect_stack(1, |caller| caller.current_line().unwrap_or(1)).unwrap_or(1)
}

fn strings(lua: &Lua, arguments: &Request) -> mlua::Result<Table> {
    let strings = arguments.iter().map(|argument| lua.create_string(argument));
    lua.create_sequence_from(strings.collect::<mlua::Result<Vec<_>>>()?)
}

/// The arguments of a call, which are strings and numbers.
fn request(arguments: Variadic<Value>) -> Option<Vec<Vec<u8>>> {
    arguments.into_iter().map(argument).collect()
}

fn argument(value: Value) -> Option<Vec<u8>> {
    match value {
        Value::String(text) => Some(text.as_bytes().to_vec()),
        Value::Integer(number) => Some(number.to_string().into_bytes()),
        Value::Number(number) => Some(number.to_string().into_bytes()),
        _ => None,
    }
}

/// Nil becomes false, and a status or an error a table with a name.
fn to_lua(lua: &Lua, reply: &Reply) -> mlua::Result<Value> {
    let named = |name, text: &str| {
        let table = lua.create_table()?;
        table.raw_set(name, text)?;
        Ok(Value::Table(table))
    };
    match reply {
        Reply::Nil => Ok(Value::Boolean(false)),
        Reply::Integer(number) => Ok(Value::Integer(*number)),
        Reply::Bulk(bytes) => lua.create_string(bytes).map(Value::String),
        Reply::Status(text) => named("ok", text),
        Reply::Error(text) => named("err", text),
        Reply::Array(elements) => {
            let elements = elements.iter().map(|element| to_lua(lua, element));
            lua.create_sequence_from(elements.collect::<mlua::Result<Vec<_>>>()?).map(Value::Table)
        }
    }
}

/// False becomes nil, a number loses its fraction, and an array ends at the first nil.
fn to_reply(value: Value) -> mlua::Result<Reply> {
    Ok(match value {
        Value::Boolean(true) => Reply::Integer(1),
        Value::Integer(number) => Reply::Integer(number),
        #[allow(clippy::cast_possible_truncation, reason = "Redis does that")]
        Value::Number(number) => Reply::Integer(number as i64),
        Value::String(text) => Reply::Bulk(text.as_bytes().to_vec()),
        Value::Table(table) => table_to_reply(&table)?,
        _ => Reply::Nil,
    })
}

fn table_to_reply(table: &Table) -> mlua::Result<Reply> {
    if let Some(text) = table.raw_get::<Option<String>>("err")? {
        return Ok(Reply::Error(text));
    }
    if let Some(text) = table.raw_get::<Option<String>>("ok")? {
        return Ok(Reply::Status(text));
    }
    let mut elements = Vec::new();
    for index in 1.. {
        match table.raw_get(index)? {
            Value::Nil => break,
            element => elements.push(to_reply(element)?),
        }
    }
    Ok(Reply::Array(elements))
}
