//! Documents: what each command for one sends, and how its reply is read.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "a function that reads a reply takes it, and may fail"
)]

use crate::client::{Argument, Arguments, Client, Command};
use crate::commands::request::{Reader, Request};
use crate::commands::transport::Transport;
use crate::conversion::codec::Decoder;
use crate::conversion::decode;
use crate::conversion::encode::to_redis_json;
use crate::errors::error::Error;
use crate::keys::expiry::{Deadline, Expiry};
use crate::keys::key::Key;
use crate::reply::Reply;
use crate::wrappers::cached::Cached;
use crate::wrappers::document::{AsItIs, Document};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::borrow::Borrow;

pub(crate) fn load<C: Client, T: DeserializeOwned>(
    key: &Key<T>,
) -> Request<C, Reader<C, Option<T>>> {
    Request::about::<T>(get(key), if_there::<C, T>)
}

pub(crate) fn load_document<C: Client, T: ?Sized>(
    key: &Key<T>,
) -> Request<C, Reader<C, Option<Document>>> {
    Request::about::<T>(get(key), document::<C>)
}

pub(crate) fn load_cached<C: Client, T: DeserializeOwned>(
    key: &Key<T>,
) -> Request<C, Reader<C, Cached<T>>> {
    Request::about::<T>(get(key), cached::<C, T>)
}

pub(crate) fn load_and_touch<C: Client, T: DeserializeOwned>(
    key: &Key<T>,
) -> Request<C, Reader<C, Option<T>>> {
    Request::about::<T>(get_and_touch(key), if_there::<C, T>)
}

pub(crate) fn load_and_touch_cached<C: Client, T: DeserializeOwned>(
    key: &Key<T>,
) -> Request<C, Reader<C, Cached<T>>> {
    Request::about::<T>(get_and_touch(key), cached::<C, T>)
}

pub(crate) fn take<C: Client, T: DeserializeOwned>(
    key: &Key<T>,
) -> Request<C, Reader<C, Option<T>>> {
    Request::about::<T>(get_and_remove(key), if_there::<C, T>)
}

pub(crate) fn save<C: Client, T: Serialize + ?Sized>(
    key: &Key<T>,
    value: &T,
) -> Result<Request<C, Reader<C, ()>>, Error> {
    Ok(Request::about::<T>(set(key, value, None)?, done::<C>))
}

pub(crate) fn save_document<C: Client, T: ?Sized>(
    key: &Key<T>,
    document: &Document,
) -> Request<C, Reader<C, ()>> {
    let command = set_json(key.as_str(), key.expiry(), document.as_bytes(), None);
    Request::about::<T>(command, done::<C>)
}

pub(crate) fn save_new<C: Client, T: Serialize + ?Sized>(
    key: &Key<T>,
    value: &T,
) -> Result<Request<C, Reader<C, bool>>, Error> {
    Ok(Request::about::<T>(set(key, value, Some("NX"))?, stored::<C>))
}

pub(crate) fn replace<C: Client, T: Serialize + ?Sized>(
    key: &Key<T>,
    value: &T,
) -> Result<Request<C, Reader<C, bool>>, Error> {
    Ok(Request::about::<T>(set(key, value, Some("XX"))?, stored::<C>))
}

pub(crate) fn touch<C: Client, T: ?Sized>(key: &Key<T>) -> Request<C, Reader<C, bool>> {
    Request::about::<T>(begin_anew::<C>(key.as_str(), key.expiry()), was_there::<C>)
}

pub(crate) fn remove<C: Client, T: ?Sized>(key: &Key<T>) -> Request<C, Reader<C, bool>> {
    Request::about::<T>(Command::of_key("DEL", key.as_str()), was_there::<C>)
}

// Any key.

pub(crate) fn get_json<C: Client, T: DeserializeOwned>(
    key: impl Argument<C>,
) -> Request<C, Reader<C, Option<T>>> {
    Request::about::<T>(Command::of_any("GET", key), if_there::<C, T>)
}

