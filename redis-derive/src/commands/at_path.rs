//! RedisJSON: the command for each operation on a document or at a path, and the reader of its
//! reply.

use crate::client::script::Script;
use crate::client::{Client, Command};
use crate::commands::documents::found_in;
use crate::commands::entry::Entry;
use crate::commands::lookup::Lookup;
use crate::commands::request::{Read, Reader, Request};
use crate::errors::error::{Error, ErrorKind};
use crate::keys::expiry::Expiry;
use crate::keys::key::Key;
use crate::paths::buffer::check_readable;
use crate::paths::holdable;
use crate::paths::json_path::{AnyPath, ReadAt, SetAt};
use crate::paths::list::List;
use crate::paths::matches::{self, Field, Matches};
use crate::paths::number::{Added, Number, Range};
use crate::paths::patch::{Patch, Removable, removed};
use crate::paths::refusals;
use crate::paths::script::{self, OUT_OF_RANGE};
use crate::paths::steps::{Condition, Purpose, Steps};
use crate::paths::value::ValueOf;
use crate::paths::walk::missing;
use crate::reply::Reply;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

pub(super) static CALL: Script =
    Script::new("69060233af0c7d320ccfcb05f5243f0b4e401de5", script::CALL);
pub(super) static SET_ALL: Script =
    Script::new("44f628743d5545541459717df413b52a9e00b485", script::SET_ALL);
pub(super) static INCREMENT: Script =
    Script::new("2706f772f5d1a136e660301cad723d5d16624567", script::INCREMENT);
pub(super) static INCREMENT_FLOAT: Script =
    Script::new("1152d5dfd2edda1da4042adff6616ed06a276562", script::INCREMENT_FLOAT);
pub(super) static SAVE: Script =
    Script::new("9028843405119f73ee30133ce9e7a21918faaa12", script::SAVE);

/// A command at a path with the type of its result, or the error that prevents it.
type Asked<C, T> = Result<Request<C, AtPath<T>>, Error>;

