//! Update: reads a document, changes it and writes it back, unless another client has written it in
//! between.
//!
//! The write is a script that compares the bytes that were read with the stored bytes. So it is
//! safe on every connection, even a shared one.

use crate::client::script::Script;
use crate::client::{Client, Command};
use crate::commands::documents::{add_deadline, set_json, stored};
use crate::commands::events::event;
use crate::commands::placeholder::{storing, unclaimed};
use crate::commands::transport::{Transport, run};
use crate::conversion::codec::{Decoder, Encoder, Serde};
use crate::conversion::decode::{content, from_redis_json};
use crate::conversion::encode::{to_redis_json, to_redis_json_of};
use crate::conversion::merge::merge;
use crate::conversion::scratch;
use crate::errors::error::{Error, ErrorKind};
use crate::keys::as_key::AsKey;
use crate::keys::expiry::Expiry;
use crate::keys::key::Key;
use crate::reply::Reply;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::type_name;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::iter;
use std::time::{Duration, Instant};

/// The write after a closure has changed a document.
///
/// A closure that returns nothing saves the document.
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis::Connection;
/// use redis_derive::{DocumentCommands, Error, Key, Update};
///
/// fn take_ticket(con: &mut Connection, tickets: &Key<u32>) -> Result<bool, Error> {
///     let mut is_taken = false;
///     con.update(tickets, |left| {
///         is_taken = *left > 0; // set again in each run
///         if !is_taken {
///             return Update::Decline;
///         }
///         *left -= 1;
///         Update::Save
///     })?;
///     Ok(is_taken)
/// }
/// #
/// # let server = test_server::Server::start_private(&[])?;
/// # let mut con = redis::Client::open(server.url())?.get_connection()?;
/// # let tickets = Key::new("tickets");
/// # con.save((&tickets, &1))?;
/// # assert!(take_ticket(&mut con, &tickets)?);
/// # assert!(!take_ticket(&mut con, &tickets)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Update {
    /// Writes the changed document, and keeps its expiry.
    Save,
    /// Writes the changed document and restarts its expiry, in one step, for example for a session
    /// in use. The expiry is that of the key in the update, from the `ttl` of the type or from
    /// [`with_expiry`](crate::Key::with_expiry). It restarts even if nothing was changed. If it is
    /// [`Expiry::Keep`](crate::Expiry::Keep), this is [`Save`](Self::Save).
    SaveAndTouch,
    /// Writes nothing, whatever the closure has changed.
    Decline,
}

impl Update {
    /// Returns the name by which the script of this write is called (`EVALSHA`), for a test that
    /// compares commands. It does not change within a major version. [`Decline`](Self::Decline)
    /// writes nothing, and has the name of [`Save`](Self::Save).
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Update;
    ///
    /// assert_eq!(Update::Save.script_name(), "2a3816f77680e855560934eb9ade09f1e2aedba5");
    /// ```
    #[must_use]
    pub fn script_name(self) -> &'static str {
        match self {
            Self::Save | Self::Decline => SAVE.name,
            Self::SaveAndTouch => SAVE_AND_TOUCH.name,
        }
    }
}

impl From<()> for Update {
    fn from((): ()) -> Self {
        Self::Save
    }
}

/// The result of an update's closure: nothing, or an [`Update`].
#[diagnostic::on_unimplemented(
    message = "the closure of an update returns `{Self}`",
    label = "expected a closure that returns nothing, or an `Update`",
    note = "to ignore its last value, end the closure with `;`",
    note = "use `try_update` for a closure that may fail; a closure cannot be asynchronous"
)]
pub trait IntoUpdate: Into<Update> {}

#[diagnostic::do_not_recommend]
impl<T: Into<Update>> IntoUpdate for T {}

