//! A refused command: its error contains no document and no part of a document or a key, whatever
//! the words of the server are. Neither do the events for the crate `tracing`.
//!
//! Every key, document and path here contains a mark, which no message may contain.

use futures_util::TryStreamExt;
use redis_1::{self as redis, Cmd, RedisFuture, RedisResult, Value, cmd, parse_redis_value};
use redis_derive::client::Client;
use redis_derive::{
    AsyncDocumentCommands, AsyncJsonPathCommands, Cache, CacheKey, DocumentCommands, Error,
    ErrorKind, Expiry, JsonPathCommands, Key, KeyPattern, Patch, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as StdError;
use std::future::{Ready, ready};
use std::iter;
use std::time::Duration;
use test_server::Server;
use tests::{Heard, methods};
use tracing::instrument::WithSubscriber;

const MARK: &str = "zq7mark";

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "zq7mark:{id}", paths)]
struct Letter {
    id: String,
    text: String,
    count: u64,
    is_read: bool,
    tags: Vec<String>,
    notes: BTreeMap<String, u64>,
}

fn letter() -> Letter {
    let notes = BTreeMap::from([(MARK.to_owned(), 1)]);
    Letter {
        id: MARK.to_owned(),
        text: MARK.repeat(9),
        count: 1,
        is_read: false,
        tags: vec![MARK.to_owned()],
        notes,
    }
}

/// With an expiry that takes a command of its own wherever there is one.
fn key() -> Key<Letter> {
    Letter::key_for(MARK).with_expiry(Expiry::After(Duration::from_secs(60)))
}

fn cached() -> CacheKey<Letter> {
    key().with_cache(Cache::new())
}

fn pattern() -> KeyPattern<Letter> {
    Letter::key_pattern()
}

fn patch() -> Patch<Letter> {
    Patch::new().set(Letter::paths().notes().key(MARK), 2).unwrap()
}

