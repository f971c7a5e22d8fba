//! Arguments: numbers and options, and what Redis takes for one.

use crate::server::Request;
use crate::server::failure::Failure;

/// A whole number, written as Redis itself writes it: no `+1`, no `01`.
pub(crate) fn integer(argument: &[u8]) -> Result<i64, Failure> {
    let number = str::from_utf8(argument).ok().and_then(|text| text.parse::<i64>().ok());
    number
        .filter(|number| number.to_string().as_bytes() == argument)
        .ok_or_else(Failure::no_integer)
}

/// When a key is to expire, as an option of `SET` or `GETEX` says it.
#[derive(Clone, Copy)]
pub(crate) struct Deadline<'a> {
    argument: &'a [u8],
    unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) in_seconds: bool,
    /// From now on, and not since 1970.
    pub(crate) is_relative: bool,
}

/// The options of `SET` and `GETEX`.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of Redis")]
pub(crate) struct Options<'a> {
    pub(crate) only_new: bool,
    pub(crate) only_existing: bool,
    pub(crate) only_if_equal: Option<&'a [u8]>,
    pub(crate) get: bool,
    pub(crate) keep_expiry: bool,
    pub(crate) persist: bool,
    deadline: Option<Deadline<'a>>,
}

impl<'a> Options<'a> {
    pub(crate) fn of_set(request: &'a Request) -> Result<Self, Failure> {
        Self::read(&request[3..], Self::add_of_set)
    }

    pub(crate) fn of_getex(request: &'a Request) -> Result<Self, Failure> {
        Self::read(&request[2..], Self::add_of_getex)
    }

    fn read(
        arguments: &'a Request,
        add: fn(&mut Self, &str, Option<&'a [u8]>) -> Option<usize>,
    ) -> Result<Self, Failure> {
        let (mut options, mut rest) = (Self::default(), arguments);
        while let Some(option) = rest.first() {
            let option = String::from_utf8_lossy(option).to_uppercase();
            let next = rest.get(1).map(Vec::as_slice);
            let used = add(&mut options, &option, next).ok_or_else(Failure::syntax)?;
            rest = &rest[used..];
        }
        Ok(options)
    }

    /// How many arguments the option is, or `None` where it cannot be here.
    fn add_of_set(&mut self, option: &str, next: Option<&'a [u8]>) -> Option<usize> {
        let is_conditional = self.only_if_equal.is_some();
        match option {
            "NX" if !self.only_existing && !is_conditional => self.only_new = true,
            "XX" if !self.only_new && !is_conditional => self.only_existing = true,
            "GET" => self.get = true,
            "KEEPTTL" if self.deadline.is_none() => self.keep_expiry = true,
            "IFEQ" if !is_conditional && !self.only_new && !self.only_existing => {
                self.only_if_equal = Some(next?);
                return Some(2);
            }
            _ => return self.add_deadline(option, next),
        }
        Some(1)
    }

    fn add_of_getex(&mut self, option: &str, next: Option<&'a [u8]>) -> Option<usize> {
        if option == "PERSIST" && self.deadline.is_none() {
            self.persist = true;
            return Some(1);
        }
        self.add_deadline(option, next)
    }

    /// One that says the same unit again is the one that counts.
    fn add_deadline(&mut self, option: &str, next: Option<&'a [u8]>) -> Option<usize> {
        let (in_seconds, is_relative) = match option {
            "EX" => (true, true),
            "PX" => (false, true),
            "EXAT" => (true, false),
            "PXAT" => (false, false),
            _ => return None,
        };
        let unit = Unit { in_seconds, is_relative };
        let is_another = self.deadline.is_some_and(|deadline| deadline.unit != unit);
        if is_another || self.keep_expiry || self.persist {
            return None;
        }
        self.deadline = Some(Deadline { argument: next?, unit });
        Some(2)
    }

    /// When the key is to expire, in milliseconds since 1970, if these options say so.
    pub(crate) fn expires(&self, now: i64, command: &str) -> Result<Option<i64>, Failure> {
        let Some(Deadline { argument, unit }) = self.deadline else { return Ok(None) };
        let number = integer(argument)?;
        let time = if number > 0 { unit.since_1970(number, now) } else { None };
        time.map(Some).ok_or_else(|| Failure::invalid_expiry(command))
    }
}

impl Unit {
    /// `None` is too far for Redis.
    pub(crate) fn since_1970(self, number: i64, now: i64) -> Option<i64> {
        let time = if self.in_seconds { number.checked_mul(1000)? } else { number };
        if self.is_relative { time.checked_add(now) } else { Some(time) }
    }
}