/// Replies with 1 after it has stored the second argument in place of the first, and otherwise with
/// the stored bytes. It keeps the expiry (`KEEPTTL`, Redis 6.0).
pub(super) static SAVE: Script = Script::new(
    "2a3816f77680e855560934eb9ade09f1e2aedba5",
    &["\
local current = redis.call('GET', KEYS[1])
if current == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
    return 1
end
return current"],
);

/// Does the same, with the expiry of the further arguments, or without one.
pub(super) static SAVE_AND_TOUCH: Script = Script::new(
    "957e2da5abcd034f437593177684489d649ab25f",
    &["\
local current = redis.call('GET', KEYS[1])
if current == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], unpack(ARGV, 3))
    return 1
end
return current"],
);

/// Changes the document at a key, or inserts one.
pub(crate) async fn update<C, T, U, E>(
    con: impl Transport<C>,
    key: impl AsKey<Document = T>,
    mut change: impl FnMut(&mut T) -> Result<U, E>,
    mut insert: Option<impl FnMut() -> Result<T, E>>,
) -> Result<Option<T>, E>
where
    C: Client,
    T: Serialize + DeserializeOwned,
    U: IntoUpdate,
    E: From<Error>,
{
    let key = key.as_key();
    let mut stored = Stored::new(con, key);
    loop {
        let old = stored.read().await?;
        let new = match (&old, &mut insert) {
            (Some(old), _) => self::change(key, unclaimed(old), &mut change)?,
            (None, Some(insert)) => self::insert(key, insert()?),
            (None, None) => return Ok(None),
        };
        match new? {
            Change::None(value) => return Ok(Some(value)),
            Change::Write(json, expiry, value) => {
                if stored.write(old.as_deref(), &json, expiry).await? {
                    return Ok(Some(value));
                }
            }
        }
    }
}

/// The stored bytes at a key, and the way to replace them. It does not know the type of the
/// document, so that it is compiled once for each kind of connection.
struct Stored<'key, C: Client, Con> {
    con: Con,
    key: &'key str,
    is_cache: bool,
    type_name: &'static str,
    backoff: Backoff,
    /// The last reply, if it has the stored bytes.
    current: Option<C::Value>,
}

impl<'key, C: Client, Con: Transport<C>> Stored<'key, C, Con> {
    fn new<T>(con: Con, key: &'key Key<T>) -> Self {
        let (backoff, current) = (Backoff::new(key.patience()), None);
        let (is_cache, type_name) = (key.is_cache(), type_name::<T>());
        Self { con, key: key.as_str(), is_cache, type_name, backoff, current }
    }

