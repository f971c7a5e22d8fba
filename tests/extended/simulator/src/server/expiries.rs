//! Expiries: the commands that set, drop and tell them.

use crate::server::Request;
use crate::server::arguments::{Unit, integer};
use crate::server::failure::Failure;
use crate::server::keyspace::Keyspace;
use crate::server::reply::Reply;

pub(crate) fn expire(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    expire_in(keyspace, request, "expire", Unit { in_seconds: true, is_relative: true })
}

pub(crate) fn pexpire(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    expire_in(keyspace, request, "pexpire", Unit { in_seconds: false, is_relative: true })
}

pub(crate) fn expireat(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    expire_in(keyspace, request, "expireat", Unit { in_seconds: true, is_relative: false })
}

pub(crate) fn pexpireat(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    expire_in(keyspace, request, "pexpireat", Unit { in_seconds: false, is_relative: false })
}

/// Without the conditions of Redis 7, which this library does not send.
fn expire_in(
    keyspace: &mut Keyspace,
    request: &Request,
    command: &str,
    unit: Unit,
) -> Result<Reply, Failure> {
    if let Some(option) = request.get(3) {
        let option = String::from_utf8_lossy(option);
        return Err(Failure(format!("ERR Unsupported option {option}")));
    }
    let number = integer(&request[2])?;
    let time = unit.since_1970(number, keyspace.now());
    let time = time.ok_or_else(|| Failure::invalid_expiry(command))?;
    let is_there = keyspace.get(&request[1]).is_some();
    keyspace.expire(&request[1], Some(time));
    Ok(Reply::yes(is_there))
}

/// Whether there was an expiry.
pub(crate) fn persist(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let entry = keyspace.get_mut(&request[1]);
    Ok(Reply::yes(entry.is_some_and(|entry| entry.expires.take().is_some())))
}

/// In seconds, rounded.
pub(crate) fn ttl(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let left = milliseconds_left(keyspace, &request[1]);
    Ok(Reply::Integer(if left < 0 { left } else { (left + 500) / 1000 }))
}

pub(crate) fn pttl(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    Ok(Reply::Integer(milliseconds_left(keyspace, &request[1])))
}

/// -2 where there is no key, and -1 where there is no expiry.
fn milliseconds_left(keyspace: &Keyspace, key: &[u8]) -> i64 {
    match keyspace.get(key).map(|entry| entry.expires) {
        Some(Some(expires)) => expires - keyspace.now(),
        Some(None) => -1,
        None => -2,
    }
}
