//! What a program does with the documents, whichever version of the type it has.

use crate::changes::Version;
use redis::Connection;
use redis_derive::{Cache, Cached, DocumentCommands, Error, ErrorKind, Key, Origin};
use std::fmt;
use std::marker::PhantomData;
use std::thread;
use std::time::{Duration, Instant};

/// How long one program waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it waits before it looks again whether it is its turn.
const PAUSE: Duration = Duration::from_micros(100);

/// The program of one version.
pub trait Program: fmt::Debug {
    /// Carries out one command with the document at a key.
    ///
    /// # Errors
    ///
    /// Those of Redis. That a document does not decode is an [`Outcome`].
    fn run(&self, con: &mut Connection, key: &str, command: Command) -> Result<Outcome, Error>;

    /// Does so many rounds beside a second program. They share three documents, whose keys begin
    /// with `prefix`: one that both update, an entry of a cache, and one that they save in turns,
    /// if they have a `seat` of 0 and 1.
    ///
    /// # Errors
    ///
    /// When a document does not decode, and those of Redis.
    fn share(
        &self,
        con: &mut Connection,
        prefix: &str,
        seat: Option<u64>,
        rounds: u64,
    ) -> Result<Tally, Error>;
}

/// What a program does with one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Saves a new one.
    Create,
    /// Loads it.
    Load,
    /// Adds one to its counter, by an update.
    Count,
    /// Adds one to the number in what changes, by an update.
    Change,
    /// Loads it, adds one to its counter, and saves it.
    Save,
    /// Has it from a cache, or else from its source.
    Cache,
    /// The same with [`Cache::keep_undecodable`].
    CacheAndKeep,
}

/// What comes of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The number in what changes.
    Number(u64),
    /// It has been read, and this version does not use what changes.
    NotUsed,
    /// It does not decode.
    Undecodable,
    /// There is no document.
    None,
    /// The cache has asked the source.
    Filled,
}

/// What two programs that share documents have done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often what changes was changed by an update.
    pub updated: u64,
    /// How often by a save.
    pub saved: u64,
    /// How often the source of the cache was asked.
    pub filled: u64,
}

/// The document that both update.
#[must_use]
pub fn updated(prefix: &str) -> String {
    format!("{prefix}:updated")
}

/// The document that they save in turns.
#[must_use]
pub fn saved(prefix: &str) -> String {
    format!("{prefix}:saved")
}

/// The entry of a cache.
#[must_use]
pub fn entry(prefix: &str) -> String {
    format!("{prefix}:entry")
}

/// The program of a version.
pub(crate) struct Of<T>(PhantomData<T>);

impl<T> Of<T> {
    pub(crate) const NEW: Self = Self(PhantomData);
}

impl<T> fmt::Debug for Of<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<T>())
    }
}

impl<T: Version> Program for Of<T> {
    fn run(&self, con: &mut Connection, key: &str, command: Command) -> Result<Outcome, Error> {
        run(con, &Key::<T>::new(key), command).or_else(|error| match error.kind() {
            ErrorKind::Data => Ok(Outcome::Undecodable),
            _ => Err(error),
        })
    }

    fn share(
        &self,
        con: &mut Connection,
        prefix: &str,
        seat: Option<u64>,
        rounds: u64,
    ) -> Result<Tally, Error> {
        let [updated, saved, entry] = [updated, saved, entry].map(|key| Key::<T>::new(key(prefix)));
        con.save_new((&updated, &T::new()))?;
        con.save_new((&saved, &T::new()))?;
        let entry = entry.with_cache(Cache::new());
        let mut tally = Tally::default();
        for _ in 0..rounds {
            con.update(&updated, |document| *document.parts().0 += 1)?;
            let changed = con.update(&updated, change)?;
            tally.updated += u64::from(changed.is_some_and(|mut it| it.parts().1.is_some()));
            if let Some(seat) = seat {
                tally.saved += u64::from(save_in_turn(con, &saved, seat)?);
            }
            let (_, origin) = con.load_or_else(entry.with_origin(), T::new)?;
            tally.filled += u64::from(origin == Origin::Filled);
        }
        Ok(tally)
    }
}

fn run<T: Version>(con: &mut Connection, key: &Key<T>, command: Command) -> Result<Outcome, Error> {
    let document = match command {
        Command::Create => {
            con.save((key, &T::new()))?;
            con.load(key)?
        }
        Command::Load => con.load(key)?,
        Command::Count => con.update(key, |document| *document.parts().0 += 1)?,
        Command::Change => con.update(key, change)?,
        Command::Save => {
            let mut document = match con.load(key.cached())? {
                Cached::Hit(document) => document,
                // It does not know what is there.
                _ => T::new(),
            };
            *document.parts().0 += 1;
            con.save((key, &document))?;
            Some(document)
        }
        Command::Cache => return from_cache(con, key, Cache::new()),
        Command::CacheAndKeep => return from_cache(con, key, Cache::new().keep_undecodable()),
    };
    Ok(document.map_or(Outcome::None, outcome))
}

fn from_cache<T: Version>(
    con: &mut Connection,
    key: &Key<T>,
    cache: Cache,
) -> Result<Outcome, Error> {
    let key = key.clone().with_cache(cache);
    let (document, origin) = con.load_or_else(key.with_origin(), T::new)?;
    Ok(if origin == Origin::Filled { Outcome::Filled } else { outcome(document) })
}

fn outcome<T: Version>(mut document: T) -> Outcome {
    let number = document.parts().1.map(|part| part.get());
    number.map_or(Outcome::NotUsed, Outcome::Number)
}

/// Adds one to the number in what changes, where this version uses that.
fn change<T: Version>(document: &mut T) {
    if let Some(part) = document.parts().1 {
        part.set(part.get() + 1);
    }
}

/// Waits until it is the turn of this seat, changes the document, and saves it. Whether what
/// changes was changed.
fn save_in_turn<T: Version>(con: &mut Connection, key: &Key<T>, seat: u64) -> Result<bool, Error> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut document = con.load(key)?.expect("nobody removes it");
        if *document.parts().0 % 2 == seat {
            change(&mut document);
            *document.parts().0 += 1;
            con.save((key, &document))?;
            return Ok(document.parts().1.is_some());
        }
        assert!(Instant::now() < deadline, "the other program does not take its turn");
        thread::sleep(PAUSE);
    }
}