    /// Reads the bytes of the document, or `None` if the key does not exist.
    async fn read(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let current = match self.current.take() {
            Some(current) => current,
            None => self.send(&Command::of_key("GET", self.key)).await?,
        };
        match C::into_bytes(current) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(value) if matches!(C::reply(&value), Reply::Nil) => Ok(None),
            Err(value) => Err(no_string(C::reply(&value), self.type_name)),
        }
    }

    /// Writes a document in place of the old one, or a new one, unless another client has written
    /// meanwhile. In that case it waits, and `read` returns the stored bytes.
    async fn write(
        &mut self,
        old: Option<&[u8]>,
        new: &[u8],
        expiry: Expiry,
    ) -> Result<bool, Error> {
        let is_written = if let Some(old) = old {
            self.compare_and_set(old, new, expiry).await?
        } else {
            let set = storing(self.is_cache, set_json(self.key, expiry, new, Some("NX")));
            stored::<C>(self.send(&set).await?, self.type_name)?
        };
        if !is_written {
            event!(
                DEBUG,
                self.type_name,
                "conflict: another client has written, and it is tried again"
            );
            let conflict = || Error::new(ErrorKind::Conflict, self.type_name, CONFLICT);
            let wait = self.backoff.wait(Instant::now()).ok_or_else(conflict)?;
            if !wait.is_zero() {
                self.con.wait(wait).await;
                // The bytes that were stored before are old by now, and would cause the next
                // conflict.
                self.current = None;
            }
        }
        Ok(is_written)
    }

    async fn send(&mut self, command: &Command<C>) -> Result<C::Value, Error> {
        let reply = run(&mut self.con, command).await;
        reply.map_err(|error| Error::of_client(self.type_name, error))
    }

    async fn compare_and_set(
        &mut self,
        old: &[u8],
        new: &[u8],
        expiry: Expiry,
    ) -> Result<bool, Error> {
        let script = if expiry == Expiry::Keep { &SAVE } else { &SAVE_AND_TOUCH };
        let bytes = old.len() + new.len() + 24;
        let mut command = Command::of_script(script, self.key, 4, bytes);
        command.add(old).add(new);
        add_deadline(&mut command, expiry);
        let reply = match run(&mut self.con, &command).await {
            Ok(reply) => reply,
            Err(error) => return self.set_if_equal(old, new, expiry, error).await,
        };
        let is_written = matches!(C::reply(&reply), Reply::Integer(1));
        self.current = (!is_written).then_some(reply);
        Ok(is_written)
    }

    /// Writes the document without a script, for a user who may not use scripts: `SET` with `IFEQ`
    /// (Valkey 8.1, Redis 8.4, <https://valkey.io/commands/set/>). A server that does not know it
    /// changes nothing, and the error is that of the script.
    async fn set_if_equal(
        &mut self,
        old: &[u8],
        new: &[u8],
        expiry: Expiry,
        of_script: C::Error,
    ) -> Result<bool, Error> {
        if !matches!(C::code(&of_script), Some("NOPERM" | "ERR")) {
            return Err(Error::of_client(self.type_name, of_script));
        }
        let mut set = set_json(self.key, expiry, new, None);
        set.add("IFEQ").add(old);
        match self.con.send(&set).await {
            Ok(reply) => stored::<C>(reply, self.type_name),
            Err(error) if C::code(&error).is_some() => {
                Err(Error::of_client(self.type_name, of_script))
            }
            // The document may have been set or not.
            Err(error) => Err(Error::of_client(self.type_name, error)),
        }
    }
}

/// Makes the error for a stored value that is neither nil nor a string.
fn no_string(reply: Reply<'_>, type_name: &'static str) -> Error {
    // A number is a document, and so is a status such as `QUEUED`. Neither can be compared.
    let reason = "the reply is no bulk string, which alone can be updated";
    let refused = |_| Error::new(ErrorKind::Reply, type_name, reason);
    content(reply, type_name).map_or_else(|error| error, refused)
}

const CONFLICT: &str = "other clients wrote it in between each time it was tried";

const ANOTHER_KEY: &str = "a field that is a part of it has changed; \
    remove the value, and save it under its new key";

/// Returns the result of an update that inserts.
pub(crate) fn inserted<T>(value: Option<T>) -> T {
    value.expect("a document that is not there is inserted")
}

/// The result of a closure's change.
enum Change<T> {
    /// Nothing is written.
    None(T),
    /// This JSON replaces the bytes that were read, with this expiry.
    Write(Vec<u8>, Expiry, T),
}

/// Returns the JSON and the expiry of a new document.
fn insert<T>(key: &Key<T>, value: T) -> Result<Change<T>, Error>
where
    T: Serialize + DeserializeOwned,
{
    readable_json(&value).map(|json| Change::Write(json, key.expiry(), value))
}

/// Changes the document in these bytes.
fn change<T, U, E>(
    key: &Key<T>,
    stored: &[u8],
    change: &mut impl FnMut(&mut T) -> Result<U, E>,
) -> Result<Result<Change<T>, Error>, E>
where
    T: Serialize + DeserializeOwned,
    U: IntoUpdate,
{
    let read = || Serde::decode_bytes::<Error>(stored);
    let mut value: T = match read() {
        Ok(value) => value,
        Err(error) => return Ok(Err(error)),
    };
    let key_before = key.before(&value);
    let before = own_text(&value, stored);
    let expiry = match change(&mut value)?.into() {
        Update::Decline => return Ok(read().map(Change::None)),
        Update::Save => Expiry::Keep,
        Update::SaveAndTouch => key.expiry(),
    };
    match key.is_kept(&value, key_before, read) {
        Ok(true) => {}
        Ok(false) => {
            return Ok(Err(Error::new(ErrorKind::KeyChanged, type_name::<T>(), ANOTHER_KEY)));
        }
        Err(error) => return Ok(Err(error)),
    }
    Ok(new_text(&value, stored, before).map(|json| match expiry {
        Expiry::Keep if json == stored => Change::None(value),
        expiry => Change::Write(json, expiry, value),
    }))
}

