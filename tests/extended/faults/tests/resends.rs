//! Commands that the client of a cluster sends again, after the reply was lost: a test for each row
//! of the table in the chapter on updates.

use redis_1::cluster::{ClusterClient, ClusterConnection};
use redis_derive::{
    Cache, CacheKey, DocumentCommands, Error, Expiry, JsonPathCommands, Key, KeyPattern, Patch,
    RedisJson, Update,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use test_server::{Cluster, Proxy};
use tests::methods;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Visits {
    count: u64,
    is_open: bool,
    days: Vec<u8>,
    note: Option<u8>,
}

impl Visits {
    fn new(count: u64) -> Self {
        Self { count, is_open: false, days: vec![1], note: Some(1) }
    }
}

/// What is left of a document, so that a line can say it.
fn told(visits: Option<Visits>) -> String {
    let told = |Visits { count, is_open, days, note }| {
        format!(
            "{count} {} {days:?} {}",
            ["shut", "open"][usize::from(is_open)],
            note.map_or("no note", |_| "note")
        )
    };
    visits.map_or("nothing".to_owned(), told)
}

/// What is stored with this count, unless something else was changed.
fn only(count: u64) -> String {
    told(Some(Visits::new(count)))
}

/// For a reply that does not come.
const PATIENCE: Duration = Duration::from_secs(60);

/// So that a `touch` and a `load_and_touch` are what they are.
const HOUR: Expiry = Expiry::After(Duration::from_secs(3600));

type Con = ClusterConnection;

/// It runs a command, and tells what that answers.
type Run = fn(&mut Con, &Key<Visits>) -> Result<String, Error>;

/// A command, and what is true where it was sent twice.
struct Row {
    command: &'static str,
    /// What the command whose reply is lost has in it, beside the key.
    sent: &'static str,
    /// What is stored before, and what another client stores before the command is sent again.
    before: Option<u64>,
    meanwhile: Option<u64>,
    run: Run,
    answer: String,
    stored: String,
}

impl Row {
    fn new(
        command: &'static str,
        sent: &'static str,
        run: Run,
        answer: impl Into<String>,
        stored: impl Into<String>,
    ) -> Self {
        let (answer, stored) = (answer.into(), stored.into());
        Self { command, sent, before: Some(7), meanwhile: None, run, answer, stored }
    }

    fn on_nothing(self) -> Self {
        Self { before: None, ..self }
    }

    fn while_another_stores(self, count: u64) -> Self {
        Self { meanwhile: Some(count), ..self }
    }

    fn is_json(&self) -> bool {
        self.command.starts_with("json_")
    }
}

/// A cluster behind proxies, and a connection to it.
struct World {
    con: Con,
    other: Arc<Mutex<Con>>,
    proxies: Vec<Proxy>,
    /// It stops when this is dropped.
    _cluster: Cluster,
}

impl World {
    fn start() -> Self {
        let cluster = Cluster::start_with_json().unwrap();
        let proxies = cluster.put_behind_proxies().unwrap();
        let connect = || {
            let client = ClusterClient::builder(proxies.iter().map(Proxy::url));
            let client = client.connection_timeout(PATIENCE).response_timeout(PATIENCE);
            client.build().unwrap().get_connection().unwrap()
        };
        Self { con: connect(), other: Arc::new(Mutex::new(connect())), proxies, _cluster: cluster }
    }

    /// Asserts that a row is right.
    fn try_row(&mut self, row: &Row) {
        let slot = test_server::key("");
        let [warm, key] =
            ["warm", "key"].map(|name| Key::new(format!("{{{slot}}}{name}")).with_expiry(HOUR));
        for key in [&warm, &key] {
            self.store(row, key, row.before);
        }
        // The node learns the scripts, so that the command that is sent first is the one that is
        // meant.
        (row.run)(&mut self.con, &warm).unwrap();
        let cuts = self.cuts();
        self.lose_reply(row, &key);
        let answer = (row.run)(&mut self.con, &key).unwrap();
        // A walk through all masters loses one of each.
        assert!(self.cuts() > cuts, "{}: no reply was lost", row.command);
        let stored = told(self.stored(row, &key));
        assert_eq!((&answer, &stored), (&row.answer, &row.stored), "{}", row.command);
    }

    fn lose_reply(&self, row: &Row, key: &Key<Visits>) {
        for proxy in &self.proxies {
            let (other, its, count) = (Arc::clone(&self.other), key.clone(), row.meanwhile);
            let is_json = row.is_json();
            proxy.lose_reply(&[row.sent, key.as_str()], move || {
                let con = &mut *other.lock().unwrap();
                store(con, is_json, &its, count);
            });
        }
    }

    fn store(&self, row: &Row, key: &Key<Visits>, count: Option<u64>) {
        store(&mut self.other.lock().unwrap(), row.is_json(), key, count);
    }

    fn stored(&self, row: &Row, key: &Key<Visits>) -> Option<Visits> {
        let con = &mut *self.other.lock().unwrap();
        if row.is_json() { con.json_load(key).unwrap() } else { con.load(key).unwrap() }
    }

    fn cuts(&self) -> u64 {
        self.proxies.iter().map(Proxy::cuts).sum()
    }
}

fn store(con: &mut Con, is_json: bool, key: &Key<Visits>, count: Option<u64>) {
    match count.map(Visits::new) {
        Some(visits) if is_json => con.json_save((key, &visits)).unwrap(),
        Some(visits) => con.save((key, &visits)).unwrap(),
        None => {}
    }
}

/// A caller that took its own placeholder for that of another would wait for longer than it may.
fn cached(key: &Key<Visits>) -> CacheKey<Visits> {
    let (lease, patience) = (Duration::from_secs(3600), Duration::from_secs(1));
    key.clone().with_cache(Cache::new().with_lease(lease).with_patience(patience))
}

/// The pattern of this key alone.
fn pattern(key: &Key<Visits>) -> KeyPattern<Visits> {
    KeyPattern::new(&key.as_str().replace('{', "{{").replace('}', "}}")).unwrap()
}

fn up(visits: &mut Visits) {
    visits.count += 1;
}

#[expect(clippy::unnecessary_wraps, reason = "it is for an update that may fail")]
fn try_up(visits: &mut Visits) -> Result<Update, Error> {
    up(visits);
    Ok(Update::Save)
}

fn done(_: ()) -> String {
    "done".to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "it ends what may fail")]
