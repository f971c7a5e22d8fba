//! Refusal: the safe part of a client's error.
//!
//! A server may quote a command in any message: the key, a path, or a document. So only its code
//! passes, and a message that is known. The client quotes the replies that it refuses itself.

use crate::errors::error::ErrorKind;
use std::error::Error;
use std::io;
use std::sync::Arc;

/// An error of a client: the `RedisError` of each major.
pub trait Refusal: Error {
    /// Returns the first word of a server's error.
    fn server_code(&self) -> Option<&str>;

    /// Returns the text after the code, or after the client's description.
    fn words(&self) -> Option<&str>;

    /// Tells whether the client refused a reply.
    fn is_of_reply(&self) -> bool;
}

/// Returns the safe part of a client's error.
pub(crate) fn told(error: &impl Refusal) -> String {
    let text = error.to_string();
    let words = error.words().unwrap_or_default();
    let Some(code) = error.server_code() else {
        // A message of this library contains nothing from outside.
        let is_quoting = error.is_of_reply() && ErrorKind::of_message(words).is_none();
        return if is_quoting { head(&text, words).to_owned() } else { text };
    };
    if !is_code(code) {
        // There is no code: `code` is the first word of the message.
        let known = known(&format!("{code} {words}"));
        return known.unwrap_or_else(|| format!("the server's error {UNKNOWN}"));
    }
    match known(words) {
        Some(known) => format!("{code}: {known}"),
        None => format!("{code} {UNKNOWN}"),
    }
}

/// Returns the error behind a client's error if it is the system's, which contains no words of a
/// server.
pub(crate) fn source<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let mut source = unshared(cause.source()?);
    while !source.is::<io::Error>() {
        source = unshared(source.source()?);
    }
    Some(source)
}

/// Returns the error in the `Arc` that clients from 1.x on put it into. An `Arc` is an error of its
/// own type, with the source of the error inside.
fn unshared<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    match error.downcast_ref::<Arc<dyn Error + Send + Sync>>() {
        Some(error) => &**error,
        None => error,
    }
}

const UNKNOWN: &str =
    "(its words may quote a key or a document, and are in the client's own error)";

/// Returns the text before these words, or before the list of a pipeline.
fn head<'a>(text: &'a str, words: &str) -> &'a str {
    let listed = || text.split_once(": ").map_or(text, |(head, _)| head);
    let head = text.strip_suffix(words).filter(|_| !words.is_empty());
    head.unwrap_or_else(listed).trim_end_matches([':', ' '])
}

fn is_code(code: &str) -> bool {
    code.len() <= 16 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Returns a server's message if it is known, without the places that can hold anything.
fn known(words: &str) -> Option<String> {
    let Some(words) = of_script(words) else { return known_alone(words) };
    // Redis 6 gives it a code of its own.
    let known = match words.split_once(' ') {
        Some((code, words)) if is_code(code) => format!("{code} {}", known_alone(words)?),
        _ => known_alone(words)?,
    };
    Some(format!("{known} in a script"))
}

/// Returns the message of a command that was refused in a script. Redis 7 names the script after
/// it, Redis 6 before it. The search runs once, since the words that a server quotes may look like
/// many scripts.
fn of_script(words: &str) -> Option<&str> {
    if let Some(words) = words.strip_prefix("Error running script ") {
        let (_, line) = words.rsplit_once("@user_script:")?;
        let (_, message) = line.split_once(": ")?;
        return Some(message.trim_start_matches('-').trim_end());
    }
    let message = words.strip_prefix("ACL failure in script: ");
    let behind = message.unwrap_or(words).rsplit_once(" script: ");
    behind.map(|(message, _)| message).or(message)
}

/// Returns a known message that is not about a script.
fn known_alone(words: &str) -> Option<String> {
    if MESSAGES.contains(&words) {
        return Some(words.to_owned());
    }
    NAMING.iter().find_map(|(begin, end)| {
        // The user's name comes before `begin`, and the command's arguments after `end`.
        let (_, rest) = words.split_once(begin)?;
        let (name, _) = rest.split_once(end)?;
        let is_name = |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'|' | b'_');
        (name.len() <= 24 && name.bytes().all(is_name)).then(|| format!("{begin}{name}{end}"))
    })
}

