//! Scan: a walk through the keys, in the order of their hashes.
//!
//! A cursor is where the walk goes on in that order. So a key that is there all the time is found,
//! whatever comes and goes meanwhile, as Redis promises.

use crate::server::Request;
use crate::server::arguments::integer;
use crate::server::failure::Failure;
use crate::server::glob::matches;
use crate::server::keyspace::Keyspace;
use crate::server::reply::Reply;

#[derive(Default)]
struct Filter<'a> {
    pattern: Option<&'a [u8]>,
    kind: Option<String>,
}

pub(crate) fn scan(keyspace: &mut Keyspace, request: &Request) -> Result<Reply, Failure> {
    let cursor = str::from_utf8(&request[1]).ok().and_then(|text| text.parse::<u64>().ok());
    let cursor = cursor.ok_or_else(|| Failure::new("ERR invalid cursor"))?;
    let (filter, count) = options(&request[2..])?;

    let mut keys: Vec<_> = keyspace.iter().map(|(key, entry)| (hash(key), key, entry)).collect();
    keys.sort_by_key(|(hash, ..)| *hash);
    keys.retain(|(hash, ..)| *hash >= cursor);
    let next = keys.get(count).map_or(0, |(hash, ..)| *hash);
    let is_before = |hash: u64| next == 0 || hash < next;
    let found = keys.iter().filter(|(hash, key, entry)| {
        is_before(*hash) && filter.lets_through(key, entry.value.kind())
    });
    let found = found.map(|(_, key, _)| Reply::Bulk((*key).clone())).collect();
    Ok(Reply::Array(vec![Reply::Bulk(next.to_string().into_bytes()), Reply::Array(found)]))
}

impl Filter<'_> {
    fn lets_through(&self, key: &[u8], kind: &str) -> bool {
        self.pattern.is_none_or(|pattern| matches(pattern, key))
            && self.kind.as_deref().is_none_or(|wanted| wanted == kind)
    }
}

/// What is looked for, and how many keys are looked at.
fn options(mut rest: &Request) -> Result<(Filter<'_>, usize), Failure> {
    let (mut filter, mut count) = (Filter::default(), 10);
    while let [option, value, after @ ..] = rest {
        match option.to_ascii_uppercase().as_slice() {
            b"MATCH" => filter.pattern = Some(value),
            b"TYPE" => filter.kind = Some(String::from_utf8_lossy(value).to_lowercase()),
            b"COUNT" => count = integer(value)?,
            _ => return Err(Failure::syntax()),
        }
        rest = after;
    }
    let count = usize::try_from(count).ok().filter(|count| *count > 0);
    match (rest, count) {
        ([], Some(count)) => Ok((filter, count)),
        _ => Err(Failure::syntax()),
    }
}

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>), which is not 0, where a walk begins.
fn hash(key: &[u8]) -> u64 {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    key.iter().fold(0xcbf2_9ce4_8422_2325, mix).max(1)
}
