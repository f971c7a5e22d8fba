//! Strings: the commands that read and write them.

use crate::server::Request;
use crate::server::arguments::Options;
use crate::server::failure::Failure;
use crate::server::keyspace::Keyspace;
use crate::server::reply::Reply;

pub(crate) fn get(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    Ok(Reply::or_nil(keyspace.text(&request[1])?.cloned()))
}

/// A key of another type is one without a value.
pub(crate) fn mget(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let value = |key: &Vec<u8>| Reply::or_nil(keyspace.text(key).ok().flatten().cloned());
    Ok(Reply::Array(request[1..].iter().map(value).collect()))
}

pub(crate) fn set(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let (key, text) = (&request[1], &request[2]);
    let options = Options::of_set(request)?;
    let expires = options.expires(keyspace.now(), "set")?;
    let looks_at_it = options.get || options.only_if_equal.is_some();
    let before = if looks_at_it { keyspace.text(key)?.cloned() } else { None };

    let is_there = keyspace.get(key).is_some();
    let is_equal = options.only_if_equal.is_none_or(|wanted| before.as_deref() == Some(wanted));
    let holds = is_equal && !(options.only_new && is_there || options.only_existing && !is_there);
    if holds {
        let kept = keyspace.get(key).and_then(|entry| entry.expires);
        keyspace.set(key, text, if options.keep_expiry { kept } else { expires });
    }
    Ok(match (options.get, holds) {
        (true, _) => Reply::or_nil(before),
        (false, true) => Reply::status("OK"),
        (false, false) => Reply::Nil,
    })
}

pub(crate) fn getex(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let key = &request[1];
    let options = Options::of_getex(request)?;
    let Some(text) = keyspace.text(key)?.cloned() else { return Ok(Reply::Nil) };
    let expires = options.expires(keyspace.now(), "getex")?;
    if options.persist || expires.is_some() {
        keyspace.expire(key, expires);
    }
    Ok(Reply::Bulk(text))
}

pub(crate) fn getdel(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let text = keyspace.text(&request[1])?.cloned();
    keyspace.remove(&request[1]);
    Ok(Reply::or_nil(text))
}