fn text(answer: impl Debug) -> Result<String, Error> {
    Ok(format!("{answer:?}"))
}

/// The source of a cache, which is asked once.
fn source() -> Visits {
    Visits::new(3)
}

fn rows_of_reading() -> Vec<Row> {
    let there = only(7);
    let row = |command, sent, run| Row::new(command, sent, run, there.clone(), there.clone());
    vec![
        row("load", "GET", |con, key| Ok(told(con.load(key)?))),
        row("load_many", "GET", |con, key| Ok(told(con.load_many([key])?.remove(0)))),
        row("load_and_touch", "GETEX", |con, key| Ok(told(con.load_and_touch(key)?))),
        row("scan_documents", "MGET", |con, key| {
            let found: Result<Vec<_>, _> = con.scan_documents(&pattern(key)).collect();
            Ok(told(found?.pop().map(|(_, visits)| visits.unwrap())))
        }),
        row("page", "MGET", |con, key| {
            let mut page = con.page(&pattern(key), None, 9)?;
            Ok(told(page.documents.pop().map(|(_, visits)| visits.unwrap())))
        }),
        Row::new(
            "scan_keys",
            "SCAN",
            |con, key| text(con.scan_keys(&pattern(key)).count()),
            "1",
            &there,
        ),
        row("json_load", "JSON.GET", |con, key| Ok(told(con.json_load(key)?))),
        Row::new(
            "json_get_at",
            "JSON.GET",
            |con, key| text(con.json_get_at(key, Visits::paths().count())?),
            "Some(7)",
            &there,
        ),
        Row::new(
            "json_length_at",
            "EVALSHA",
            |con, key| text(con.json_length_at(key, Visits::paths().days())?),
            "Some(1)",
            &there,
        ),
    ]
}