pub(crate) fn get_json_cached<C: Client, T: DeserializeOwned>(
    key: impl Argument<C>,
) -> Request<C, Reader<C, Cached<T>>> {
    Request::about::<T>(Command::of_any("GET", key), cached::<C, T>)
}

pub(crate) fn getdel_json<C: Client, T: DeserializeOwned>(
    key: impl Argument<C>,
) -> Request<C, Reader<C, Option<T>>> {
    Request::about::<T>(Command::of_any("GETDEL", key), if_there::<C, T>)
}

pub(crate) fn getex_json<C: Client, T: DeserializeOwned>(
    key: impl Argument<C>,
    expiry: C::Expiry,
) -> Request<C, Reader<C, Option<T>>> {
    Request::about::<T>(get_ex(&key, expiry), if_there::<C, T>)
}

pub(crate) fn set_at_any<C: Client, T: Serialize + ?Sized>(
    key: impl Argument<C>,
    value: &T,
) -> Result<Request<C, Reader<C, ()>>, Error> {
    let json = to_redis_json(value)?;
    let mut command = Command::of_any("SET", key);
    command.add(json);
    Ok(Request::about::<T>(command, done::<C>))
}

pub(crate) fn set_json_ex<C: Client, T: Serialize + ?Sized>(
    key: impl Argument<C>,
    value: &T,
    seconds: u64,
) -> Result<Request<C, Reader<C, ()>>, Error> {
    let json = to_redis_json(value)?;
    let mut command = Command::of_any("SETEX", key);
    command.add_number(seconds);
    command.add(json);
    Ok(Request::about::<T>(command, done::<C>))
}

pub(crate) fn set_json_options<C: Client, T: Serialize + ?Sized>(
    key: impl Argument<C>,
    value: &T,
    options: C::SetOptions,
) -> Result<Request<C, Reader<C, bool>>, Error> {
    let json = to_redis_json(value)?;
    let command = Command(C::set_options(&key.arguments().concat(), &json, options));
    Ok(Request::about::<T>(command, stored::<C>))
}

// Many keys. No keys are no command, since the server refuses `MGET` without one.

pub(crate) async fn load_many<C: Client, T: DeserializeOwned>(
    con: impl Transport<C>,
    keys: Option<Command<C>>,
) -> Result<Vec<Option<T>>, Error> {
    each(con, keys, decode::if_there, type_name::<T>()).await
}

pub(crate) async fn load_many_cached<C: Client, T: DeserializeOwned>(
    con: impl Transport<C>,
    keys: Option<Command<C>>,
) -> Result<Vec<Cached<T>>, Error> {
    each(con, keys, Cached::read, type_name::<T>()).await
}

pub(crate) fn mget<C: Client, T>(
    keys: impl IntoIterator<Item = impl Borrow<Key<T>>>,
) -> Option<Command<C>> {
    let mut keys = keys.into_iter();
    let mut mget = Command::of_key("MGET", keys.next()?.borrow().as_str());
    for key in keys {
        mget.add(key.borrow().as_str());
    }
    Some(mget)
}

pub(crate) fn mget_json<C: Client>(keys: impl Arguments<C>) -> Option<Command<C>> {
    let keys = keys.arguments();
    (!keys.is_empty()).then(|| many_of_any(keys))
}

pub(crate) fn many_of_any<C: Client>(keys: Vec<Vec<u8>>) -> Command<C> {
    let mut mget = Command::new("MGET", 1 + keys.len(), keys.iter().map(Vec::len).sum());
    for key in keys {
        mget.add(key);
    }
    mget
}

/// `GETEX`.
pub(crate) fn get_ex<C: Client>(key: &impl Argument<C>, expiry: C::Expiry) -> Command<C> {
    Command(C::get_ex(&key.arguments().concat(), expiry))
}

