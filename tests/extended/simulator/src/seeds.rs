//! Seeds: which ones a test runs, and how one of them is run again.

use std::env;
use std::io::{self, Write};
use std::ops::Range;
use std::thread;

/// Runs a test with so many seeds, and says which one failed.
///
/// With `SEED=7` in the environment it runs that one alone, and with `SEEDS=1000000` so many in
/// place of what the test says, or with `SEEDS=1000000..2000000` the next ones.
pub fn for_each_seed(count: u64, mut run: impl FnMut(u64)) {
    for seed in seeds(count) {
        let _replay = Replay(seed);
        run(seed);
    }
}

/// The first of so many seeds with which this is so, as [`for_each_seed`] runs them.
pub fn first_seed(count: u64, mut is_so: impl FnMut(u64) -> bool) -> Option<u64> {
    seeds(count).find(|seed| {
        let _replay = Replay(*seed);
        is_so(*seed)
    })
}

fn seeds(count: u64) -> Range<u64> {
    if let Ok(seed) = env::var("SEED") {
        let seed = number(&seed);
        return seed..seed + 1;
    }
    match env::var("SEEDS") {
        Ok(seeds) => match seeds.split_once("..") {
            Some((begin, end)) => number(begin)..number(end),
            None => 0..number(&seeds),
        },
        Err(_) => 0..count,
    }
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number of a seed"))
}

/// Says how a failure is seen again, whatever it was.
struct Replay(u64);

impl Drop for Replay {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = writeln!(io::stderr(), "run it again with SEED={}", self.0);
        }
    }
}