fn rows_of_writing() -> Vec<Row> {
    let (there, new) = (only(7), only(8));
    vec![
        Row::new(
            "save",
            "SET",
            |con, key| con.save((key, &Visits::new(8))).map(done),
            "done",
            &new,
        )
        .while_another_stores(9),
        Row::new(
            "save_many",
            "SET",
            |con, key| text(con.save_many([(key, &Visits::new(8))])),
            "[Ok(())]",
            &new,
        )
        .while_another_stores(9),
        Row::new(
            "replace",
            "SET",
            |con, key| text(con.replace((key, &Visits::new(8)))?),
            "true",
            &new,
        )
        .while_another_stores(9),
        Row::new(
            "save_new",
            "SET",
            |con, key| text(con.save_new((key, &Visits::new(8)))?),
            "false",
            &new,
        )
        .on_nothing(),
        Row::new("take", "GETDEL", |con, key| Ok(told(con.take(key)?)), "nothing", "nothing"),
        Row::new("take", "GETDEL", |con, key| Ok(told(con.take(key)?)), only(9), "nothing")
            .while_another_stores(9),
        Row::new("remove", "DEL", |con, key| text(con.remove(key)?), "false", "nothing"),
        Row::new("remove", "DEL", |con, key| text(con.remove(key)?), "true", "nothing")
            .while_another_stores(9),
        Row::new("remove_many", "UNLINK", |con, key| text(con.remove_many([key])?), "0", "nothing"),
        Row::new(
            "remove_all",
            "UNLINK",
            |con, key| text(con.remove_all(&pattern(key))?),
            "0",
            "nothing",
        ),
        Row::new("touch", "EXPIRE", |con, key| text(con.touch(key)?), "true", &there),
        Row::new(
            "json_save",
            "EVALSHA",
            |con, key| con.json_save((key, &Visits::new(8))).map(done),
            "done",
            &new,
        )
        .while_another_stores(9),
    ]
}

fn rows_of_updates() -> Vec<Row> {
    let twice = only(9);
    vec![
        Row::new("update", "EVALSHA", |con, key| Ok(told(con.update(key, up)?)), &twice, &twice),
        // What sets a value finds it set.
        Row::new(
            "update",
            "EVALSHA",
            |con, key| Ok(told(con.update(key, |visits| visits.count = 8)?)),
            only(8),
            only(8),
        ),
        Row::new(
            "try_update",
            "EVALSHA",
            |con, key| Ok(told(con.try_update(key, try_up)?)),
            &twice,
            &twice,
        ),
        Row::new(
            "update_or_insert_with",
            "SET",
            |con, key| Ok(told(Some(con.update_or_insert_with(key, up, || Visits::new(1))?))),
            only(2),
            only(2),
        )
        .on_nothing(),
        Row::new(
            "try_update_or_insert_with",
            "EVALSHA",
            |con, key| {
                let insert = || Ok::<_, Error>(Visits::new(1));
                Ok(told(Some(con.try_update_or_insert_with(key, try_up, insert)?)))
            },
            &twice,
            &twice,
        ),
    ]
}

/// The same with an entry that is past its time.
fn past_its_time(key: &Key<Visits>) -> CacheKey<Visits> {
    key.clone().with_cache(Cache::new().with_stale(2 * Duration::from_secs(3600)))
}