async fn each<C: Client, R>(
    mut con: impl Transport<C>,
    mget: Option<Command<C>>,
    read: fn(Reply<'_>) -> Result<R, Error>,
    type_name: &'static str,
) -> Result<Vec<R>, Error> {
    let Some(mget) = mget else { return Ok(Vec::new()) };
    let replies = con.send(&mget).await.map_err(|error| Error::of_client(type_name, error))?;
    match C::reply(&replies) {
        Reply::Array(array) => array.elements().map(read).collect(),
        other => read(other).map(|value| vec![value]),
    }
}

// The commands.

pub(crate) fn get<C: Client, T: ?Sized>(key: &Key<T>) -> Command<C> {
    Command::of_key("GET", key.as_str())
}

pub(crate) fn get_and_remove<C: Client, T: ?Sized>(key: &Key<T>) -> Command<C> {
    Command::of_key("GETDEL", key.as_str())
}

pub(crate) fn get_and_touch<C: Client, T: ?Sized>(key: &Key<T>) -> Command<C> {
    get_and_begin_anew::<C>(key.as_str(), key.expiry())
}

/// `GETEX`, or `GET` where the expiry stays.
fn get_and_begin_anew<C: Client>(key: &str, expiry: Expiry) -> Command<C> {
    if expiry == Expiry::Keep {
        return Command::of_key("GET", key);
    }
    let mut command = Command::of_key_and("GETEX", key, 2, 24);
    if expiry == Expiry::Never {
        command.add("PERSIST");
    }
    add_deadline(&mut command, expiry);
    command
}

pub(crate) fn set<C: Client, T: Serialize + ?Sized>(
    key: &Key<T>,
    value: &T,
    condition: Option<&str>,
) -> Result<Command<C>, Error> {
    let json = to_redis_json(value)?;
    Ok(set_json(key.as_str(), key.expiry(), &json, condition))
}

/// `SET` with what becomes of the expiry, and with a condition if it has one.
pub(crate) fn set_json<C: Client>(
    key: &str,
    expiry: Expiry,
    json: &[u8],
    condition: Option<&str>,
) -> Command<C> {
    // With room for the options, so that it does not grow.
    let mut set = Command::of_key_and("SET", key, 4, json.len() + 24);
    set.add(json);
    if let Some(condition) = condition {
        set.add(condition);
    }
    match expiry {
        // There is none on a key that does not exist.
        Expiry::Keep if condition != Some("NX") => _ = set.add("KEEPTTL"),
        expiry => add_deadline(&mut set, expiry),
    }
    set
}

fn add_deadline<C: Client>(command: &mut Command<C>, expiry: Expiry) {
    if let Some(Deadline { option, number }) = expiry.deadline() {
        command.add(option).add_number(number);
    }
}

/// `EXPIRE` and its like, or `TOUCH` where the expiry stays.
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

pub(crate) fn if_there<C: Client, T: DeserializeOwned>(
    value: C::Value,
) -> Result<Option<T>, Error> {
    decode::if_there(C::reply(&value))
}

fn cached<C: Client, T: DeserializeOwned>(value: C::Value) -> Result<Cached<T>, Error> {
    Cached::read(C::reply(&value))
}

fn document<C: Client>(value: C::Value) -> Result<Option<Document>, Error> {
    match C::into_bytes(value) {
        Ok(bytes) => Document::from_bytes(bytes).map(Some),
        Err(value) => match C::reply(&value) {
            Reply::Nil => Ok(None),
            reply => AsItIs::decode_reply(reply).map(Some),
        },
    }
}

pub(crate) fn done<C: Client>(_: C::Value) -> Result<(), Error> {
    Ok(())
}

/// Whether a `SET` with a condition has stored the value.
pub(crate) fn stored<C: Client>(value: C::Value) -> Result<bool, Error> {
    Ok(!matches!(C::reply(&value), Reply::Nil))
}

/// Whether there was such a key.
fn was_there<C: Client>(value: C::Value) -> Result<bool, Error> {
    Ok(!matches!(C::reply(&value), Reply::Integer(0)))
}