/// Returns the type's own text of a stored value, if it differs from the stored text.
///
/// A value that cannot be written has no such text, and the changed value replaces all of the
/// stored text.
fn own_text<T: Serialize>(value: &T, stored: &[u8]) -> Option<Vec<u8>> {
    let mut own = None;
    scratch::lend(|json| {
        let is_written = Serde::encode(value, json).is_ok();
        own = (is_written && json != stored).then(|| json.clone());
    });
    own
}

/// Returns the text that replaces a stored text, of which `before` was the type's own text if that
/// differed.
fn new_text<T>(value: &T, stored: &[u8], before: Option<Vec<u8>>) -> Result<Vec<u8>, Error>
where
    T: Serialize + DeserializeOwned,
{
    let after = to_redis_json_of(value, stored.len() + 64)?;
    let merged = before.and_then(|before| {
        let again = |json: &str| {
            let value: T = from_redis_json(json.as_bytes()).ok()?;
            String::from_utf8(to_redis_json(&value).ok()?).ok()
        };
        let texts = [stored, &before, &after].map(str::from_utf8);
        let [Ok(stored), Ok(before), Ok(after)] = texts else { return None };
        merge([stored, before, after], &again)
    });
    match merged {
        Some(merged) => Ok(merged.into_bytes()),
        None if after == stored || differ_in_a_number(stored, &after) => Ok(after),
        None => readable::<T>(after),
    }
}

/// Serializes a value that can be read again.
fn readable_json<T: Serialize + DeserializeOwned>(value: &T) -> Result<Vec<u8>, Error> {
    to_redis_json(value).and_then(readable::<T>)
}

/// Returns the text, if it can be read again. Types read less than they write: no float that is not
/// finite, no map with numbers for keys where serde reads from a buffer, no text that is too deep.
pub(super) fn readable<T: DeserializeOwned>(json: Vec<u8>) -> Result<Vec<u8>, Error> {
    match from_redis_json::<T>(&json) {
        Ok(_) => Ok(json),
        Err(error) => {
            let reason = format!("{UNREADABLE}: {error}");
            Err(Error::new(ErrorKind::Serialize, type_name::<T>(), reason))
        }
    }
}

const UNREADABLE: &str = "it could not be read again (as NaN, which is written as `null`, or keys \
    that are numbers in what is flattened or beside a tag)";

/// Tells whether two texts differ only in one number, for example after counting. Then the value of
/// one is read like the other, unless that number may have more than 64 bits.
fn differ_in_a_number(one: &[u8], other: &[u8]) -> bool {
    const LONG: usize = 19;
    let start = equal_bytes(one, other);
    let begin = one[..start].iter().rposition(|byte| !is_of_number(*byte));
    let [one_end, other_end] = [one, other].map(|json| behind_number(&json[start..]));
    let length = other.len() - other_end.len() - begin.map_or(0, |begin| begin + 1);
    one_end == other_end
        && length < LONG
        && matches!(begin.map(|begin| one[begin]), None | Some(b':' | b'[' | b','))
        && matches!(one_end.first(), None | Some(b',' | b']' | b'}'))
        && !may_be_in_text(one_end)
}

/// Tells whether the next quotation mark may be the end of a text.
fn may_be_in_text(json: &[u8]) -> bool {
    let Some(mark) = json.iter().position(|byte| *byte == b'"') else { return false };
    let is_escaped = json[..mark].ends_with(b"\\");
    let ends = |next: &u8| matches!(next, b',' | b':' | b']' | b'}') || next.is_ascii_whitespace();
    is_escaped || json.get(mark + 1).is_none_or(ends)
}