/// What comes of each command, by its name.
type Outcomes = Vec<(&'static str, Result<(), Error>)>;

fn change(letter: &mut Letter) {
    letter.count += 1;
}

/// Each command of the traits once, awaited where there is something behind the semicolon.
macro_rules! outcomes {
    ($con:ident, $first:ident, $entry:expr, $found:ident, $all:expr $(; $await:tt)?) => {{
        let (key, cached, paths) = (key(), cached(), Letter::paths());
        let entry = (&key, &letter());
        let note = || Letter::paths().notes().key(MARK);
        vec![
            ("load", $con.load(&key)$(.$await)?.map(drop)),
            ("load_many", $con.load_many([&key])$(.$await)?.map(drop)),
            ("load_and_touch", $con.load_and_touch(&key)$(.$await)?.map(drop)),
            ("take", $con.take(&key)$(.$await)?.map(drop)),
            ("save", $con.save(entry)$(.$await)?),
            ("save_many", $con.save_many([entry])$(.$await)?.remove(0)),
            ("save_new", $con.save_new(entry)$(.$await)?.map(drop)),
            ("replace", $con.replace(entry)$(.$await)?.map(drop)),
            ("touch", $con.touch(&key)$(.$await)?.map(drop)),
            ("remove", $con.remove(&key)$(.$await)?.map(drop)),
            ("remove_many", $con.remove_many([&key])$(.$await)?.map(drop)),
            ("scan_keys", $first!($con.scan_keys(&pattern()))),
            ("scan_documents", $first!($con.scan_documents(&pattern()))),
            ("page", $con.page(&pattern(), None, 1)$(.$await)?.map(drop)),
            ("remove_all", $con.remove_all(&pattern())$(.$await)?.map(drop)),
            ("update", $con.update(&key, change)$(.$await)?.map(drop)),
            ("try_update", $con.try_update(&key, |letter| Ok::<_, Error>(change(letter)))$(.$await)?.map(drop)),
            ("update_or_insert_with", $con.update_or_insert_with(&key, change, letter)$(.$await)?.map(drop)),
            ("try_update_or_insert_with", {
                let insert = || Ok::<_, Error>(letter());
                $con.try_update_or_insert_with(&key, |letter| Ok(change(letter)), insert)$(.$await)?.map(drop)
            }),
            ("load_or_else", $con.load_or_else(&cached, $entry)$(.$await)?.map(drop)),
            ("try_load_or_else", $con.try_load_or_else(&cached, $found(letter()))$(.$await)?.map(drop)),
            ("load_or_find", $con.load_or_find(&cached, $found(Some(letter())))$(.$await)?.map(drop)),
            ("load_many_or_find", $con.load_many_or_find([&cached], $all)$(.$await)?.map(drop)),
            ("json_save", $con.json_save(entry)$(.$await)?),
            ("json_load", $con.json_load(&key)$(.$await)?.map(drop)),
            ("json_get_at", $con.json_get_at(&key, note())$(.$await)?.map(drop)),
            ("json_set_at", $con.json_set_at(&key, paths.text(), MARK)$(.$await)?.map(drop)),
            ("json_remove_at", $con.json_remove_at(&key, note())$(.$await)?.map(drop)),
            ("json_increment_at", $con.json_increment_at(&key, note(), 1)$(.$await)?.map(drop)),
            ("json_toggle_at", $con.json_toggle_at(&key, paths.is_read())$(.$await)?.map(drop)),
            ("json_append_at", $con.json_append_at(&key, paths.tags(), MARK)$(.$await)?.map(drop)),
            ("json_length_at", $con.json_length_at(&key, paths.tags())$(.$await)?.map(drop)),
            ("json_patch", $con.json_patch(&key, &patch())$(.$await)?.map(drop)),
        ]
    }};
}

/// A source that has this.
fn now<T>(value: T) -> impl FnOnce() -> Result<T, Error> {
    || Ok(value)
}

fn later<T: Send>(value: T) -> impl FnOnce() -> Ready<Result<T, Error>> + Send {
    || ready(Ok(value))
}

fn outcomes<C: Client>(con: &mut (impl DocumentCommands<C> + JsonPathCommands<C>)) -> Outcomes {
    macro_rules! first {
        ($walk:expr) => {{
            let mut walk = $walk;
            walk.next().transpose().map(drop)
        }};
    }
    outcomes!(con, first, letter, now, |_: Vec<_>| Ok::<_, Error>(vec![Some(letter())]))
}

async fn outcomes_async<C: Client>(
    con: &mut (impl AsyncDocumentCommands<C> + AsyncJsonPathCommands<C>),
) -> Outcomes {
    macro_rules! first {
        ($walk:expr) => {{
            let mut walk = $walk;
            walk.try_next().await.map(drop)
        }};
    }
    outcomes!(con, first, async || letter(), later, async |_: Vec<_>| Ok::<_, Error>(vec![Some(letter())]); await)
}

#[tokio::test]
async fn no_command_is_left_out() {
    let blocking = concat!(
        include_str!("../../../../redis-derive/src/commands/document_commands.rs"),
        include_str!("../../../../redis-derive/src/commands/json_path_commands.rs")
    );
    let awaited = concat!(
        include_str!("../../../../redis-derive/src/commands/async_document_commands.rs"),
        include_str!("../../../../redis-derive/src/commands/async_json_path_commands.rs")
    );
    let names =
        |outcomes: Outcomes| outcomes.into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
    assert_eq!(names(outcomes(&mut Quoting("ERR "))), methods(blocking));
    assert_eq!(names(outcomes_async(&mut Quoting("ERR ")).await), methods(awaited));
}

/// Asserts that nothing that an error says has the mark in it.
fn tells_nothing(what: &str, error: &Error) {
    let first: Option<&dyn StdError> = Some(error);
    let chain = iter::successors(first, |&error| error.source());
    for told in chain.map(|error| format!("{error} {error:?} {error:#?}")) {
        assert!(!told.contains(MARK), "{what}: {told}");
    }
}

/// The names of the commands that failed, in errors and events that tell nothing.
fn refused_of(what: &str, outcomes: impl FnOnce() -> Outcomes) -> BTreeSet<&'static str> {
    let heard = Heard::default();
    let outcomes = tracing::subscriber::with_default(heard.clone(), outcomes);
    refused(what, outcomes, &heard)
}

