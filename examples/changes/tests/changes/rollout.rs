//! In the two steps nothing is lost, whatever the programs do.

use crate::processes::Documents;
use crate::start;
use changes::changes::{ALL, Change};
use changes::program::{Command, Outcome, Program, Tally, entry, saved, updated};
use redis::{Commands, Connection};

/// One program is replaced after the other.
const STAGES: [[&str; 2]; 5] = [
    ["before", "before"],
    ["before", "between"],
    ["between", "between"],
    ["between", "after"],
    ["after", "after"],
];

/// How often each program uses each document in each stage: 3600 rounds in all.
const ROUNDS: u64 = 40;

#[test]
fn two_steps_lose_nothing() {
    let (server, mut con) = start();
    for change in ALL {
        let (server, name) = (&server, change.name);
        let documents = Documents { server, key: test_server::key(name), change: name };
        let mut sum = Tally::default();
        for (stage, versions) in (1..).zip(STAGES) {
            let Tally { updated, saved, filled } = documents.share(versions, ROUNDS);
            assert_eq!(filled, 1, "{name}, {versions:?}: each asks the source");
            sum.updated += updated;
            sum.saved += saved;
            for version in versions {
                let program = change.version(version).unwrap();
                look(&mut con, program, &documents.key, &sum, stage * 2 * ROUNDS);
            }
            // The next stage fills it again, in its own form.
            let () = con.del(entry(&documents.key)).unwrap();
        }
        // Otherwise nothing that changes was tried.
        assert!(sum.updated >= 2 * ROUNDS && sum.saved == sum.updated, "{name}: {sum:?}");
        let () = con.del([updated, saved].map(|key| key(&documents.key)).to_vec()).unwrap();
    }
}

#[test]
fn one_step_loses_nothing_where_a_change_is_foreseen_and_nobody_saves() {
    let (server, mut con) = start();
    for name in ["added", "variant-foreseen"] {
        let documents = Documents { server: &server, key: test_server::key(name), change: name };
        let versions = ["before", "after"];
        let sum = documents.share_without_saves(versions, 10 * ROUNDS);
        assert_eq!((sum.updated, sum.filled), (10 * ROUNDS, 1), "{name}");
        for version in versions {
            let program = Change::named(name).unwrap().version(version).unwrap();
            look_at(&mut con, program, &updated(&documents.key), sum.updated, 20 * ROUNDS);
        }
        let keys = [updated, saved, entry].map(|key| key(&documents.key));
        let () = con.del(keys.to_vec()).unwrap();
    }
}

/// Looks at the documents as a version does.
fn look(con: &mut Connection, program: &dyn Program, prefix: &str, sum: &Tally, visits: u64) {
    look_at(con, program, &updated(prefix), sum.updated, visits);
    look_at(con, program, &saved(prefix), sum.saved, visits);
}

fn look_at(con: &mut Connection, program: &dyn Program, key: &str, number: u64, visits: u64) {
    let outcome = program.run(con, key, Command::Load).unwrap();
    // What a version does not use says nothing of what is there.
    let is_there = matches!(outcome, Outcome::NotUsed) || outcome == Outcome::Number(number);
    assert!(is_there, "{program:?} at {key}: {outcome:?} in place of {number}");
    assert_eq!(self::visits(con, key), visits, "{program:?} at {key}");
}

fn visits(con: &mut Connection, key: &str) -> u64 {
    let document: String = con.get(key).unwrap();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    document["visits"].as_u64().unwrap()
}

#[test]
fn each_change_has_its_name() {
    for change in ALL {
        assert_eq!(Change::named(change.name).unwrap().name, change.name);
    }
}
