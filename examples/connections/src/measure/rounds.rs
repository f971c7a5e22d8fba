//! Paired measurements: every contender once in each round, so that what disturbs the machine disturbs them alike.

use std::time::Duration;

const ROUNDS: usize = 41;

/// How long a contender is measured in one round, about.
const SLICE: Duration = Duration::from_millis(8);

/// So many callers, each of whom does so many operations, one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) callers: u32,
    pub(crate) each: u32,
}

/// Does all of it, and says how long it took.
pub(crate) type Run<'a> = Box<dyn FnMut(Load) -> Duration + 'a>;

/// Contenders for the same work. The first is what the others are compared with.
pub(crate) struct Cell<'a> {
    pub(crate) name: String,
    pub(crate) callers: u32,
    pub(crate) contenders: Vec<(&'static str, Run<'a>)>,
}

/// What came of a cell.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) contenders: Vec<Contender>,
}

/// The quartiles of a contender's ratios to the first, and of its microseconds for one operation.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) ratio: [f64; 3],
    pub(crate) micros: [f64; 3],
}

impl Cell<'_> {
    pub(crate) fn measure(mut self) -> Row {
        let loads: Vec<Load> = (0..self.contenders.len()).map(|index| self.load(index)).collect();
        let rounds: Vec<Vec<f64>> = (0..ROUNDS).map(|round| self.round(round, &loads)).collect();
        let contender = |(index, (name, _)): (usize, &(&'static str, _))| Contender {
            name,
            ratio: quartiles(rounds.iter().map(|micros| micros[index] / micros[0])),
            micros: quartiles(rounds.iter().map(|micros| micros[index])),
        };
        let contenders = self.contenders.iter().enumerate().map(contender).collect();
        Row { name: self.name, contenders }
    }

    /// As many operations as take a contender about a slice.
    fn load(&mut self, index: usize) -> Load {
        let mut load = Load { callers: self.callers, each: 1 };
        while (self.contenders[index].1)(load) < SLICE / 2 {
            load.each *= 2;
        }
        load
    }

    /// The microseconds for one operation of each contender, in a round that begins with another one each time.
    fn round(&mut self, round: usize, loads: &[Load]) -> Vec<f64> {
        let count = loads.len();
        let mut micros = vec![0.0; count];
        for turn in 0..count {
            let index = (round + turn) % count;
            let Load { callers, each } = loads[index];
            let elapsed = (self.contenders[index].1)(loads[index]);
            micros[index] = elapsed.as_secs_f64() * 1e6 / f64::from(callers * each);
        }
        micros
    }
}

impl Row {
    pub(crate) fn contender(&self, name: &str) -> Option<&Contender> {
        self.contenders.iter().find(|contender| contender.name == name)
    }

    /// What stands in the table: microseconds for the first contender, and a ratio for the others.
    pub(crate) fn text(&self, name: &str) -> String {
        match self.contender(name) {
            None => String::new(),
            Some(first) if first.name == self.contenders[0].name => {
                format!("{:.1} µs", first.micros[1])
            }
            Some(Contender { ratio: [lower, median, upper], .. }) => {
                format!("{median:.2} ({lower:.2}–{upper:.2})")
            }
        }
    }
}

/// The contenders of all rows, in the order in which they come.
pub(crate) fn names(rows: &[Row]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for Contender { name, .. } in rows.iter().flat_map(|row| &row.contenders) {
        if !names.contains(name) {
            names.push(*name);
        }
    }
    names
}

pub(crate) fn quartiles(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}
