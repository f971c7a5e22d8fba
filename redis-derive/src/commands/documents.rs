//! Documents: the command for each operation on a document, and the reader of its reply.

use crate::client::{Client, Command};
use crate::commands::entry::Entry;
use crate::commands::lookup::Lookup;
use crate::commands::placeholder::{finding, removing, storing};
use crate::commands::request::{Reader, Request};
use crate::errors::error::{Error, ErrorKind};
use crate::keys::expiry::{Deadline, Expiry};
use crate::keys::key::Key;
use crate::reply::{Kind, Reply};

pub(crate) fn load<C: Client, L: Lookup>(key: &L) -> Request<C, Reader<C, L::Found>> {
    Request::about::<L::Document>(get(key), found_in::<C, L>)
}

pub(crate) fn load_and_touch<C: Client, L: Lookup>(key: &L) -> Request<C, Reader<C, L::Found>> {
    Request::about::<L::Document>(get_and_touch(key), found_in::<C, L>)
}

pub(crate) fn take<C: Client, L: Lookup>(key: &L) -> Request<C, Reader<C, L::Found>> {
    Request::about::<L::Document>(get_and_remove(key), found_in::<C, L>)
}

pub(crate) fn save<C: Client, E: Entry>(entry: &E) -> Result<Request<C, Reader<C, ()>>, Error> {
    let (set, has_get) = set_alone(entry, None)?;
    let read = if has_get { replaced::<C> } else { saved::<C> };
    Ok(Request::about::<E::Document>(set, read))
}

pub(crate) fn save_new<C: Client, E: Entry>(
    entry: &E,
) -> Result<Request<C, Reader<C, bool>>, Error> {
    Ok(Request::about::<E::Document>(set(entry, Some("NX"))?, stored::<C>))
}

pub(crate) fn replace<C: Client, E: Entry>(
    entry: &E,
) -> Result<Request<C, Reader<C, bool>>, Error> {
    let (set, has_get) = set_alone(entry, Some("XX"))?;
    let read = if has_get { was_replaced::<C> } else { stored::<C> };
    Ok(Request::about::<E::Document>(set, read))
}

pub(crate) fn touch<C: Client, T: ?Sized>(key: &Key<T>) -> Request<C, Reader<C, bool>> {
    let begin_anew = begin_anew(key.as_str(), key.expiry());
    Request::about::<T>(finding(key.is_cache(), begin_anew), was_there::<C>)
}

pub(crate) fn remove<C: Client, T: ?Sized>(key: &Key<T>) -> Request<C, Reader<C, bool>> {
    let del = Command::of_key("DEL", key.as_str());
    Request::about::<T>(removing(key.is_cache(), del), was_there::<C>)
}

// The commands.

pub(crate) fn get<C: Client>(key: &impl Lookup) -> Command<C> {
    Command::of_key("GET", key.as_key().as_str())
}

/// Makes a `GET` for a pipeline. The client reads the reply, and does not know placeholders.
pub(crate) fn get_in_pipeline<C: Client>(key: &impl Lookup) -> Command<C> {
    finding(key.as_key().is_cache(), get(key))
}

pub(crate) fn get_and_remove_in_pipeline<C: Client>(key: &impl Lookup) -> Command<C> {
    removing(key.as_key().is_cache(), get_and_remove(key))
}

pub(crate) fn get_and_remove<C: Client>(key: &impl Lookup) -> Command<C> {
    Command::of_key("GETDEL", key.as_key().as_str())
}

/// Makes `GETEX`, or `GET` if the expiry stays.
pub(crate) fn get_and_touch<C: Client>(key: &impl Lookup) -> Command<C> {
    let expiry = key.as_key().expiry();
    if expiry == Expiry::Keep {
        return get(key);
    }
    let mut command = Command::of_key_and("GETEX", key.as_key().as_str(), 2, 24);
    if expiry == Expiry::Never {
        command.add("PERSIST");
    }
    add_deadline(&mut command, expiry);
    finding(key.as_key().is_cache(), command)
}

pub(crate) fn set<C: Client>(
    entry: &impl Entry,
    condition: Option<&str>,
) -> Result<Command<C>, Error> {
    Ok(set_at(&entry.key(), &entry.json()?, condition))
}

