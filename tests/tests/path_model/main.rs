//! A write at a path keeps its document whole: random commands at random paths of all kinds of
//! types, held against the same change of the Rust value.
//!
//! `SEED=7` runs that seed alone, and `SEEDS=1000` so many; a seed is a hundred commands.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::similar_names,
    reason = "numbers of every size are drawn, and a patch is of paths"
)]

mod kinds;
mod places;
mod random;
mod refusals;
mod versions;
mod world;
#[allow(
    clippy::box_collection,
    clippy::option_option,
    clippy::struct_field_names,
    clippy::unnecessary_wraps,
    reason = "types of every shape, and functions of one type"
)]
mod zoo;

use places::Places;
use random::Random;
use redis_1 as redis;
use redis_derive::{JsonPathCommands, Key, Patch};
use std::env;
use std::io::{self, Write};
use std::ops::Range;
use tests::url_with_json;
use world::{Animal, Report, World, stored};

const COMMANDS: usize = 100;

/// The commands on documents of one type.
fn commands<R: Animal + 'static>(
    places: &Places<R>,
    (con, random, report): (&mut redis::Connection, &mut Random, &mut Report),
) {
    let key = Key::new(tests::key("model"));
    for _ in 0..COMMANDS / 10 {
        let Some(value) = new_document(con, random, &key) else { continue };
        let stored = stored(con, &key);
        let mut world = World { con, random, report, key: key.clone(), stored, value };
        world.load();
        for _ in 0..10 {
            if world.random.one_in(6) {
                patch(&mut world, places);
            } else {
                let act = world.random.below(places.acts.len());
                places.acts[act](&mut world);
            }
        }
        world.load();
    }
    let () = redis::cmd("DEL").arg(&key).query(con).unwrap();
}

/// A document of this version of the type or of another, with an expiry. One that RedisJSON cannot
/// hold is refused, and then none is there.
fn new_document<R: Animal>(
    con: &mut redis::Connection,
    random: &mut Random,
    key: &Key<R>,
) -> Option<R> {
    let value = R::draw(random);
    if let Err(error) = con.json_save((key, &value)) {
        let text = error.to_string();
        assert!(text.contains("not finite") || text.contains("can hold"), "{value:?}: {text}");
        return None;
    }
    let json = serde_json::to_string(&value).unwrap();
    let (json, value) = versions::another(&json, random).unwrap_or((json, world::again(&value)));
    let () = redis::cmd("JSON.SET").arg(key).arg("$").arg(&json).query(con).unwrap();
    let () = redis::cmd("EXPIRE").arg(key).arg(10_000).query(con).unwrap();
    Some(value)
}

fn patch<R: Animal + 'static>(world: &mut World<'_, R>, places: &Places<R>) {
    if places.changes.is_empty() {
        return;
    }
    let (mut patch, mut changed, mut is_there) = (Patch::new(), world.value.clone(), true);
    let mut paths: Vec<String> = Vec::new();
    for _ in 0..=world.random.below(3) {
        let change = world.random.below(places.changes.len());
        let mut value = changed.clone();
        let change = &places.changes[change];
        let (path, more, there) = change(world.random, patch.clone(), &mut value);
        // The same entry or another one, and what is in it, also in a newtype.
        let is_around = |other: &String| {
            let are_entries = path.contains('\t') && other.contains('\t');
            let [one, other] = [&path, other].map(|path| path.split('\t').next().unwrap());
            let is_other = one != other || !are_entries;
            is_other && (one.starts_with(other) || other.starts_with(one))
        };
        if paths.contains(&path) || paths.iter().any(is_around) {
            continue;
        }
        match more {
            Ok(more) => patch = more,
            Err(error) => {
                world.judge_no_patch(&error);
                continue;
            }
        }
        (changed, is_there) = (value, is_there && there);
        paths.push(path);
    }
    let done = world.con.json_patch(&world.key, &patch);
    world.judge(&format!("patch {}", patch.to_json()), &done, is_there.then_some(changed));
}

fn seeds(count: u64) -> Range<u64> {
    let number = |name| env::var(name).ok().map(|text| text.parse().expect("a number"));
    match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(count),
    }
}

/// Says how a failure is seen again.
struct Replay(u64, &'static str);

impl Drop for Replay {
    fn drop(&mut self) {
        if std::thread::panicking() {
            _ = writeln!(io::stderr(), "{}: run it again with SEED={}", self.1, self.0);
        }
    }
}

#[test]
fn an_acknowledged_write_is_the_same_change_of_the_value_and_a_refused_one_is_none() {
    let client = redis::Client::open(url_with_json()).unwrap();
    let mut con = client.get_connection().unwrap();
    let zoo = zoo::zoo();
    let mut report = Report::default();
    for seed in seeds(100) {
        let (name, animal) = &zoo[(seed % zoo.len() as u64) as usize];
        let _replay = Replay(seed, name);
        animal(&mut con, &mut Random::new(seed), &mut report);
    }
    _ = writeln!(
        io::stdout(),
        "{} of {} that the types allow were acknowledged; {} others; refused {:#?}; no patch {:#?}",
        report.acknowledged,
        report.allowed,
        report.others,
        report.refusals,
        report.no_patches
    );
    assert!(10 * report.acknowledged >= 9 * report.allowed, "too many were refused");
}
