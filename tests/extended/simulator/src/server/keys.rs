//! Keys: the commands for keys of any type, and those for none.

use crate::server::Request;
use crate::server::failure::Failure;
use crate::server::keyspace::{Keyspace, Value};
use crate::server::reply::Reply;

pub(crate) fn del(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let removed = request[1..].iter().filter(|key| keyspace.remove(key).is_some());
    Ok(Reply::count(removed.count()))
}

/// A key that is named twice counts twice.
pub(crate) fn exists(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let found = request[1..].iter().filter(|key| keyspace.get(key).is_some());
    Ok(Reply::count(found.count()))
}

pub(crate) fn kind(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let value = keyspace.get(&request[1]).map(|entry| &entry.value);
    Ok(Reply::status(value.map_or("none", Value::kind)))
}

impl Value {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::List(_) => "list",
        }
    }
}

pub(crate) fn lpush(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let list = keyspace.list(&request[1])?;
    request[2..].iter().for_each(|element| list.push_front(element.clone()));
    Ok(Reply::count(list.len()))
}

pub(crate) fn flushall(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    match request.get(1).map(|option| option.to_ascii_uppercase()).as_deref() {
        None | Some(b"SYNC" | b"ASYNC") => {
            keyspace.clear();
            Ok(Reply::status("OK"))
        }
        Some(_) => Err(Failure::syntax()),
    }
}

pub(crate) fn ping(_: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    match request {
        [_] => Ok(Reply::status("PONG")),
        [_, text] => Ok(Reply::Bulk(text.clone())),
        _ => Err(Failure::wrong_number_of_arguments("ping")),
    }
}

pub(crate) fn echo(_: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    Ok(Reply::Bulk(request[1].clone()))
}