/// The reply to a begin is lost, and in the second of each the reply to an end; at last that to a
/// claim.
fn rows_of_fills() -> Vec<Row> {
    let runs: [(&'static str, Run); 4] = [
        ("load_or_else", |con, key| Ok(told(Some(con.load_or_else(&cached(key), source)?)))),
        ("try_load_or_else", |con, key| {
            Ok(told(Some(con.try_load_or_else(&cached(key), || Ok::<_, Error>(source()))?)))
        }),
        ("load_or_find", |con, key| {
            Ok(told(con.load_or_find(&cached(key), || Ok::<_, Error>(Some(source())))?))
        }),
        ("load_many_or_find", |con, key| {
            let find = |_: Vec<_>| Ok::<_, Error>(vec![Some(source())]);
            Ok(told(con.load_many_or_find([&cached(key)], find)?.remove(0)))
        }),
    ];
    let row = |(command, run): &(&'static str, Run), sent| {
        Row::new(command, sent, *run, only(3), only(3)).on_nothing()
    };
    let refreshes: [(&'static str, Run); 2] = [
        ("load_or_else", |con, key| Ok(told(Some(con.load_or_else(&past_its_time(key), source)?)))),
        ("load_many_or_find", |con, key| {
            let find = |_: Vec<_>| Ok::<_, Error>(vec![Some(source())]);
            Ok(told(con.load_many_or_find([&past_its_time(key)], find)?.remove(0)))
        }),
    ];
    let refresh = |(command, run)| Row::new(command, "EVAL", run, only(3), only(3));
    let fills = runs.iter().flat_map(|run| [row(run, "EVAL"), row(run, "\"count\":3")]);
    fills.chain(refreshes.map(refresh)).collect()
}

fn rows_at_paths() -> Vec<Row> {
    let changed = |change: fn(&mut Visits)| {
        let mut visits = Visits::new(7);
        change(&mut visits);
        told(Some(visits))
    };
    let row = |command, run, answer, stored| Row::new(command, "EVALSHA", run, answer, stored);
    vec![
        row(
            "json_set_at",
            |con, key| text(con.json_set_at(key, Visits::paths().count(), 8)?),
            "true",
            only(8),
        )
        .while_another_stores(9),
        row(
            "json_remove_at",
            |con, key| text(con.json_remove_at(key, Visits::paths().note())?),
            "false",
            changed(|visits| visits.note = None),
        ),
        row(
            "json_increment_at",
            |con, key| text(con.json_increment_at(key, Visits::paths().count(), 1)?),
            "Some(9)",
            only(9),
        ),
        row(
            "json_toggle_at",
            |con, key| text(con.json_toggle_at(key, Visits::paths().is_open())?),
            "Some(false)",
            only(7),
        ),
        row(
            "json_append_at",
            |con, key| text(con.json_append_at(key, Visits::paths().days(), 2)?),
            "Some(3)",
            changed(|visits| visits.days.extend([2, 2])),
        ),
        row(
            "json_patch",
            |con, key| text(con.json_patch(key, &Patch::new().set(Visits::paths().count(), 8)?)?),
            "true",
            only(8),
        )
        .while_another_stores(9),
    ]
}

fn rows() -> Vec<Row> {
    let rows =
        [rows_of_reading(), rows_of_writing(), rows_of_updates(), rows_of_fills(), rows_at_paths()];
    rows.into_iter().flatten().collect()
}

#[test]
fn a_command_that_is_sent_again_does_what_the_table_says() {
    let mut world = World::start();
    for row in rows() {
        world.try_row(&row);
    }
}

#[test]
fn the_table_has_each_command_and_each_is_tried() {
    let methods = methods(concat!(
        include_str!("../../../../redis-derive/src/commands/document_commands.rs"),
        include_str!("../../../../redis-derive/src/commands/json_path_commands.rs")
    ));
    let tried: BTreeSet<&str> = rows().iter().map(|row| row.command).collect();
    assert_eq!(tried, methods);
    let chapter = include_str!("../../../../redis-derive/src/guide/updates.md");
    let (_, table) = chapter.split_once("| command | what happens |").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let commands = table.lines().filter_map(|line| line.split('|').nth(1));
    let in_table: BTreeSet<&str> =
        commands.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert_eq!(in_table, methods);
}