/// Makes the `SET` of a save whose reply this library reads, and tells whether it has `GET`, which
/// makes the server refuse to replace a document of RedisJSON. It replies with the old text, which
/// would be too much for a type without paths.
fn set_alone<C: Client>(
    entry: &impl Entry,
    condition: Option<&str>,
) -> Result<(Command<C>, bool), Error> {
    let key = entry.key();
    let mut set = set_at(&key, &entry.json()?, condition);
    let has_get = key.keeps_redis_json();
    if has_get {
        set.add("GET");
    }
    Ok((set, has_get))
}

fn set_at<C: Client, T: ?Sized>(key: &Key<T>, json: &[u8], condition: Option<&str>) -> Command<C> {
    let set = set_json(key.as_str(), key.expiry(), json, condition);
    match condition {
        Some("XX") => finding(key.is_cache(), set),
        // The placeholder's expiry must not be kept.
        condition if condition.is_some() || key.expiry() == Expiry::Keep => {
            storing(key.is_cache(), set)
        }
        _ => set,
    }
}

/// Makes `SET` with the expiry, and with a condition if there is one.
pub(crate) fn set_json<C: Client>(
    key: &str,
    expiry: Expiry,
    json: &[u8],
    condition: Option<&str>,
) -> Command<C> {
    // Reserves room for the options, so that the command does not grow.
    let mut set = Command::of_key_and("SET", key, 4, json.len() + 24);
    set.add(json);
    if let Some(condition) = condition {
        set.add(condition);
    }
    match expiry {
        // With `NX` there is no expiry to keep.
        Expiry::Keep if condition != Some("NX") => _ = set.add("KEEPTTL"),
        expiry => add_deadline(&mut set, expiry),
    }
    set
}

pub(crate) fn add_deadline<C: Client>(command: &mut Command<C>, expiry: Expiry) {
    if let Some(Deadline { option, number }) = expiry.deadline() {
        command.add(option).add_number(number);
    }
}

/// Makes `EXPIRE` or the like, or `TOUCH` if the expiry stays.
fn begin_anew<C: Client>(key: &str, expiry: Expiry) -> Command<C> {
    match expiry.deadline() {
        Some(deadline) => {
            let mut command = Command::of_key_and(deadline.command(), key, 1, 20);
            command.add_number(deadline.number);
            command
        }
        None if expiry == Expiry::Never => Command::of_key("PERSIST", key),
        None => Command::of_key("TOUCH", key),
    }
}

// The replies.

pub(crate) fn found_in<C: Client, L: Lookup>(
    value: C::Value,
    _: &'static str,
) -> Result<L::Found, Error> {
    L::found_in::<C>(value)
}

/// Tells whether a `SET` has stored the value. A `SET` with a condition replies with nil if it has
/// not.
#[allow(clippy::needless_pass_by_value, reason = "a function that reads a reply takes it")]
pub(crate) fn stored<C: Client>(value: C::Value, type_name: &'static str) -> Result<bool, Error> {
    match C::reply(&value) {
        Reply::Other(Kind::Okay) | Reply::Text("OK") | Reply::Bytes(b"OK") => Ok(true),
        Reply::Nil => Ok(false),
        _ => Err(unexpected(type_name)),
    }
}

/// Accepts the reply of a `SET` without a condition, which has stored the value.
fn saved<C: Client>(value: C::Value, type_name: &'static str) -> Result<(), Error> {
    let is_stored = stored::<C>(value, type_name)?;
    is_stored.then_some(()).ok_or_else(|| unexpected(type_name))
}

/// Accepts the reply of a `SET … GET`: the old text, or nil if the key did not exist.
fn replaced<C: Client>(value: C::Value, type_name: &'static str) -> Result<(), Error> {
    was_replaced::<C>(value, type_name).map(drop)
}

fn was_replaced<C: Client>(value: C::Value, type_name: &'static str) -> Result<bool, Error> {
    match C::reply(&value) {
        Reply::Bytes(_) => Ok(true),
        _ => stored::<C>(value, type_name),
    }
}

/// Tells whether the key existed.
#[allow(clippy::needless_pass_by_value, reason = "a function that reads a reply takes it")]
fn was_there<C: Client>(value: C::Value, type_name: &'static str) -> Result<bool, Error> {
    match C::reply(&value) {
        Reply::Integer(count) => Ok(count != 0),
        // The key holds a placeholder.
        Reply::Nil => Ok(false),
        _ => Err(unexpected(type_name)),
    }
}

pub(crate) fn unexpected(type_name: &'static str) -> Error {
    Error::new(ErrorKind::Reply, type_name, "the reply is not a reply of the command")
}
