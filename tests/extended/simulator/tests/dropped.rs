//! Each command is dropped at every await: the key holds the document from before or after the
//! command, and the connection and others go on.

use futures_util::TryStreamExt;
use redis_derive::{
    AsyncDocumentCommands, Cache, CacheKey, DocumentCommands, Error, Expiry, Key, KeyPattern,
    Update,
};
use simulator::{AsyncConnection, Clocked, Operation, Redis, Scene, Simulation, for_each_seed};
use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use test_server::methods;

const HOUR: Expiry = Expiry::After(Duration::from_secs(3600));

/// How long a placeholder blocks others whose caller is gone.
const LEASE: Duration = Duration::from_secs(60);

/// Those of the two documents, which are numbers.
fn keys() -> [Key<u64>; 2] {
    [0, 1].map(|id| Key::new(format!("number:{id}")).with_expiry(HOUR))
}

fn pattern() -> KeyPattern<u64> {
    KeyPattern::new("number:{id}").unwrap()
}

fn up(number: &mut u64) {
    *number += 1;
}

#[expect(clippy::unnecessary_wraps, reason = "it is for an update that may fail")]
fn try_up(number: &mut u64) -> Result<Update, Error> {
    up(number);
    Ok(Update::SaveAndTouch)
}

/// Who calls a command.
struct Caller {
    con: Clocked<AsyncConnection>,
    simulation: Simulation,
    keys: [Key<u64>; 2],
    cached: [CacheKey<u64>; 2],
}

impl Caller {
    fn new(simulation: &Simulation, redis: &Redis) -> Self {
        let cached = keys().map(|key| key.with_cache(Cache::new().with_lease(LEASE)));
        let con = redis.connect().clocked();
        Self { con, simulation: simulation.clone(), keys: keys(), cached }
    }
}

/// What a source does, which others may overtake.
async fn source(simulation: &Simulation) -> u64 {
    simulation.pause().await;
    simulation.pause().await;
    3
}

type Steps<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Both documents.
type Stored = [Option<u64>; 2];

/// A command, and what is stored before and after it.
struct Row {
    command: &'static str,
    before: Stored,
    after: Stored,
    call: for<'a> fn(&'a mut Caller) -> Steps<'a>,
}

/// Rows of so many commands, whose calls are written as what is awaited.
macro_rules! rows {
    ($($command:ident $before:expr => $after:expr, |$caller:ident| $call:expr;)*) => {
        vec![$(Row {
            command: stringify!($command),
            before: $before,
            after: $after,
            call: |$caller| Box::pin(async { $call.await.map(drop) }),
        }),*]
    };
}

const THERE: Stored = [Some(7), Some(7)];
const NOTHING: Stored = [None, None];

fn rows() -> Vec<Row> {
    rows! {
        load THERE => THERE, |caller| caller.con.load(&caller.keys[0]);
        load_many THERE => THERE, |caller| caller.con.load_many(&caller.keys);
        load_and_touch THERE => THERE, |caller| caller.con.load_and_touch(&caller.keys[0]);
        take THERE => [None, Some(7)], |caller| caller.con.take(&caller.keys[0]);
        save THERE => [Some(8), Some(7)], |caller| caller.con.save((&caller.keys[0], &8));
        save_many THERE => [Some(8), Some(8)], |caller| async {
            caller.con.save_many(caller.keys.iter().zip([&8, &8])).await.into_iter().collect::<Result<(), _>>()
        };
        save_new NOTHING => [Some(8), None], |caller| caller.con.save_new((&caller.keys[0], &8));
        replace THERE => [Some(8), Some(7)], |caller| caller.con.replace((&caller.keys[0], &8));
        touch THERE => THERE, |caller| caller.con.touch(&caller.keys[0]);
        remove THERE => [None, Some(7)], |caller| caller.con.remove(&caller.keys[0]);
        remove_many THERE => NOTHING, |caller| caller.con.remove_many(&caller.keys);
        scan_keys THERE => THERE, |caller| caller.con.scan_keys(&pattern()).try_collect::<Vec<_>>();
        scan_documents THERE => THERE, |caller| caller.con.scan_documents(&pattern()).try_collect::<Vec<_>>();
        page THERE => THERE, |caller| caller.con.page(&pattern(), None, 9);
        remove_all THERE => NOTHING, |caller| caller.con.remove_all(&pattern());
        update THERE => [Some(8), Some(7)], |caller| caller.con.update(&caller.keys[0], up);
        try_update THERE => [Some(8), Some(7)], |caller| caller.con.try_update(&caller.keys[0], try_up);
        update_or_insert_with NOTHING => [Some(1), None], |caller| {
            caller.con.update_or_insert_with(&caller.keys[0], up, || 1)
        };
        try_update_or_insert_with THERE => [Some(8), Some(7)], |caller| {
            caller.con.try_update_or_insert_with(&caller.keys[0], try_up, || Ok::<_, Error>(1))
        };
        load_or_else NOTHING => [Some(3), None], |caller| {
            caller.con.load_or_else(&caller.cached[0], || source(&caller.simulation))
        };
        try_load_or_else NOTHING => [Some(3), None], |caller| {
            caller.con.try_load_or_else(&caller.cached[0], async || Ok::<_, Error>(source(&caller.simulation).await))
        };
        load_or_find NOTHING => [Some(3), None], |caller| {
            caller.con.load_or_find(&caller.cached[0], async || Ok::<_, Error>(Some(source(&caller.simulation).await)))
        };
        load_many_or_find NOTHING => [Some(3), Some(3)], |caller| {
            let simulation = &caller.simulation;
            let find = async |keys: Vec<_>| Ok::<_, Error>(vec![Some(source(simulation).await); keys.len()]);
            caller.con.load_many_or_find([&caller.cached[0], &caller.cached[1]], find)
        };
    }
}

