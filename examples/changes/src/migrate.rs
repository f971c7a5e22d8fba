//! Rewrites stored documents in the form that this version of the type writes.
//!
//! It takes a page at a time, so it can stop and continue later, at any speed. Each document is a
//! separate update, so other clients may write meanwhile. It comes after the second step, when no
//! program writes the old form any longer, and before the third step, which no longer reads it.
//! Like `save`, it drops what this version does not know.

use redis::ConnectionLike;
use redis_derive::{DocumentCommands, Error, Key, KeyPattern, Update};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

/// What a call of [`migrate`] has done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The documents that have another form now.
    pub rewritten: u64,
    /// Those that do not decode, which are as they were. `SCAN` may find one twice.
    pub undecodable: u64,
    /// Where the next call goes on, or `None` at the end.
    pub next: Option<String>,
}

/// Brings a page of at least `count` documents of a pattern into the form that `T` writes.
///
/// # Errors
///
/// Those of Redis. The call can be made again with the same cursor.
pub fn migrate<T: Serialize + DeserializeOwned>(
    con: &mut impl ConnectionLike,
    pattern: &KeyPattern<T>,
    cursor: Option<&str>,
    count: usize,
) -> Result<Migrated, Error> {
    let page = con.page(pattern, cursor, count)?;
    let mut migrated = Migrated { next: page.next, ..Migrated::default() };
    for (key, document) in page.documents {
        match document {
            Ok(_) => migrated.rewritten += u64::from(rewrite(con, &key)?),
            Err(_) => migrated.undecodable += 1,
        }
    }
    Ok(migrated)
}

/// Whether the document had another form.
fn rewrite<T: Serialize + DeserializeOwned>(
    con: &mut impl ConnectionLike,
    key: &Key<T>,
) -> Result<bool, Error> {
    let mut is_rewritten = false;
    // Its text is the value here. An update of a `T` would leave what it does not change.
    let found = con.update(Key::<Box<RawValue>>::new(key.as_str()), |text| {
        let own = serde_json::from_str(text.get()).and_then(|value: T| to_raw_value(&value));
        is_rewritten = own.as_ref().is_ok_and(|own| own.get() != text.get());
        // Another client has written it meanwhile.
        let Ok(own) = own else { return Update::Decline };
        *text = own;
        Update::Save
    })?;
    // Or removed it, after which the closure does not run again.
    Ok(is_rewritten && found.is_some())
}
