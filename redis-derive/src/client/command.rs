//! Command: what is sent, for a client of any major.

use crate::client::Client;

/// A command of the major `C`.
#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "it would show payload")]
pub struct Command<C: Client>(pub(crate) C::Command);

impl<C: Client> Command<C> {
    /// A command with room for so many arguments, its name included, of so many bytes in all.
    pub(crate) fn new(name: &str, arguments: usize, bytes: usize) -> Self {
        let mut command = Self(C::command(arguments, bytes));
        command.add(name);
        command
    }

    /// A command with nothing but its key.
    pub(crate) fn of_key(name: &str, key: &str) -> Self {
        Self::of_key_and(name, key, 0, 0)
    }

    /// A command with its key, and room for so many arguments behind it, of so many bytes in all.
    pub(crate) fn of_key_and(name: &str, key: &str, arguments: usize, bytes: usize) -> Self {
        let mut command = Self::new(name, 2 + arguments, name.len() + key.len() + bytes);
        command.add(key);
        command
    }

    pub(crate) fn add(&mut self, argument: impl AsRef<[u8]>) -> &mut Self {
        C::add(&mut self.0, argument.as_ref());
        self
    }

    pub(crate) fn add_number(&mut self, argument: u64) -> &mut Self {
        C::add_number(&mut self.0, argument);
        self
    }
}