fn refused(what: &str, outcomes: Outcomes, heard: &Heard) -> BTreeSet<&'static str> {
    assert!(!heard.text().contains(MARK), "{what}: {}", heard.text());
    let failed = outcomes.into_iter().filter_map(|(name, outcome)| Some((name, outcome.err()?)));
    let failed = failed.map(|(name, error)| {
        tells_nothing(&format!("{what}, {name}"), &error);
        name
    });
    failed.collect()
}

fn all() -> BTreeSet<&'static str> {
    outcomes(&mut Quoting("ERR ")).into_iter().map(|(name, _)| name).collect()
}

/// A connection to a server that refuses each command in these words, and quotes all of it.
struct Quoting(&'static str);

impl Quoting {
    fn refuse(&self, packed: &[u8]) -> RedisResult<Value> {
        let command = String::from_utf8_lossy(packed).replace(['\r', '\n'], " ");
        let Quoting(words) = self;
        parse_redis_value(format!("-{words}{command}\r\n").as_bytes())
    }
}

impl redis::ConnectionLike for Quoting {
    fn req_packed_command(&mut self, packed: &[u8]) -> RedisResult<Value> {
        self.refuse(packed)
    }

    fn req_packed_commands(
        &mut self,
        packed: &[u8],
        _: usize,
        count: usize,
    ) -> RedisResult<Vec<Value>> {
        (0..count).map(|_| self.refuse(packed)).collect()
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

impl redis::aio::ConnectionLike for Quoting {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async { self.refuse(&command.get_packed_command()) })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a redis::Pipeline,
        _: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        let packed = pipeline.get_packed_pipeline();
        Box::pin(async move { (0..count).map(|_| self.refuse(&packed)).collect() })
    }

    fn get_db(&self) -> i64 {
        0
    }
}

/// How a server may begin, in front of all that it quotes.
const WORDS: [&str; 22] = [
    "ERR ",
    "ERR unknown command 'GET', with args beginning with: ",
    "ERR unknown command '",
    "ERR Unknown Redis command called from script ",
    "ERR syntax error near ",
    "ERR Error running script (call to f_0): @user_script:1: ",
    "ERR Path '",
    "Path '",
    "NOPERM User ada has no permissions to access the key ",
    "NOPERM User ada has no permissions to run the '",
    "NOPERM ACL failure in script: ",
    "WRONGTYPE Operation against a key holding the wrong kind of value: ",
    "OOM command not allowed when used memory > 'maxmemory'. ",
    "READONLY You can't write against a read only replica. ",
    "LOADING Redis is loading the dataset in memory ",
    "MASTERDOWN Link with MASTER is down ",
    "CROSSSLOT ",
    "MOVED 1 ",
    "EXECABORT ",
    "BUSY ",
    "A",
    "",
];

#[tokio::test]
async fn nothing_is_told_of_what_a_server_quotes() {
    for words in WORDS {
        assert_eq!(refused_of(words, || outcomes(&mut Quoting(words))), all());
        let heard = Heard::default();
        let outcomes = outcomes_async(&mut Quoting(words)).with_subscriber(heard.clone()).await;
        assert_eq!(refused(words, outcomes, &heard), all());
    }
}

#[test]
fn nothing_is_told_of_what_the_client_quotes() {
    let refused: RedisResult<(u8, u8)> =
        redis::from_redis_value(Value::SimpleString(MARK.to_owned())).map_err(Into::into);
    let error = refused.unwrap_err();
    assert!(error.to_string().contains(MARK), "the client does not quote: {error}");
    tells_nothing("a tuple", &Error::from(error));
}

/// A server with RedisJSON, where the letter is stored as either kind of document.
fn server(options: &[&str]) -> (Server, redis::Connection) {
    let module = std::env::var("REDIS_JSON_MODULE").unwrap();
    let server = Server::start_private(&[&["--loadmodule", &module], options].concat()).unwrap();
    let con = connect(server.url());
    (server, con)
}

fn connect(url: &str) -> redis::Connection {
    redis::Client::open(url).unwrap().get_connection().unwrap()
}

#[test]
fn nothing_is_told_by_a_server_that_does_not_know_a_command() {
    let names = [
        "GET", "SET", "GETEX", "GETDEL", "MGET", "DEL", "UNLINK", "EXPIRE", "SCAN", "EVAL",
        "EVALSHA",
    ];
    let options: Vec<&str> = names.iter().flat_map(|name| ["--rename-command", name, ""]).collect();
    let server = Server::start_private(&options).unwrap();
    let mut con = connect(server.url());
    assert_eq!(refused_of("renamed", || outcomes(&mut con)), all());
    let error = con.load(key()).unwrap_err();
    assert!(error.to_string().ends_with("unknown command 'GET'"), "{error}");
}

#[test]
fn nothing_is_told_by_a_server_without_the_module() {
    let server = Server::start_private(&[]).unwrap();
    let mut con = connect(server.url());
    let refused = refused_of("no module", || outcomes(&mut con));
    let expected = all().into_iter().filter(|name| name.starts_with("json_"));
    assert_eq!(refused, expected.collect());
}

#[test]
fn nothing_is_told_to_who_lacks_a_right() {
    let (server, mut admin) = server(&[]);
    let mut refused_to = |name: &str, rules: &[&str]| {
        let mut command = cmd("ACL");
        command.arg("SETUSER").arg(name).arg("reset").arg("on").arg(">secret");
        command.arg(rules).exec(&mut admin).unwrap();
        let mut con =
            connect(&server.url().replace("redis://", &format!("redis://{name}:secret@")));
        admin.save((&key(), &letter())).unwrap();
        refused_of(name, || outcomes(&mut con))
    };
    assert_eq!(refused_to("nocommands", &["~*", "-@all"]), all());
    let without_scans =
        |name: &&str| !matches!(*name, "scan_keys" | "scan_documents" | "page" | "remove_all");
    let with_keys: BTreeSet<_> = all().into_iter().filter(without_scans).collect();
    assert!(refused_to("nokeys", &["~others:*", "+@all"]).is_superset(&with_keys));
    assert!(
        refused_to("noscripts", &["~*", "+@all", "-@scripting", "-set"])
            .contains("try_update_or_insert_with")
    );
    // What a script may not call.
    let in_scripts = refused_to("noset", &["~*", "+@all", "-set", "-json.set"]);
    assert!(in_scripts.contains("json_save") && in_scripts.contains("save"), "{in_scripts:?}");
}

/// What it reads in place of what is missing is what a command begins from.
#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Counts {
    #[serde(default)]
    count: u8,
    #[serde(default)]
    share: f64,
    #[serde(default)]
    last: Last,
}

