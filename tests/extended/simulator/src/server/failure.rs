//! Failure: the errors of the server, by their text, which begins with the code.

use crate::server::Request;
use std::fmt::Write;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) String);

impl Failure {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(crate) fn syntax() -> Self {
        Self::new("ERR syntax error")
    }

    pub(crate) fn no_integer() -> Self {
        Self::new("ERR value is not an integer or out of range")
    }

    pub(crate) fn wrong_type() -> Self {
        Self::new("WRONGTYPE Operation against a key holding the wrong kind of value")
    }

    pub(crate) fn invalid_expiry(command: &str) -> Self {
        Self(format!("ERR invalid expire time in '{command}' command"))
    }

    pub(crate) fn wrong_number_of_arguments(command: &str) -> Self {
        Self(format!("ERR wrong number of arguments for '{command}' command"))
    }

    pub(crate) fn unknown_command(request: &Request) -> Self {
        // A text of C, which ends at a NUL.
        let until_nul = |bytes: &Vec<u8>| bytes.split(|byte| *byte == 0).next().map(<[u8]>::to_vec);
        let text = |bytes: &Vec<u8>| {
            String::from_utf8_lossy(&until_nul(bytes).unwrap_or_default()).into_owned()
        };
        let name = request.first().map(text).unwrap_or_default();
        let mut message = format!("ERR unknown command '{name}', with args beginning with: ");
        for argument in request.iter().skip(1) {
            let _ = write!(message, "'{}' ", text(argument));
        }
        Self(message)
    }
}
