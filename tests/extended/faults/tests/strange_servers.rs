//! Replies that no server should send, and clusters that change meanwhile: the result is an error
//! or complete, and never wrong.

use redis_1::{Cmd, ConnectionLike, ErrorKind as ClientErrorKind, RedisError, RedisResult, Value};
use redis_derive::{
    Cache, DocumentCommands, Error, ErrorKind, Expiry, JsonPathCommands, Key, KeyPattern, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::Duration;

/// A connection with prepared replies. It keeps what it was sent.
#[derive(Default)]
struct Prepared {
    replies: VecDeque<RedisResult<Value>>,
    sent: Vec<String>,
    is_cluster: bool,
}

impl Prepared {
    fn new(replies: impl IntoIterator<Item = RedisResult<Value>>) -> Self {
        Self { replies: replies.into_iter().collect(), ..Self::default() }
    }

    fn of_cluster(replies: impl IntoIterator<Item = RedisResult<Value>>) -> Self {
        Self { is_cluster: true, ..Self::new(replies) }
    }
}

impl ConnectionLike for Prepared {
    fn req_command(&mut self, command: &Cmd) -> RedisResult<Value> {
        self.req_packed_command(&command.get_packed_command())
    }

    fn req_packed_command(&mut self, packed: &[u8]) -> RedisResult<Value> {
        self.sent.push(String::from_utf8_lossy(packed).into_owned());
        self.replies.pop_front().unwrap()
    }

    fn req_packed_commands(
        &mut self,
        packed: &[u8],
        _: usize,
        count: usize,
    ) -> RedisResult<Vec<Value>> {
        self.sent.push(String::from_utf8_lossy(packed).into_owned());
        self.replies.drain(..count).collect()
    }

    fn supports_pipelining(&self) -> bool {
        !self.is_cluster
    }

    fn get_db(&self) -> i64 {
        0
    }

    fn check_connection(&mut self) -> bool {
        true
    }

    fn is_open(&self) -> bool {
        true
    }
}

fn text(text: impl AsRef<str>) -> Value {
    Value::BulkString(text.as_ref().into())
}

fn array(elements: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(elements.into_iter().collect())
}

#[expect(clippy::unnecessary_wraps, reason = "it stands among replies that are errors")]
fn found(cursor: &str, ids: impl IntoIterator<Item = u64>) -> RedisResult<Value> {
    Ok(array([text(cursor), array(ids.into_iter().map(|id| text(format!("doc:{id}"))))]))
}

/// Documents that are their own numbers.
#[expect(clippy::unnecessary_wraps, reason = "it stands among replies that are errors")]
fn documents(ids: impl IntoIterator<Item = u64>) -> RedisResult<Value> {
    Ok(array(ids.into_iter().map(|id| text(id.to_string()))))
}

fn broken() -> RedisResult<Value> {
    Err(RedisError::from((ClientErrorKind::Io, "the connection is broken")))
}

fn refused(detail: &str) -> RedisResult<Value> {
    let error = redis_1::parse_redis_value(format!("-{detail}\r\n").as_bytes());
    error.and_then(Value::extract_error)
}

fn pattern() -> KeyPattern<u64> {
    KeyPattern::new("doc:{id}").unwrap()
}

/// A document that `save` does not write over one of RedisJSON.
#[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "guarded", paths)]
struct Guarded {
    id: u8,
    #[serde(default)]
    tags: Vec<u8>,
}

/// A command, and what it makes of the reply to the first command that it sends.
type Asks = fn(&mut Prepared) -> Result<(), Error>;

fn key() -> Key<u64> {
    Key::new("doc:1")
}

/// A reply of each kind, with a name.
fn replies() -> [(&'static str, Value); 8] {
    [
        ("OK", Value::Okay),
        ("nil", Value::Nil),
        ("integer", Value::Int(1)),
        ("bulk string", text("1")),
        ("status", Value::SimpleString("PONG".to_owned())),
        ("double", Value::Double(1.0)),
        ("boolean", Value::Boolean(true)),
        ("array", array([])),
    ]
}

/// Each command, and the replies that answer it.
const ANSWERS: [(&str, Asks, &[&str]); 12] = [
    ("save", |con| con.save((key(), &2)), &["OK"]),
    (
        "save with GET",
        |con| con.save(&Guarded { id: 1, tags: vec![] }),
        &["OK", "nil", "bulk string"],
    ),
    ("save_many", |con| con.save_many([(key(), &2)]).remove(0), &["OK"]),
    ("save_new", |con| con.save_new((key(), &2)).map(drop), &["OK", "nil"]),
    ("replace", |con| con.replace((key(), &2)).map(drop), &["OK", "nil"]),
    (
        "replace with GET",
        |con| con.replace(&Guarded { id: 1, tags: vec![] }).map(drop),
        &["OK", "nil", "bulk string"],
    ),
    // Nil is that of a placeholder.
    ("touch", |con| con.touch(key()).map(drop), &["integer", "nil"]),
    ("remove", |con| con.remove(key()).map(drop), &["integer", "nil"]),
    ("remove_many", |con| con.remove_many([key()]).map(drop), &["integer"]),
    // A number is a document, but cannot be compared.
    ("load", |con| con.load(key()).map(drop), &["nil", "bulk string", "integer", "double"]),
    // A raw document is not decoded.
    (
        "take a raw one",
        |con| con.take(key().raw()).map(drop),
        &["nil", "bulk string", "status", "integer", "double", "boolean"],
    ),
    ("update", |con| con.update(key(), |_| ()).map(drop), &["nil", "bulk string"]),
];

#[test]
fn a_reply_that_does_not_answer_a_command_is_an_error() {
    for (command, ask, answers) in ANSWERS {
        for (name, reply) in replies() {
            let asked = ask(&mut Prepared::new([Ok(reply)]));
            assert_eq!(asked.is_ok(), answers.contains(&name), "{command}, {name}: {asked:?}");
        }
    }
}

#[test]
fn what_is_no_count_of_removed_values_is_an_error() {
    for reply in [Value::Okay, Value::SimpleString("PONG".to_owned()), array([])] {
        let last = Guarded::paths().tags().last();
        Prepared::new([Ok(reply)]).json_remove_at(Guarded::key_for(), last).unwrap_err();
    }
}

#[test]
fn a_raw_document_is_what_was_replied() {
    for (reply, json) in [(Value::Int(1), "1"), (text("[2]"), "[2]")] {
        let found = Prepared::new([Ok(reply)]).load(key().raw()).unwrap().unwrap();
        assert_eq!(found.as_bytes(), json.as_bytes());
    }
}

/// The first conflict costs no wait, and the bytes in the reply are those of the next attempt. After
/// a wait they are old, and read again.
#[test]
fn an_update_reads_again_after_it_has_waited() {
    let replies = ["1", "2", "3", "4"].map(|stored| Ok(text(stored)));
    let mut con = Prepared::new(replies.into_iter().chain([Ok(Value::Int(1))]));
    assert_eq!(con.update(key(), |count| *count += 10).unwrap(), Some(14));
    let names: Vec<_> = con.sent.iter().map(|sent| sent.split("\r\n").nth(2).unwrap()).collect();
    assert_eq!(names, ["GET", "EVALSHA", "EVALSHA", "GET", "EVALSHA"]);
}

#[test]
fn many_keys_go_in_pieces() {
    let pieces = |keys: &[Key<u64>], replies: &[u64]| {
        let replies = replies.iter().map(|count| documents(1..=*count));
        let mut con = Prepared::new(replies);
        assert_eq!(con.load_many(keys).unwrap().len(), keys.len());
    };
    let of_length = |length| Key::new("k".repeat(length));
    let keys: Vec<_> = (0..2001).map(|id| Key::new(format!("doc:{id}"))).collect();
    pieces(&keys[..1000], &[1000]);
    pieces(&keys, &[1000, 1000, 1]);
    // Four MiB of keys are the most.
    pieces(&[of_length(2 << 20), of_length(2 << 20), of_length(1)], &[2, 1]);
    pieces(&[of_length(5 << 20), of_length(1), of_length(1)], &[1, 2]);
}

/// An error of the connection, or one of the server for all commands, is that of each command. No
/// more is sent after it.
#[test]
fn many_that_fail_together_fail_each_with_that_error() {
    for fails in [broken, || refused("OOM no memory")] {
        let mut con = Prepared::new(std::iter::repeat_with(fails).take(2000));
        let outcomes =
            con.save_many((0..1500).map(|id| (Key::<u64>::new(format!("doc:{id}")), &7)));
        assert_eq!((outcomes.len(), con.sent.len()), (1500, 1));
        for error in outcomes.into_iter().map(Result::unwrap_err) {
            assert_eq!(error.kind(), ErrorKind::Client);
        }
    }
}

#[test]
fn a_cluster_gets_the_commands_of_one_slot_together() {
    let mut con = Prepared::of_cluster([(); 3].map(|()| Ok(Value::Okay)));
    let saves = ["{a}:1", "{b}:1", "{a}:2"].map(|key| (Key::new(key), &0));
    assert!(con.save_many(saves).iter().all(Result::is_ok));
    let mut keys =
        con.sent.iter().map(|sent| ["{a}:1", "{a}:2", "{b}:1"].map(|key| sent.contains(key)));
    assert_eq!(keys.len(), 2);
    assert!(keys.all(|has| has == [true, true, false] || has == [false, false, true]));
}

/// Scripts cost more, and a user may lack the right to them.
#[test]
fn an_entry_with_an_expiry_is_saved_without_a_script() {
    let mut con = Prepared::new([Ok(Value::Okay)]);
    let minute = Expiry::After(Duration::from_secs(60));
    let key = key().with_expiry(minute).with_cache(Cache::new());
    con.save((key, &1)).unwrap();
    assert_eq!(con.sent[0].split("\r\n").nth(2), Some("SET"));
}

#[test]
fn a_source_replaces_a_connection_that_is_broken() {
    let keys = [1, 2].map(|id| Key::<u64>::new(format!("doc:{id}")));
    let falling = keys.map(|key| key.with_cache(Cache::new().fall_through()));
    let source = |missing: Vec<_>| Ok::<_, Error>(vec![Some(7); missing.len()]);
    let found = Prepared::new([broken()]).load_many_or_find(&falling, source);
    assert_eq!(found.unwrap(), [Some(7), Some(7)]);
}

#[test]
fn a_cursor_is_a_text_of_any_kind_or_a_number() {
    for cursor in [text("0"), Value::SimpleString("0".to_owned()), Value::Int(0)] {
        let mut con = Prepared::new([Ok(array([cursor, array([])]))]);
        assert_eq!(con.remove_all(&pattern()).unwrap(), 0);
    }
}

#[test]
fn a_walk_ends_after_an_error() {
    let mut con = Prepared::new([found("7", 0..1500), broken(), documents(1000..1500)]);
    let mut walk = con.scan_documents(&pattern());
    assert_eq!(walk.next().unwrap().unwrap_err().kind(), ErrorKind::Client);
    assert!(walk.next().is_none());
}

#[test]
fn a_reply_with_too_few_or_too_many_documents_is_an_error() {
    let keys = [1, 2, 3].map(|id| Key::<u64>::new(format!("doc:{id}")));
    for replies in [documents([1]), documents(1..=4), Ok(text("1")), Ok(Value::Nil)] {
        let error = Prepared::new([replies]).load_many(&keys).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Reply);
    }
}

/// A range of slots, as `CLUSTER SLOTS` has it.
fn range(first: i64, last: i64, id: &str) -> Value {
    array([Value::Int(first), Value::Int(last), array([Value::Nil, Value::Int(6379), text(id)])])
}

#[test]
fn a_cluster_that_does_not_tell_its_masters_is_not_walked_through_in_part() {
    for error in ["NOPERM no", "CLUSTERDOWN down", "LOADING yet"] {
        let removed = Prepared::of_cluster([refused(error)]).remove_all(&pattern());
        assert_eq!(removed.unwrap_err().kind(), ErrorKind::Client, "{error}");
    }
    for slots in [
        array([range(0, 16_384, "a")]),
        array([range(20_000, 20_000, "a")]),
        array([range(7, 6, "a")]),
        array([]),
    ] {
        let removed = Prepared::of_cluster([Ok(slots)]).remove_all(&pattern());
        assert_eq!(removed.unwrap_err().kind(), ErrorKind::Reply);
    }
    // A pool of connections to one server may say that it is one of a cluster's.
    let disabled = refused("ERR This instance has cluster support disabled");
    let mut con = Prepared::of_cluster([disabled, found("0", [])]);
    assert_eq!(con.remove_all(&pattern()).unwrap(), 0);
}

#[test]
fn masters_are_told_apart_by_their_ids() {
    let masters = array([range(0, 9, "a"), range(10, 19, "b"), range(20, 16_383, "a")]);
    let mut con = Prepared::of_cluster([Ok(masters), found("0", [1]), found("0", [2])]);
    assert_eq!(con.scan_keys(&pattern()).count(), 2);
    assert_eq!(con.sent.len(), 3);
    // The key that the script is routed by begins as those do that are looked for.
    assert!(con.sent[1].contains("doc:{"), "{}", con.sent[1]);
}

#[test]
fn a_page_goes_on_on_its_master_whichever_slots_that_has() {
    let before = array([range(0, 99, "a"), range(100, 199, "b"), range(200, 16_383, "c")]);
    let replies = [Ok(before), found("0", [1]), documents([1]), found("7", [2]), documents([2])];
    let page = Prepared::of_cluster(replies).page(&pattern(), None, 2).unwrap();
    let cursor = page.next.unwrap();
    assert_eq!(cursor, "b.7");

    let after = array([range(0, 99, "b"), range(100, 199, "a"), range(200, 16_383, "c")]);
    let replies = [Ok(after), found("0", [3]), documents([3]), found("0", [4]), documents([4])];
    let page = Prepared::of_cluster(replies).page(&pattern(), Some(&cursor), 9).unwrap();
    let ids: Vec<u64> = page.documents.into_iter().map(|(_, id)| id.unwrap()).collect();
    assert_eq!((ids, page.next), (vec![3, 4], None));

    // Where the master is gone, the walk begins anew.
    let gone = array([range(0, 199, "a"), range(200, 16_383, "c")]);
    let replies = [Ok(gone), found("0", [1]), documents([1]), found("0", [2]), documents([2])];
    let page = Prepared::of_cluster(replies).page(&pattern(), Some(&cursor), 9).unwrap();
    assert_eq!(page.documents.len(), 2);
}

#[test]
fn a_server_without_scripts_is_asked_to_compare_by_itself() {
    let (no_scripts, ok) = ("ERR unknown command 'EVALSHA'", || Ok(Value::Okay));
    let key: Key<u64> = Key::new("doc:1");
    let conflict = Ok(Value::Nil);
    let replies = [
        Ok(text("1")),
        refused(no_scripts),
        conflict,
        Ok(text("2")),
        refused("NOPERM no scripts"),
        ok(),
    ];
    let mut con = Prepared::new(replies);
    assert_eq!(con.update(&key, |count| *count += 10).unwrap(), Some(12));
    assert!(con.sent[5].ends_with("\r\nKEEPTTL\r\n$4\r\nIFEQ\r\n$1\r\n2\r\n"), "{}", con.sent[5]);

    // One that does not know that either changes nothing, and the error is that of the script.
    let refuses = |of_set| {
        let mut con = Prepared::new([Ok(text("1")), refused("NOPERM no scripts"), of_set]);
        con.update(&key, |count| *count += 10).unwrap_err()
    };
    for of_set in ["ERR syntax error", "NOPERM no SET", "OOM no memory"] {
        let error = refuses(refused(of_set));
        assert_eq!(error.client::<RedisError>().unwrap().code(), Some("NOPERM"));
    }
    // After one that is lost it is not known what was changed.
    assert!(refuses(broken()).client::<RedisError>().unwrap().is_io_error());
    assert_eq!(refuses(Ok(text("what"))).kind(), ErrorKind::Reply);
    // What a script may not write either is not tried again.
    for of_script in ["OOM no memory", "READONLY a replica", "WRONGTYPE a list"] {
        let mut con = Prepared::new([Ok(text("1")), refused(of_script)]);
        con.update(&key, |count| *count += 10).unwrap_err();
    }
}