#[derive(Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Last {
    name: Option<String>,
}

#[test]
fn who_lacks_a_right_leaves_no_default_behind() {
    type Changes = fn(&mut redis::Connection, &Key<Counts>) -> Result<(), Error>;
    let commands: [Changes; 4] = [
        |con, key| con.json_increment_at(key, Counts::paths().count(), 1).map(drop),
        |con, key| con.json_increment_at(key, Counts::paths().count(), i64::MAX).map(drop),
        |con, key| con.json_increment_at(key, Counts::paths().share(), 0.5).map(drop),
        |con, key| con.json_remove_at(key, Counts::paths().last().name()).map(drop),
    ];
    let (server, mut admin) = server(&[]);
    let key = Key::<Counts>::new("counts");
    let url = server.url().replace("redis://", "redis://some:secret@");
    for right in ["-json.numincrby", "-json.del", "-json.get", "-json.set", "-json.type"] {
        let mut command = cmd("ACL");
        command.arg("SETUSER").arg("some").arg("reset").arg("on").arg(">secret");
        command.arg(&["~*", "+@all", right]).exec(&mut admin).unwrap();
        let mut con = connect(&url);
        let refused = commands.iter().filter(|change| {
            cmd("JSON.SET").arg(&key).arg("$").arg("{}").exec(&mut admin).unwrap();
            let is_refused = change(&mut con, &key).is_err();
            let json: String = cmd("JSON.GET").arg(&key).query(&mut admin).unwrap();
            assert!(!is_refused || json == "{}", "{right}: {json}");
            is_refused
        });
        assert!(refused.count() > 2, "{right}");
    }
}

