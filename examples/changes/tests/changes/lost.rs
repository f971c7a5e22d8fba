//! What is lost without the steps.

use crate::processes::Documents;
use crate::start;
use Sight::{All, Nothing, Without};
use changes::changes::ALL;
use changes::program::Outcome;
use redis::{Commands, Connection};
use std::fmt;

/// What one version reads of what the other has saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    /// All that it uses.
    All,
    /// All but what has changed, which it does not know.
    Without,
    /// It does not decode.
    Nothing,
}

/// For each change, with its row in the chapter, what the old version reads of the new one, and the
/// new one of the old one: where the new type is written as if there were no old one, and where the
/// first step is left out.
const SIGHTS: [(&str, &str, [Sight; 2], [Sight; 2]); 9] = [
    ("added", "a field is added", [Without, Nothing], [Without, All]),
    ("renamed", "a field is renamed", [Nothing, Nothing], [Nothing, All]),
    ("retyped", "a field gets another type", [Nothing, Nothing], [Nothing, All]),
    ("removed", "a field is removed", [Nothing, Without], [Nothing, Without]),
    ("split", "a field is split", [Nothing, Nothing], [Nothing, All]),
    ("variant-added", "a variant is added", [Nothing, All], [Nothing, All]),
    ("variant-foreseen", "a variant is added", [Without, All], [Without, All]),
    ("variant-renamed", "a variant is renamed", [Nothing, Nothing], [Nothing, All]),
    ("tuple", "a tuple becomes a struct", [Nothing, All], [Nothing, All]),
];

#[test]
fn without_the_steps_each_change_loses_what_the_table_says() {
    let (server, mut con) = start();
    assert_eq!(SIGHTS.map(|(change, ..)| change), ALL.map(|change| change.name));
    for (change, _, at_once, one_step) in SIGHTS {
        for (new, [of_old, of_new]) in [("at-once", at_once), ("after", one_step)] {
            for (sight, writer, reader) in [(of_old, new, "before"), (of_new, "before", new)] {
                let documents =
                    Documents { server: &server, key: test_server::key(change), change };
                let case = Case { documents, writer, reader };
                assert!(matches!(case.write("create"), Outcome::Number(0) | Outcome::NotUsed));
                match sight {
                    All => case.all(),
                    Without => case.without(),
                    Nothing => case.nothing(&mut con),
                }
                let () = con.del(case.documents.key).unwrap();
            }
        }
    }
}

#[test]
fn the_chapter_says_the_same() {
    let chapter = include_str!("../../../../redis-derive/src/guide/changes.md");
    for (change, title, at_once, _) in SIGHTS {
        let is_it = |line: &&str| line.starts_with(&format!("| {title} |"));
        let row = chapter.lines().find(is_it).unwrap_or_else(|| panic!("`{title}` has no row"));
        let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
        for (cell, sight) in cells[cells.len() - 2..].iter().zip(at_once) {
            let words = match sight {
                All => "all",
                Without => "all but it",
                Nothing => "nothing",
            };
            // As in "nothing; with `default`, all".
            let mut cases = cell.split("; ").filter_map(|case| case.rsplit(", ").next());
            assert!(cases.any(|case| case == words), "{change}: {words} is not in `{cell}`");
        }
    }
}

/// A document that the program of one version has saved, and that of another reads.
struct Case<'a> {
    documents: Documents<'a>,
    writer: &'static str,
    reader: &'static str,
}

impl Case<'_> {
    /// What comes of a command of the writer.
    fn write(&self, command: &str) -> Outcome {
        self.documents.run(self.writer, command)
    }

    fn read(&self, command: &str) -> Outcome {
        self.documents.run(self.reader, command)
    }

    /// What is read is used, and an update of something else leaves it to the other version.
    fn all(&self) {
        let seen = self.write("load");
        for command in ["load", "count", "cache", "cache-and-keep"] {
            assert_eq!(self.read(command), Outcome::Number(0), "{self}: {command}");
            assert_eq!(self.write("load"), seen, "{self}: {command}");
        }
    }

    /// What is not known is kept by an update and dropped by a save.
    fn without(&self) {
        assert_eq!(self.write("change"), Outcome::Number(1), "{self}");
        for command in ["load", "count", "change", "cache", "cache-and-keep"] {
            assert_eq!(self.read(command), Outcome::NotUsed, "{self}: {command}");
            assert_eq!(self.write("load"), Outcome::Number(1), "{self}: {command}");
        }
        self.read("save");
        assert_ne!(self.write("load"), Outcome::Number(1), "{self}");
    }

    /// What does not decode is an error, and stays. A save replaces it, and so does a cache, of
    /// which each program asks its source in turn.
    fn nothing(&self, con: &mut Connection) {
        let key = &self.documents.key;
        let stored: String = con.get(key).unwrap();
        for command in ["load", "count", "change", "cache-and-keep"] {
            assert_eq!(self.read(command), Outcome::Undecodable, "{self}: {command}");
            assert_eq!(con.get::<_, String>(key).unwrap(), stored, "{self}: {command}");
        }
        for command in ["cache", "save"] {
            self.write("create");
            let changed = self.write("change");
            self.read(command);
            assert_ne!(con.get::<_, String>(key).unwrap(), stored, "{self}: {command}");
            if changed == Outcome::Number(1) {
                assert_ne!(self.write("load"), changed, "{self}: {command}");
            }
        }
        let is_blind = self.write("load") == Outcome::Undecodable;
        for _ in 0..3 {
            self.write("create");
            assert_eq!(self.read("cache"), Outcome::Filled, "{self}");
            let again = self.write("cache");
            assert_eq!(again == Outcome::Filled, is_blind, "{self}");
        }
    }
}

impl fmt::Display for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { documents, writer, reader } = self;
        write!(f, "{}, {reader} reads what {writer} has saved", documents.change)
    }
}
