//! RedisJSON: what each command for a document, or for a place in one, sends, and how its reply is
//! read.

use crate::client::script::Script;
use crate::client::{Client, Command};
use crate::commands::documents::found_in;
use crate::commands::entry::Entry;
use crate::commands::lookup::Lookup;
use crate::commands::request::{Read, Reader, Request};
use crate::errors::error::Error;
use crate::keys::expiry::Expiry;
use crate::keys::key::Key;
use crate::paths::json_path::JsonPath;
use crate::paths::matches::{self, Matches, OneMatch};
use crate::paths::number::Number;
use crate::paths::patch::{Patch, Removable};
use crate::paths::refusals;
use crate::paths::script::{self, OUT_OF_RANGE};
use crate::paths::steps::{Condition, Steps};
use crate::paths::value::ValueOf;
use crate::reply::Reply;
use serde::de::DeserializeOwned;

static CALL: Script = Script::new(script::CALL);
static INCREMENT: Script = Script::new(script::INCREMENT);
static SAVE: Script = Script::new(script::SAVE);

/// What is at a path, or `None` if the key does not exist.
type Found<M, T> = Option<<M as Matches>::Reply<T>>;

/// How the reply to a command at a path is read.
pub(crate) struct AtPath<R> {
    steps: Steps,
    read: fn(Reply<'_>, &Steps) -> Result<R, Error>,
}

impl<C: Client, R> Read<C, R> for AtPath<R> {
    fn read(self, value: C::Value, _: &'static str) -> Result<R, Error> {
        (self.read)(C::reply(&value), &self.steps)
    }
}

pub(crate) fn save<C: Client, E: Entry>(entry: &E) -> Result<Request<C, Reader<C, ()>>, Error> {
    let (key, json) = (entry.key(), entry.json()?);
    let command = save_json(key.as_str(), key.expiry(), &json);
    Ok(Request::about::<E::Document>(command, replied::<C>))
}

pub(crate) fn load<C: Client, L: Lookup>(key: &L) -> Request<C, Reader<C, L::Found>> {
    Request::about::<L::Document>(get(key), found_in::<C, L>)
}

pub(crate) fn get_at<C: Client, R: ?Sized, T: DeserializeOwned, M: Matches>(
    key: &Key<R>,
    path: JsonPath<R, T, M>,
) -> Result<Request<C, AtPath<Found<M, T>>>, Error> {
    let command = get_steps(key, &path.steps)?;
    Ok(Request::about::<R>(command, AtPath { steps: path.steps, read: matches::read::<R, T, M> }))
}

pub(crate) fn set_at<C: Client, R: ?Sized, T, M: Matches>(
    key: &Key<R>,
    path: JsonPath<R, T, M>,
    value: &impl ValueOf<T>,
) -> Result<Request<C, AtPath<bool>>, Error> {
    let command = change_at(key, &path.steps, "JSON.SET", Some(&value.json()?))?;
    Ok(Request::about::<R>(command, AtPath { steps: path.steps, read: is_there::<R> }))
}

pub(crate) fn remove_at<C: Client, R: ?Sized>(
    key: &Key<R>,
    path: &impl Removable<R>,
) -> Result<Request<C, Reader<C, bool>>, Error> {
    let command = change_at(key, path.steps(), "JSON.DEL", None)?;
    Ok(Request::about::<R>(command, was_removed::<C>))
}

pub(crate) fn increment_at<C: Client, R: ?Sized, T: Number + DeserializeOwned, M: OneMatch>(
    key: &Key<R>,
    path: JsonPath<R, T, M>,
    by: &T::By,
) -> Result<Request<C, AtPath<Option<T>>>, Error> {
    let command = increment::<C, R, T>(key, &path.steps, by)?;
    Ok(Request::about::<R>(command, AtPath { steps: path.steps, read: sum::<R, T> }))
}

pub(crate) fn toggle_at<C: Client, R: ?Sized, M: OneMatch>(
    key: &Key<R>,
    path: JsonPath<R, bool, M>,
) -> Result<Request<C, AtPath<Option<bool>>>, Error> {
    let command = change_at(key, &path.steps, "JSON.TOGGLE", None)?;
    Ok(Request::about::<R>(
        command,
        AtPath { steps: path.steps, read: matches::changed::<R, bool> },
    ))
}

pub(crate) fn append_at<C: Client, R: ?Sized, T, M: OneMatch>(
    key: &Key<R>,
    path: JsonPath<R, Vec<T>, M>,
    value: &impl ValueOf<T>,
) -> Result<Request<C, AtPath<Option<usize>>>, Error> {
    let command = change_at(key, &path.steps, "JSON.ARRAPPEND", Some(&value.json()?))?;
    Ok(Request::about::<R>(
        command,
        AtPath { steps: path.steps, read: matches::changed::<R, usize> },
    ))
}

pub(crate) fn length_at<C: Client, R: ?Sized, T, M: OneMatch>(
    key: &Key<R>,
    path: JsonPath<R, Vec<T>, M>,
) -> Result<Request<C, AtPath<Option<usize>>>, Error> {
    let command = change_at(key, &path.steps, "JSON.ARRLEN", None)?;
    Ok(Request::about::<R>(
        command,
        AtPath { steps: path.steps, read: matches::changed::<R, usize> },
    ))
}

pub(crate) fn patch<C: Client, R: ?Sized>(
    key: &Key<R>,
    patch: &Patch<R>,
) -> Request<C, AtPath<bool>> {
    let mut command = checked(&CALL, key, patch.conditions.iter().cloned());
    for argument in ["JSON.MERGE", "$", &patch.to_json()] {
        command.add(argument);
    }
    Request::about::<R>(command, AtPath { steps: Steps::default(), read: is_there::<R> })
}

// The commands.

/// The whole document.
pub(crate) fn get<C: Client>(key: &impl Lookup) -> Command<C> {
    Command::of_key("JSON.GET", key.key().as_str())
}

/// What is at a path. A script asks for it where the path goes through an enum.
pub(crate) fn get_steps<C: Client, R: ?Sized>(
    key: &Key<R>,
    steps: &Steps,
) -> Result<Command<C>, Error> {
    let path = steps.text().ok_or_else(|| refusals::no_path::<R>(steps))?;
    let mut conditions = steps.conditions().peekable();
    let mut command = if conditions.peek().is_some() {
        let mut script = checked(&CALL, key, conditions);
        script.add("JSON.GET");
        script
    } else {
        Command::of_key_and("JSON.GET", key.as_str(), 1, path.len())
    };
    command.add(path);
    Ok(command)
}

/// A command that changes what is at a path, perhaps with a value.
fn change_at<C: Client, R: ?Sized>(
    key: &Key<R>,
    steps: &Steps,
    command: &str,
    json: Option<&[u8]>,
) -> Result<Command<C>, Error> {
    let path = path_to_write::<R>(steps)?;
    let mut script = checked(&CALL, key, steps.conditions().chain(steps.elements()));
    script.add(command);
    script.add(path);
    if let Some(json) = json {
        script.add(json);
    }
    Ok(script)
}

pub(crate) fn increment<C: Client, R: ?Sized, T: Number>(
    key: &Key<R>,
    steps: &Steps,
    by: &T::By,
) -> Result<Command<C>, Error> {
    let by = by.to_string();
    let Some((least, greatest)) = T::RANGE else {
        return change_at(key, steps, "JSON.NUMINCRBY", Some(by.as_bytes()));
    };
    let path = path_to_write::<R>(steps)?;
    let mut script = checked(&INCREMENT, key, steps.conditions());
    for argument in [path, by, least.to_string(), greatest.to_string()] {
        script.add(argument);
    }
    Ok(script)
}

fn path_to_write<R: ?Sized>(steps: &Steps) -> Result<String, Error> {
    steps.text_to_write().ok_or_else(|| refusals::no_path_to_write::<R>(steps))
}

/// A script, with the key and what has to hold for it to do anything.
fn checked<C: Client, R: ?Sized>(
    script: &'static Script,
    key: &Key<R>,
    conditions: impl Iterator<Item = Condition>,
) -> Command<C> {
    let conditions: Vec<Condition> = conditions.collect();
    let mut command = Command::of_script(script, key.as_str(), 8, 128);
    command.add_number(conditions.len() as u64);
    for Condition { path, reply } in conditions {
        command.add(path);
        command.add(reply);
    }
    command
}

fn save_json<C: Client>(key: &str, expiry: Expiry, json: &[u8]) -> Command<C> {
    let mut script = Command::of_script(&SAVE, key, 3, json.len() + 40);
    script.add(json);
    match expiry.deadline() {
        None if expiry == Expiry::Keep => script.add("KEEP"),
        None => script.add("PERSIST"),
        Some(deadline) => script.add(deadline.command()).add_number(deadline.number),
    };
    script
}

// The replies.

/// A script that ends without a reply has done what it does.
#[allow(clippy::unnecessary_wraps, reason = "a function that reads a reply may fail")]
fn replied<C: Client>(_: C::Value, _: &'static str) -> Result<(), Error> {
    Ok(())
}

/// Whether there is such a key.
fn is_there<R: ?Sized>(reply: Reply<'_>, steps: &Steps) -> Result<bool, Error> {
    matches::changed::<R, bool>(reply, steps).map(|done| done.is_some())
}

/// The sum, or an error where it is out of range.
fn sum<R: ?Sized, T: DeserializeOwned>(
    reply: Reply<'_>,
    steps: &Steps,
) -> Result<Option<T>, Error> {
    match reply {
        Reply::Bytes(OUT_OF_RANGE) => Err(refusals::out_of_range::<T>(steps)),
        reply => matches::changed::<R, T>(reply, steps),
    }
}

/// The reply has how many were removed.
#[allow(clippy::needless_pass_by_value, reason = "a function that reads a reply takes it")]
fn was_removed<C: Client>(value: C::Value, _: &'static str) -> Result<bool, Error> {
    let count = matches::read::<u64, u64, matches::Entry>(C::reply(&value), &Steps::default())?;
    Ok(count.flatten() > Some(0))
}