#[test]
fn nothing_is_told_of_a_key_that_holds_something_else() {
    let (_server, mut con) = server(&[]);
    // A list, a document of the other kind, and one that does not decode.
    let set_up = [cmd("RPUSH"), cmd("JSON.SET"), cmd("SET")];
    for (mut command, more) in set_up.into_iter().zip([&[MARK][..], &["$", "\"zq7mark\""], &[MARK]])
    {
        cmd("DEL").arg(key()).exec(&mut con).unwrap();
        command.arg(key()).arg(more).exec(&mut con).unwrap();
        // Those that are first in the list; the others find what these leave.
        let refused = refused_of("wrong type", || {
            let load = con.load(key()).map(drop);
            let update = con.update(key(), change).map(drop);
            let json = con.json_get_at(key(), Letter::paths().text()).map(drop);
            let append = con.json_append_at(&key(), Letter::paths().tags(), MARK).map(drop);
            let mut all = vec![
                ("load", load),
                ("update", update),
                ("json_get_at", json),
                ("json_append_at", append),
            ];
            all.retain(|(_, outcome)| {
                outcome.as_ref().is_err_and(|error| error.kind() == ErrorKind::Client)
            });
            all
        });
        assert!(!refused.is_empty());
        refused_of("wrong type", || outcomes(&mut con));
    }
}

#[test]
fn nothing_is_told_by_a_server_that_is_full() {
    let (_server, mut con) = server(&[]);
    con.save((&key(), &letter())).unwrap();
    cmd("CONFIG").arg("SET").arg("maxmemory").arg(1).exec(&mut con).unwrap();
    let refused = refused_of("full", || outcomes(&mut con));
    for name in ["save", "save_new", "save_many", "replace", "json_save"] {
        assert!(refused.contains(name), "{refused:?}");
    }
}

#[test]
fn nothing_is_told_by_a_replica() {
    let (_server, mut con) = server(&[]);
    con.save((&key(), &letter())).unwrap();
    // Of a master that is not there, so that what is here stays.
    cmd("REPLICAOF").arg("127.0.0.1").arg(1).exec(&mut con).unwrap();
    let refused = refused_of("replica", || outcomes(&mut con));
    for name in ["save", "update", "take", "remove", "touch", "json_save"] {
        assert!(refused.contains(name), "{refused:?}");
    }
    cmd("CONFIG").arg("SET").arg("replica-serve-stale-data").arg("no").exec(&mut con).unwrap();
    assert_eq!(refused_of("master down", || outcomes(&mut con)), all());
}

#[test]
fn what_is_known_of_a_servers_words_is_told() {
    let told = |words: &str| {
        let error = parse_redis_value(format!("-{words}\r\n").as_bytes());
        Error::from(error.and_then(Value::extract_error).unwrap_err()).to_string()
    };
    for words in [
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "NOPERM User ada has no permissions to run the 'evalsha' command",
        "ERR unknown command 'JSON.GET', with args beginning with: 'user:42' ",
    ] {
        let (code, expected) = words.split_once(' ').unwrap();
        assert!(told(words).starts_with(&format!("{code}: ")), "{}", told(words));
        let expected = expected.split(", with").next().unwrap();
        let expected = expected.strip_prefix("User ada ").unwrap_or(expected);
        assert!(told(words).ends_with(expected), "{}", told(words));
    }
    let script = "OOM command not allowed when used memory > 'maxmemory'. script: 2bab3b66, on @user_script:1.";
    assert!(
        told(script).ends_with("when used memory > 'maxmemory'. in a script"),
        "{}",
        told(script)
    );
    // Redis 6 has the script before the message.
    let script = "ERR Error running script (call to f_2bab): @user_script:4: @user_script: 4: \
        -READONLY You can't write against a read only replica.   ";
    let expected = "READONLY You can't write against a read only replica. in a script";
    assert!(told(script).ends_with(expected), "{}", told(script));
    let unknown = told("OOPS the document is {\"id\":42}");
    assert!(unknown.contains("OOPS") && !unknown.contains("42"), "{unknown}");
}

#[test]
fn a_message_that_looks_like_many_scripts_is_read_once() {
    for part in [" script:  script: ", "ACL failure in script: ", "@user_script: 1: "] {
        let words = format!("-ERR {}{MARK}\r\n", part.repeat(100_000));
        let error = parse_redis_value(words.as_bytes()).and_then(Value::extract_error).unwrap_err();
        tells_nothing(part, &error.into());
    }
}