fn behind_number(json: &[u8]) -> &[u8] {
    &json[json.iter().take_while(|byte| is_of_number(**byte)).count()..]
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')
}

/// Counts the equal bytes at the beginning of two texts. Most of them are compared at once.
fn equal_bytes(one: &[u8], other: &[u8]) -> usize {
    const PIECE: usize = 32;
    let pieces = iter::zip(one.chunks_exact(PIECE), other.chunks_exact(PIECE));
    let start = PIECE * pieces.take_while(|(one, other)| one == other).count();
    let rest = iter::zip(&one[start..], &other[start..]);
    start + rest.take_while(|(one, other)| one == other).count()
}

/// The waits after conflicts, and the end of the attempts.
///
/// The first attempt after a conflict follows at once. Then the waits grow up to a limit, each cut
/// to a random part ([full jitter]), so that clients that met once do not meet again. Bytes that
/// were read before a wait are old, and are read again.
///
/// [full jitter]: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
///
/// The waits grow fast and far, so that hundreds of clients of one document leave each other time.
/// With 256 tasks on two cores, the closure runs 2.2 times in an update. With waits that double up
/// to 64 ms, it runs 5 to 10 times. A time ends the attempts, since their number depends on the
/// number of clients.
struct Backoff {
    patience: Duration,
    /// The time of the first conflict.
    since: Option<Instant>,
    /// The last wait, before its random cut.
    longest: Duration,
}

impl Backoff {
    const FIRST: Duration = Duration::from_micros(500);
    const LONGEST: Duration = Duration::from_millis(512);

    fn new(patience: Duration) -> Self {
        Self { patience, since: None, longest: Duration::ZERO }
    }

    /// Returns the wait before the next attempt, or `None` after the time is over.
    fn wait(&mut self, now: Instant) -> Option<Duration> {
        let is_first = self.since.is_none();
        let taken = now.duration_since(*self.since.get_or_insert(now));
        let left = self.patience.checked_sub(taken).filter(|left| !left.is_zero())?;
        if is_first {
            return Some(Duration::ZERO);
        }
        self.longest = (self.longest * 4).clamp(Self::FIRST, Self::LONGEST);
        Some(self.longest.mul_f64(random()).min(left))
    }
}