/// The reader of the reply to a command at a path.
pub(crate) struct AtPath<R> {
    steps: Steps,
    read: fn(Reply<'_>, &Steps) -> Result<R, Error>,
}

impl<C: Client, R> Read<C, R> for AtPath<R> {
    fn read(self, value: C::Value, _: &'static str) -> Result<R, Error> {
        (self.read)(C::reply(&value), &self.steps)
    }
}

/// The reader of the reply to a patch, which says which of these places is missing.
pub(crate) struct OfPatch<R: ?Sized> {
    places: Vec<Steps>,
    document: PhantomData<fn(&R)>,
}

impl<C: Client, R: ?Sized> Read<C, bool> for OfPatch<R> {
    fn read(self, value: C::Value, _: &'static str) -> Result<bool, Error> {
        let reply = C::reply(&value);
        let number = match reply {
            // The spaces between the brackets are the number of the condition.
            Reply::Bytes(reply @ [b'[', b' ', ..]) => reply.len() - 2,
            _ => 0,
        };
        let place = number.checked_sub(1).and_then(|index| self.places.get(index));
        Field::was_set::<R>(reply, place.unwrap_or(&Steps::default()))
    }
}

pub(crate) fn save<C: Client, E: Entry>(entry: &E) -> Result<Request<C, Reader<C, ()>>, Error> {
    let (key, json) = (entry.key(), entry.json()?);
    holdable::check::<E::Document>(&json, 0)?;
    entry.check_floats(&json)?;
    let command = save_json(key.as_str(), key.expiry(), &json);
    Ok(Request::about::<E::Document>(command, replied::<C>))
}

pub(crate) fn load<C: Client, L: Lookup>(key: &L) -> Request<C, Reader<C, L::Found>> {
    Request::about::<L::Document>(get(key), found_in::<C, L>)
}

pub(crate) fn get_at<C: Client, R: ?Sized, P: AnyPath<R, Value: DeserializeOwned>>(
    key: &Key<R>,
    path: &P,
) -> Asked<C, Option<ReadAt<R, P>>> {
    let command = get_steps(key, path.steps())?;
    Ok(reading(command, path, matches::read::<R, P::Value, P::Matches>))
}

/// Makes the command for a pipeline, whose replies the client reads as matches.
pub(crate) fn get_matches<C: Client, R: ?Sized>(
    key: &Key<R>,
    path: &impl AnyPath<R>,
) -> Result<Command<C>, Error> {
    match path.steps().asked() {
        (_, []) => get_steps(key, path.steps()),
        _ => Err(refusals::no_pipeline::<R>(path.steps())),
    }
}

pub(crate) fn set_at<C: Client, R: ?Sized, P: AnyPath<R, Value: DeserializeOwned>>(
    key: &Key<R>,
    path: &P,
    value: &impl ValueOf<P::Value>,
) -> Asked<C, SetAt<R, P>> {
    let (json, steps) = (value.json()?, path.steps());
    holdable::check::<P::Value>(&json, steps.as_slice().len())?;
    check_readable::<P::Value>(&json, steps)?;
    let may_lack = steps.may_lack(missing::<P::Value>().is_some());
    let path_text = path_to_write::<R>(steps)?;
    let mut conditions = steps.conditions(Purpose::Set)?;
    conditions.extend(steps.is_not_null::<P::Value>());
    let command = if steps.is_many() {
        let mut script = checked(&SET_ALL, key, conditions);
        script.add(path_text).add(json);
        if let Some((around, merge)) = steps.merge_of_last() {
            script.add(around).add(merge).add(if may_lack { "" } else { "required" });
            steps.aliases().into_iter().for_each(|alias| _ = script.add(alias));
        }
        script
    } else {
        let mut script = checked(&CALL, key, conditions);
        script.add("JSON.SET").add(path_text).add(json);
        if !may_lack {
            script.add("XX");
        }
        script
    };
    Ok(reading(command, path, P::Matches::was_set::<R>))
}

pub(crate) fn remove_at<C: Client, R: ?Sized>(
    key: &Key<R>,
    path: &impl Removable<R>,
) -> Result<Request<C, Reader<C, bool>>, Error> {
    let command = change_at(key, removed(path)?, "JSON.DEL", None, Purpose::Remove)?;
    Ok(Request::about::<R>(command, was_removed::<C>))
}

pub(crate) fn increment_at<C: Client, R: ?Sized, P: AnyPath<R, Value: Number>>(
    key: &Key<R>,
    path: &P,
    by: &<P::Value as Number>::By,
) -> Asked<C, Option<<P::Value as Number>::Sum>> {
    let steps = path.steps();
    let by = by.text().ok_or_else(|| refusals::no_number::<P::Value>(steps))?;
    let path_text = path_to_write::<R>(steps)?;
    let conditions = steps.conditions(Purpose::Change)?;
    let command = match P::Value::RANGE {
        Range::Integer(least, greatest) => {
            let mut script = checked(&INCREMENT, key, conditions);
            script.add(path_text).add(by).add(least.to_string()).add(greatest.to_string());
            script
        }
        Range::Float(greatest) => {
            let mut script = checked(&INCREMENT_FLOAT, key, conditions);
            script.add(path_text).add(by).add(format!("{greatest:e}"));
            script
        }
    };
    Ok(reading(command, path, sum::<R, <P::Value as Number>::Sum>))
}

pub(crate) fn toggle_at<C: Client, R: ?Sized>(
    key: &Key<R>,
    path: &impl AnyPath<R>,
) -> Asked<C, Option<bool>> {
    let command = change_at(key, path.steps(), "JSON.TOGGLE", None, Purpose::Change)?;
    Ok(reading(command, path, matches::changed::<R, bool>))
}

pub(crate) fn append_at<C: Client, R: ?Sized, P: AnyPath<R, Value: List>>(
    key: &Key<R>,
    path: &P,
    value: &impl ValueOf<<P::Value as List>::Item>,
) -> Asked<C, Option<usize>> {
    let (json, steps) = (value.json()?, path.steps());
    holdable::check::<P::Value>(&json, steps.as_slice().len() + 1)?;
    check_readable::<<P::Value as List>::Item>(&json, steps)?;
    let command = change_at(key, steps, "JSON.ARRAPPEND", Some(&json), Purpose::Change)?;
    Ok(reading(command, path, matches::changed::<R, usize>))
}

pub(crate) fn length_at<C: Client, R: ?Sized>(
    key: &Key<R>,
    path: &impl AnyPath<R>,
) -> Asked<C, Option<usize>> {
    let command = change_at(key, path.steps(), "JSON.ARRLEN", None, Purpose::Length)?;
    Ok(reading(command, path, matches::changed::<R, usize>))
}

pub(crate) fn patch<C: Client, R: ?Sized>(
    key: &Key<R>,
    patch: &Patch<R>,
) -> Request<C, OfPatch<R>> {
    let (places, conditions): (_, Vec<_>) = patch.conditions().into_iter().unzip();
    let mut command = checked(&CALL, key, conditions);
    command.add("JSON.MERGE").add("$").add(patch.to_json());
    Request::about::<R>(command, OfPatch { places, document: PhantomData })
}

fn reading<C: Client, R: ?Sized, T>(
    command: Command<C>,
    path: &impl AnyPath<R>,
    read: fn(Reply<'_>, &Steps) -> Result<T, Error>,
) -> Request<C, AtPath<T>> {
    Request::about::<R>(command, AtPath { steps: path.steps().clone(), read })
}

// The commands.

/// Makes the command for the whole document.
pub(crate) fn get<C: Client>(key: &impl Lookup) -> Command<C> {
    Command::of_key("JSON.GET", key.as_key().as_str())
}

/// Makes the command that gets the value at a path. It is a script if the path goes through an
/// enum, or if a field has several names or a default.
fn get_steps<C: Client, R: ?Sized>(key: &Key<R>, steps: &Steps) -> Result<Command<C>, Error> {
    let (asked, _) = steps.asked();
    let path = asked.text().ok_or_else(|| refusals::no_path::<R>(steps))?;
    let conditions = asked.conditions(Purpose::Read)?;
    let mut command = if conditions.is_empty() {
        Command::of_key_and("JSON.GET", key.as_str(), 1, path.len())
    } else {
        let mut script = checked(&CALL, key, conditions);
        script.add("JSON.GET");
        script
    };
    command.add(path);
    Ok(command)
}

/// Makes a command that changes the value at a path, with a new value if it needs one.
fn change_at<C: Client, R: ?Sized>(
    key: &Key<R>,
    steps: &Steps,
    command: &str,
    json: Option<&[u8]>,
    purpose: Purpose,
) -> Result<Command<C>, Error> {
    let path = path_to_write::<R>(steps)?;
    let mut script = checked(&CALL, key, steps.conditions(purpose)?);
    script.add(command).add(path);
    if let Some(json) = json {
        script.add(json);
    }
    Ok(script)
}

fn path_to_write<R: ?Sized>(steps: &Steps) -> Result<String, Error> {
    steps.text_to_write().ok_or_else(|| refusals::no_path_to_write::<R>(steps))
}

/// Makes a script with the key and its conditions.
fn checked<C: Client, R: ?Sized>(
    script: &'static Script,
    key: &Key<R>,
    conditions: Vec<Condition>,
) -> Command<C> {
    let mut command = Command::of_script(script, key.as_str(), 8, 128);
    command.add_number(conditions.len() as u64);
    for Condition { path, test } in conditions {
        command.add(path).add(test.to_string());
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

/// Reads nothing: a script without a reply has done its work.
#[allow(clippy::unnecessary_wraps, reason = "a function that reads a reply may fail")]
fn replied<C: Client>(_: C::Value, _: &'static str) -> Result<(), Error> {
    Ok(())
}

/// Reads the sum, or an error if it is out of range.
fn sum<R: ?Sized, T: DeserializeOwned>(
    reply: Reply<'_>,
    steps: &Steps,
) -> Result<Option<T>, Error> {
    match reply {
        Reply::Bytes(OUT_OF_RANGE) => Err(refusals::out_of_range::<T>(steps)),
        reply => matches::changed::<R, T>(reply, steps),
    }
}

/// Tells whether a value was removed, from the number of removed values.
#[allow(clippy::needless_pass_by_value, reason = "a function that reads a reply takes it")]
fn was_removed<C: Client>(value: C::Value, _: &'static str) -> Result<bool, Error> {
    let count = matches::changed::<u64, u64>(C::reply(&value), &Steps::default());
    match count {
        Err(error) if error.kind() == ErrorKind::NoMatch => Ok(false),
        count => Ok(count? > Some(0)),
    }
}