/// Messages of Redis, Valkey and RedisJSON that quote nothing of a command.
const MESSAGES: &[&str] = &[
    "Authentication required.",
    "Client sent AUTH, but no password is set",
    "Command not allowed inside a transaction",
    "Existing key has wrong Redis type",
    "Hash slot not served",
    "Keys in request don't hash to the same slot",
    "Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    "Multiple keys request during rehashing of slot",
    "No matching script. Please use EVAL.",
    "No permissions to access a key",
    "Not enough good replicas to write.",
    "Operation against a key holding the wrong kind of value",
    "Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
    "Redis is loading the dataset in memory",
    "Script attempted to access a non local key in a cluster node",
    "The cluster is down",
    "The cluster is down and only accepts read commands",
    "The user executing the script can't access at least one of the keys mentioned in the command \
        arguments",
    "The user executing the script can't run this command or subcommand",
    "This Redis command is not allowed from script",
    "This Redis command is not allowed from scripts",
    "This instance has cluster support disabled",
    "Transaction discarded because of previous errors.",
    "Unknown Redis command called from Lua script",
    "Unknown Redis command called from script",
    "Unknown command called from script",
    "Valkey is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
    "Valkey is loading the dataset in memory",
    "You can't write against a read only replica.",
    "command not allowed when used memory > 'maxmemory'.",
    "could not perform this operation on a key that doesn't exist",
    "invalid cursor",
    "invalid username-password pair or user is disabled.",
    "max number of clients reached",
    "new objects must be created at the root",
    "syntax error",
    "this user has no permissions to access one of the keys used as arguments",
    "value is not an integer or out of range",
    "wrong static path",
];

/// Messages that name a command: the text before its name and after it.
const NAMING: &[(&str, &str)] = &[
    ("unknown command '", "'"),
    ("unknown command `", "`"),
    ("has no permissions to run the '", "' command"),
    ("wrong number of arguments for '", "' command"),
    ("invalid expire time in '", "' command"),
];

#[cfg(test)]
mod tests {
    use super::{Refusal, UNKNOWN, told};
    use std::error::Error;
    use std::fmt;

    /// An error of a client, which quotes the words after its own description.
    #[derive(Debug)]
    struct Quoting {
        code: Option<&'static str>,
        words: String,
        is_of_reply: bool,
    }

    impl fmt::Display for Quoting {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "the client failed: {}", self.words)
        }
    }

    impl Error for Quoting {}

    impl Refusal for Quoting {
        fn server_code(&self) -> Option<&str> {
            self.code
        }

        fn words(&self) -> Option<&str> {
            Some(&self.words)
        }

        fn is_of_reply(&self) -> bool {
            self.is_of_reply
        }
    }

    #[test]
    fn a_command_is_told_if_it_can_only_be_one() {
        let longest = "a".repeat(24);
        for (name, is_told) in [
            ("JSON.GET", true),
            ("client|no_touch", true),
            (&longest, true),
            (&format!("{longest}a"), false),
            ("user:ada", false),
            ("ada 1815", false),
        ] {
            let words = format!("unknown command '{name}', with args beginning with: 'hunter2'");
            let told = told(&Quoting { code: Some("ERR"), words, is_of_reply: false });
            let expected = format!("ERR: unknown command '{name}'");
            assert_eq!(told, if is_told { expected } else { format!("ERR {UNKNOWN}") });
        }
    }

    #[test]
    fn a_reply_that_a_client_refused_is_not_quoted() {
        for (is_of_reply, expected) in
            [(true, "the client failed"), (false, "the client failed: hunter2")]
        {
            let words = "hunter2".to_owned();
            assert_eq!(told(&Quoting { code: None, words, is_of_reply }), expected);
        }
    }
}