#[test]
fn no_command_is_left_out() {
    let all =
        methods(include_str!("../../../../redis-derive/src/commands/async_document_commands.rs"));
    assert_eq!(rows().iter().map(|row| row.command).collect::<BTreeSet<_>>(), all);
}

/// What is stored, by a look from outside.
fn stored(redis: &Redis) -> Stored {
    let mut con = redis.connect_at_once();
    keys().map(|key| con.load(&key).unwrap())
}

fn is_whole(row: &Row, stored: Stored) -> bool {
    (0..2).all(|id| stored[id] == row.before[id] || stored[id] == row.after[id])
}

/// Whether the command was dropped before it was done.
fn drop_after(row: &Row, polls: usize, seed: u64) -> bool {
    let simulation = Simulation::new(seed);
    let redis = Redis::new(&simulation);
    let mut con = redis.connect_at_once();
    for (key, number) in keys().iter().zip(row.before) {
        if let Some(number) = number {
            con.save((key, &number)).unwrap();
        }
    }
    let has_dropped = Arc::new(Mutex::new(false));
    simulation.spawn({
        let (call, simulation, redis) = (row.call, simulation.clone(), redis.clone());
        let (command, has_dropped) = (row.command, Arc::clone(&has_dropped));
        let mut caller = Caller::new(&simulation, &redis);
        async move {
            let outcome = simulation.for_polls(polls, call(&mut caller)).await;
            *has_dropped.lock().unwrap() = outcome.is_none();
            outcome.unwrap_or(Ok(())).unwrap_or_else(|error| panic!("{command}: {error}"));
            // The connection goes on, and knows its replies from those of what was dropped.
            let other: Key<u64> = Key::new("other").with_expiry(HOUR);
            for number in 20..23 {
                caller.con.save((&other, &number)).await.unwrap();
                assert_eq!(caller.con.load(&other).await.unwrap(), Some(number), "{command}");
            }
        }
    });
    simulation.run();
    let left = stored(&redis);
    assert!(is_whole(row, left), "{} after {polls} polls: {left:?}", row.command);
    let has_dropped = *has_dropped.lock().unwrap();
    if has_dropped {
        assert!(polls > 0 || left == row.before, "{} was not awaited", row.command);
    } else {
        assert_eq!(left, row.after, "{}", row.command);
    }
    others_go_on(row, &simulation, &redis);
    has_dropped
}

/// Another caller of the same command has it done within the lease, and nothing is left that is no
/// document.
fn others_go_on(row: &Row, simulation: &Simulation, redis: &Redis) {
    let begin = simulation.now();
    let (call, mut caller) = (row.call, Caller::new(simulation, redis));
    simulation.spawn(async move { call(&mut caller).await.unwrap() });
    simulation.run();
    assert!(simulation.now() < begin + 2 * LEASE, "{} blocks others", row.command);
    simulation.advance(LEASE);
    let mut con = redis.connect_at_once();
    for key in keys() {
        let text: Option<String> = redis_1::cmd("GET").arg(&key).query(&mut con).unwrap();
        assert!(
            text.is_none_or(|text| text.parse::<u64>().is_ok()),
            "{} leaves a placeholder",
            row.command
        );
        let left: i64 = redis_1::cmd("PTTL").arg(&key).query(&mut con).unwrap();
        assert_ne!(left, -1, "{} leaves a document that does not expire", row.command);
    }
}

#[test]
fn what_is_dropped_is_done_or_not_and_the_rest_goes_on() {
    for_each_seed(10, |seed| {
        for row in rows() {
            let polls = (0..1000).find(|polls| !drop_after(&row, *polls, seed));
            assert!(polls.is_some_and(|polls| polls > 1), "{} does not wait", row.command);
        }
    });
}

#[test]
fn others_see_what_was_dropped_as_done_or_not() {
    for_each_seed(40, |seed| {
        let kinds = [&Operation::OF_A_DOCUMENT[..], &Operation::OF_A_CACHE].concat();
        for dropped in &kinds {
            let scene = |polls| {
                let scene = Scene::of_cache(seed, Cache::new());
                let mut operations = vec![dropped(5)];
                operations.extend(scene.operations(2, &kinds));
                operations.push(Operation::Load);
                let has_dropped = scene.dropping_client(0, polls, operations);
                scene.client(1, scene.operations(3, &kinds));
                scene.client(2, scene.operations(3, &kinds));
                scene.assert_right();
                has_dropped.load(Ordering::SeqCst)
            };
            assert!((0..1000).any(|polls| !scene(polls)), "it never ends");
        }
    });
}
