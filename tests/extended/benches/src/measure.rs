//! Paired measurements: every contender once in each round.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many rounds there are in a cell.
const ROUNDS: usize = 41;

/// How long one contender is measured in one round, about.
const SLICE: Duration = Duration::from_millis(10);

/// Does something so many times, and returns how long that took without what had to be prepared.
pub(crate) type Run<'a> = Box<dyn FnMut(u32) -> Duration + 'a>;

/// Contenders for the same work. The first is what the others are compared with.
pub(crate) struct Cell<'a> {
    pub(crate) name: String,
    pub(crate) contenders: Vec<(&'static str, Run<'a>)>,
}

/// What came of a cell.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) contenders: Vec<Contender>,
}

/// The quartiles of one contender's ratios to the first.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) ratio: [f64; 3],
}

impl Cell<'_> {
    pub(crate) fn measure(mut self) -> Row {
        let times = self.times_for_a_slice();
        let mut ratios = vec![Vec::with_capacity(ROUNDS); self.contenders.len()];
        for round in 0..ROUNDS {
            let seconds = self.round(round, times);
            for (ratios, second) in ratios.iter_mut().zip(&seconds) {
                ratios.push(second / seconds[0]);
            }
        }
        let names = self.contenders.iter().map(|(name, _)| *name);
        let contenders =
            names.zip(ratios).map(|(name, ratios)| Contender { name, ratio: quartiles(ratios) });
        Row { contenders: contenders.collect(), name: self.name }
    }

    /// One round, which begins with another contender each time.
    fn round(&mut self, round: usize, times: u32) -> Vec<f64> {
        let count = self.contenders.len();
        let mut seconds = vec![0.0; count];
        for turn in 0..count {
            let index = (round + turn) % count;
            seconds[index] = (self.contenders[index].1)(times).as_secs_f64();
        }
        seconds
    }

    fn times_for_a_slice(&mut self) -> u32 {
        let mut times = 1;
        while (self.contenders[0].1)(times) < SLICE {
            times *= 2;
        }
        times
    }
}

/// Measures a piece of work that needs nothing prepared.
pub(crate) fn repeat<'a, T>(mut work: impl FnMut() -> T + 'a) -> Run<'a> {
    Box::new(move |times| {
        timed(|| {
            for _ in 0..times {
                black_box(work());
            }
        })
    })
}

/// Measures a piece of work on an input that is made anew for each slice, so that no contender has
/// one that lies better in memory than the others'.
pub(crate) fn repeat_on<'a, I, T>(
    prepare: impl Fn() -> I + 'a,
    work: impl Fn(&I) -> T + 'a,
) -> Run<'a> {
    Box::new(move |times| {
        let input = prepare();
        timed(|| {
            for _ in 0..times {
                black_box(work(&input));
            }
        })
    })
}

/// Measures a piece of work that consumes what is prepared for it.
pub(crate) fn consume<'a, I, T>(
    prepare: impl Fn() -> I + 'a,
    work: impl Fn(I) -> T + 'a,
) -> Run<'a> {
    Box::new(move |times| {
        let prepared: Vec<I> = (0..times).map(|_| prepare()).collect();
        let mut results = Vec::with_capacity(prepared.len());
        let elapsed = timed(|| results.extend(prepared.into_iter().map(&work)));
        black_box(results);
        elapsed
    })
}

/// How long something takes. Instructions are counted in here alone, by the name of this function.
#[inline(never)]
fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}
