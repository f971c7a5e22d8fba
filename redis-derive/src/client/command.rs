//! Command: a command for a client of any major.

use crate::client::Client;
use crate::client::script::Script;
use std::ops::Range;

/// A command of the major `C`, which knows which of its arguments are keys.
#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "it would show payload")]
pub struct Command<C: Client> {
    pub(crate) inner: C::Command,
    keys: Range<usize>,
    /// The script that the command calls by name.
    script: Option<&'static Script>,
}

impl<C: Client> Command<C> {
    /// Makes a command with room for so many arguments (its name included) and bytes.
    pub(crate) fn new(name: &str, arguments: usize, bytes: usize) -> Self {
        let mut command = Self { inner: C::command(arguments, bytes), keys: 1..1, script: None };
        command.add(name);
        command
    }

    /// Makes a command with only a key.
    pub(crate) fn of_key(name: &str, key: &str) -> Self {
        Self::of_key_and(name, key, 0, 0)
    }

    /// Makes a command with a key, and room for so many arguments and bytes after it.
    pub(crate) fn of_key_and(name: &str, key: &str, arguments: usize, bytes: usize) -> Self {
        let mut command = Self::new(name, 2 + arguments, name.len() + key.len() + bytes);
        command.add_key(key);
        command
    }

    /// Makes a command that calls a script by name with one key, and room for so many arguments and
    /// bytes after it.
    pub(crate) fn of_script(
        script: &'static Script,
        key: &str,
        arguments: usize,
        bytes: usize,
    ) -> Self {
        let mut command = Self::eval("EVALSHA", script.name, key, arguments, bytes);
        command.script = Some(script);
        command
    }

    fn eval(name: &str, script: &str, key: &str, arguments: usize, bytes: usize) -> Self {
        let length = name.len() + script.len() + 1 + key.len() + bytes;
        let mut command = Self::new(name, 4 + arguments, length);
        command.add(script).add("1");
        command.keys = 3..3;
        command.add_key(key);
        command
    }

    /// Returns the same command with the text of its script, for a server that does not know the
    /// name. Returns `None` if the command calls no script by name.
    pub(crate) fn with_text(&self) -> Option<Self> {
        let text = self.script?.text();
        let arguments = || C::arguments(&self.inner).skip(2);
        let bytes = arguments().map(<[u8]>::len).sum::<usize>() + text.len() + 4;
        let inner = C::command(arguments().count() + 2, bytes);
        let mut command = Self { inner, keys: self.keys.clone(), script: None };
        command.add("EVAL").add(text);
        for argument in arguments() {
            command.add(argument);
        }
        Some(command)
    }

    /// Returns the command for a pipeline, where it cannot be sent again alone.
    pub(crate) fn among_others(self) -> C::Command {
        self.with_text().unwrap_or(self).inner
    }

    /// Adds a key after the keys that the command has.
    pub(crate) fn add_key(&mut self, key: &str) -> &mut Self {
        self.keys.end += 1;
        self.add(key)
    }

    /// Tells whether RedisJSON executes the command or a part of it.
    pub(crate) fn is_of_redis_json(&self) -> bool {
        let name = C::arguments(&self.inner).next();
        let is_of_module = |name: &[u8]| name.starts_with(b"JSON.");
        name.is_some_and(is_of_module) || self.script.is_some_and(Script::is_of_redis_json)
    }

    pub(crate) fn key_count(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn length(&self) -> usize {
        C::arguments(&self.inner).map(<[u8]>::len).sum()
    }

    /// Returns the first key.
    pub(crate) fn key(&self) -> Option<&str> {
        str::from_utf8(C::arguments(&self.inner).nth(self.keys.start)?).ok()
    }

    /// Splits a command that has only keys into commands with at most so many keys.
    pub(crate) fn split(self, most: usize) -> Vec<Self> {
        let mut arguments = C::arguments(&self.inner);
        let name = arguments.next().unwrap_or_default();
        let keys: Vec<&[u8]> = arguments.collect();
        let of_keys = |keys: &[&[u8]]| {
            let bytes = keys.iter().map(|key| key.len()).sum::<usize>() + name.len();
            let inner = C::command(1 + keys.len(), bytes);
            let mut command = Self { inner, keys: 1..1 + keys.len(), script: None };
            command.add(name);
            for key in keys {
                command.add(key);
            }
            command
        };
        keys.chunks(most).map(of_keys).collect()
    }

    pub(crate) fn add(&mut self, argument: impl AsRef<[u8]>) -> &mut Self {
        C::add(&mut self.inner, argument.as_ref());
        self
    }

    pub(crate) fn add_number(&mut self, argument: u64) -> &mut Self {
        C::add_number(&mut self.inner, argument);
        self
    }

    /// Makes a script whose arguments are `argument` and this command, which has one key.
    pub(crate) fn in_script(self, script: &str, argument: &[u8]) -> Self {
        let mut arguments: Vec<&[u8]> = C::arguments(&self.inner).collect();
        let key = arguments.remove(self.keys.start);
        let key = str::from_utf8(key).expect("a key is text");
        let bytes = argument.len() + self.length();
        let mut eval = Self::eval("EVAL", script, key, arguments.len() + 1, bytes);
        eval.add(argument);
        for argument in arguments {
            eval.add(argument);
        }
        eval
    }

    pub(crate) fn copy(&self) -> Self {
        self.in_namespace("")
    }

    /// Returns the same command with `namespace` before each key.
    pub(crate) fn in_namespace(&self, namespace: &str) -> Self {
        let lengths = || C::arguments(&self.inner).map(<[u8]>::len);
        let bytes = lengths().sum::<usize>() + self.keys.len() * namespace.len();
        let inner = C::command(lengths().count(), bytes);
        let mut command = Self { inner, keys: self.keys.clone(), script: self.script };
        for (index, argument) in C::arguments(&self.inner).enumerate() {
            if self.keys.contains(&index) {
                command.add([namespace.as_bytes(), argument].concat());
            } else {
                command.add(argument);
            }
        }
        command
    }
}
