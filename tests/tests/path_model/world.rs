//! World: one document on a server, a command at it, and the judgement of what came of it.

use super::random::{Draw, Random};
use super::refusals::{has_no_path, no_patch, refusal};
use redis_1 as redis;
use redis_derive::{Error, ErrorKind, JsonPathCommands, Key};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// A type of the zoo.
pub(crate) trait Animal: Clone + Debug + Draw + Serialize + DeserializeOwned {}

impl<R: Clone + Debug + Draw + Serialize + DeserializeOwned> Animal for R {}

/// What came of the commands.
#[derive(Default)]
pub(crate) struct Report {
    /// The types allowed so many, and so many of these were acknowledged.
    pub(crate) allowed: u64,
    pub(crate) acknowledged: u64,
    /// The commands at places that the document has not got, and reads.
    pub(crate) others: u64,
    /// Why the others of those that the types allow were refused.
    pub(crate) refusals: BTreeMap<&'static str, u64>,
    /// Why there were no patches to be sent.
    pub(crate) no_patches: BTreeMap<&'static str, u64>,
}

pub(crate) struct World<'a, R> {
    pub(crate) con: &'a mut redis::Connection,
    pub(crate) random: &'a mut Random,
    pub(crate) report: &'a mut Report,
    pub(crate) key: Key<R>,
    /// The document, and what it decodes to.
    pub(crate) stored: Stored,
    pub(crate) value: R,
}

/// What the server has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    pub(crate) json: String,
    expires: i64,
}

pub(crate) fn stored<R>(con: &mut redis::Connection, key: &Key<R>) -> Stored {
    let (json, expires) =
        redis::pipe().cmd("JSON.GET").arg(key).cmd("PEXPIRETIME").arg(key).query(con).unwrap();
    Stored { json, expires }
}

impl<R: Animal> World<'_, R> {
    /// Judges a write: whether it says that it was done, and what the same change makes of the
    /// value, or nothing where the document has no such place.
    pub(crate) fn judge(&mut self, what: &str, done: &Result<bool, Error>, changed: Option<R>) {
        let after = stored(self.con, &self.key);
        let about =
            || format!("{what}\n before {}\n after  {}\n {done:?}", self.stored.json, after.json);
        assert_eq!(after.expires, self.stored.expires, "the expiry: {}", about());
        match (done, changed) {
            (Ok(true), Some(changed)) => {
                self.report.allowed += 1;
                self.report.acknowledged += 1;
                let expected = again(&changed);
                let found: R = serde_json::from_str(&after.json)
                    .unwrap_or_else(|error| panic!("{error}: {}", about()));
                assert!(is_same(&found, &expected), "{found:?}\n {expected:?}\n {}", about());
                self.keeps_what_is_unknown(&after.json, what);
                self.value = found;
            }
            (Ok(true), None) => panic!("there is no such place: {}", about()),
            (Ok(false), Some(_)) => panic!("it was there: {}", about()),
            (Ok(false), None) => {
                self.report.others += 1;
                assert_eq!(after, self.stored, "{}", about());
            }
            (Err(error), changed) => {
                assert_eq!(after, self.stored, "{}", about());
                let kind = refusal(error, &self.stored.json, what, changed.is_some());
                let kind = kind.unwrap_or_else(|| panic!("it is refused for nothing: {}", about()));
                if changed.is_some() {
                    self.report.allowed += 1;
                    *self.report.refusals.entry(kind).or_default() += 1;
                } else {
                    self.report.others += 1;
                }
            }
        }
        self.stored = after;
    }

    /// Judges a read: what the value has there, or nothing.
    pub(crate) fn judge_read<T: Serialize + Debug>(
        &mut self,
        what: &str,
        found: Result<Option<T>, Error>,
        expected: Option<T>,
    ) {
        self.report.others += 1;
        let about = || format!("{what} of {}\n {:?}", self.stored.json, self.value);
        match (found, expected) {
            (Ok(Some(found)), Some(expected)) => {
                assert!(is_same(&found, &expected), "{found:?}, not {expected:?}: {}", about());
            }
            // A field of nothing is none, as one that is missing.
            (Ok(Some(found)), None) => {
                assert_eq!(serde_json::to_value(found).unwrap(), Value::Null, "{}", about());
            }
            (Err(error), _) if has_no_path(what) => {
                assert!(error.to_string().contains("has no path"), "{error}: {}", about());
            }
            (Err(error), None) => assert_eq!(error.kind(), ErrorKind::NoMatch, "{}", about()),
            (found, expected) => panic!("{found:?}, not {expected:?}: {}", about()),
        }
    }

    /// Judges that there is no such patch.
    pub(crate) fn judge_no_patch(&mut self, error: &Error) {
        *self.report.no_patches.entry(no_patch(error)).or_default() += 1;
    }

    fn keeps_what_is_unknown(&self, after: &str, what: &str) {
        let is_there = |json: &str| json.contains("\"zz new\":");
        assert!(
            what.starts_with("set $ ")
                || !self.stored.json.starts_with("{\"zz new\"")
                || is_there(after),
            "{what}: the unknown member of {} is gone: {after}",
            self.stored.json
        );
    }

    pub(crate) fn load(&mut self) {
        let found = self.con.json_load(&self.key).unwrap().unwrap();
        assert!(is_same(&found, &self.value), "{found:?}, not {:?}", self.value);
    }
}

/// What serde makes of a value by way of JSON: two layers of `Option` are one, and so on.
pub(crate) fn again<R: Animal>(value: &R) -> R {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// Whether two values are the same, where a float may be what RedisJSON makes of it: one unit in
/// the last place beside it.
fn is_same(one: &impl Serialize, other: &impl Serialize) -> bool {
    let [one, other] = [serde_json::to_value(one), serde_json::to_value(other)];
    are_same(&one.unwrap(), &other.unwrap())
}

#[expect(clippy::float_cmp, reason = "what is the same is, and what is near is told")]
fn are_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| are_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, one)| other.get(name).is_some_and(|other| are_same(one, other)))
        }
        (Value::Number(one), Value::Number(other)) if one.is_f64() && other.is_f64() => {
            let [one, other] = [one, other].map(|number| number.as_f64().unwrap());
            let near = (one - other).abs() <= one.abs() * 4.0 * f64::EPSILON;
            let near_f32 = one == f64::from(one as f32)
                && other == f64::from(other as f32)
                && (one - other).abs() <= one.abs() * 4.0 * f64::from(f32::EPSILON);
            one == other || near || near_f32
        }
        (one, other) => one == other,
    }
}