/// Returns a random number from 0 to 1, from the random keys of std's hash maps. They are random
/// enough here.
pub(crate) fn random() -> f64 {
    let bits = u32::try_from(RandomState::new().hash_one(0) >> 32).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Backoff, Change, Update, change, differ_in_a_number, own_text};
    use crate::errors::error::ErrorKind;
    use crate::keys::expiry::Expiry;
    use crate::keys::key::Key;
    use serde_json::Value;
    use std::collections::BTreeMap;
    use std::time::{Duration, Instant};

    type Numbers = Vec<u8>;

    fn change_to(stored: &str, update: Update) -> Change<Numbers> {
        let mut push = |numbers: &mut Numbers| {
            numbers.push(3);
            Ok::<_, ()>(update)
        };
        change(&Key::new(""), stored.as_bytes(), &mut push).unwrap().unwrap()
    }

    #[test]
    fn a_change_is_what_is_to_be_written() {
        let saved = change_to("[1]", Update::Save);
        assert!(matches!(saved, Change::Write(json, Expiry::Keep, _) if json == b"[1,3]"));
        assert!(matches!(change_to("[1]", Update::Decline), Change::None(value) if value == [1]));
        let mut nothing = |_: &mut Numbers| Ok::<_, ()>(());
        let same = change(&Key::new(""), b"[1]", &mut nothing).unwrap().unwrap();
        assert!(matches!(same, Change::None(value) if value == [1]));
    }

    #[test]
    fn what_fails_is_told_apart() {
        let mut fail = |_: &mut Numbers| Err::<(), _>("no");
        assert!(matches!(change(&Key::new(""), b"[1]", &mut fail), Err("no")));
        let error = change(&Key::new(""), b"[x]", &mut fail).unwrap().err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Syntax);
    }

    #[test]
    fn a_text_that_could_not_be_read_again_is_not_written() {
        let mut spoil = |float: &mut f64| {
            *float = f64::NAN;
            Ok::<_, ()>(())
        };
        let error = change(&Key::new(""), b"1.5", &mut spoil).unwrap().err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Serialize);

        let mut wrap = |value: &mut Value| {
            *value = Value::Array(vec![value.take()]);
            Ok::<_, ()>(())
        };
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(change(&Key::new(""), nested(126).as_bytes(), &mut wrap).unwrap().is_ok());
        let error = change(&Key::new(""), nested(127).as_bytes(), &mut wrap).unwrap().err();
        assert_eq!(error.unwrap().kind(), ErrorKind::Serialize);
    }

    #[test]
    fn a_text_of_its_own_is_one_that_differs() {
        assert_eq!(own_text(&[1], b"[1]"), None);
        assert_eq!(own_text(&[1], b"[ 1]").unwrap(), b"[1]");
        // JSON has no such keys.
        assert_eq!(own_text(&BTreeMap::from([([1], 1)]), b"{}"), None);
    }

    #[test]
    fn texts_that_differ_in_one_number_are_told_from_others() {
        let long = "x".repeat(100);
        for (one, other, expected) in [
            ("[1,null]", "[12,null]", true),
            (r#"{"a":9.5e7}"#, r#"{"a":-1}"#, true),
            ("1", "2", true),
            ("[1,2,3]", "[1,4,5]", false),
            ("[1]", "[1,2]", false),
            ("[1.5]", "[null]", false),
            ("[true]", "[false]", false),
            (r#"["a1"]"#, r#"["a2"]"#, false),
            (r#"["a,1"]"#, r#"["a,2"]"#, false),
            (r#"["a,1,b"]"#, r#"["a,2,b"]"#, false),
            (r#"[" :1]\"", 5]"#, r#"[" :2]\"", 5]"#, false),
            (r#"{"[1,":1}"#, r#"{"[2,":1}"#, false),
            (r#"[1,"","a"]"#, r#"[2,"","a"]"#, true),
            ("[1]", "[123456789012345678]", true),
            ("[1]", "[1234567890123456789]", false),
        ] {
            for (before, after) in [("", ""), ("", &*long), (&*long, &*long)] {
                let [one, other] =
                    [one, other].map(|json| format!("[\"{before}\",{json},\"{after}\"]"));
                assert_eq!(differ_in_a_number(one.as_bytes(), other.as_bytes()), expected, "{one}");
            }
        }
    }

    #[test]
    fn the_waits_are_random_and_bounded() {
        let now = Instant::now();
        let waits = || {
            let mut backoff = Backoff::new(Duration::MAX);
            (0..1000).map(|_| backoff.wait(now).unwrap()).collect::<Vec<_>>()
        };
        let (one, other) = (waits(), waits());
        assert_ne!(one, other);
        assert_eq!(one[0], Duration::ZERO);
        assert!(one[1] <= Duration::from_micros(500) && one[3] <= Duration::from_millis(8));
        let longest = *one.iter().max().unwrap();
        assert!((Duration::from_millis(256)..=Duration::from_millis(512)).contains(&longest));
    }

    #[test]
    fn patience_ends_some_time_after_the_first_conflict() {
        let now = Instant::now();
        let mut backoff = Backoff::new(Duration::from_secs(10));
        let mut wait = |milliseconds| backoff.wait(now + Duration::from_millis(milliseconds));
        assert!((0..50).all(|_| wait(100_000).is_some()));
        // No wait is longer than what is left.
        assert!((0..50).all(|_| wait(109_999) <= Some(Duration::from_millis(1))));
        assert_eq!(wait(110_000), None);
        assert_eq!(Backoff::new(Duration::ZERO).wait(now), None);
    }
}
