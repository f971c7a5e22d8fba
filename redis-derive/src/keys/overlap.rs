//! Overlap: whether two patterns have a key in common.
//!
//! The keys of a pattern are a regular language: text, and parts in which some characters only come
//! as escapes. Each pattern becomes a state machine that reads its keys character by character. Two
//! patterns overlap if both machines can reach their ends with the same characters.

use crate::keys::template::{EMPTY, ESCAPED, push_escape};
use std::collections::HashSet;

/// A piece of a pattern.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(String),
    /// Any part, with the character after it that the part escapes.
    Part {
        separator: Option<char>,
        fills_tag: bool,
    },
}

/// A state machine.
struct Machine {
    /// The steps from each state.
    steps: Vec<Vec<(Reads, usize)>>,
    /// The states after all pieces so far.
    ends: Vec<usize>,
}

/// What a step reads.
#[derive(Clone, Copy)]
enum Reads {
    This(char),
    /// Any character that needs no escape in a part with this separator.
    Plain(Option<char>),
}

pub(crate) fn overlap(one: &[Piece], other: &[Piece]) -> bool {
    let (one, other) = (Machine::new(one), Machine::new(other));
    let mut seen = HashSet::from([(0, 0)]);
    let mut open = vec![(0, 0)];
    while let Some((a, b)) = open.pop() {
        if one.ends.contains(&a) && other.ends.contains(&b) {
            return true;
        }
        for (reads, a) in &one.steps[a] {
            for (also, b) in &other.steps[b] {
                if reads.meets(*also) && seen.insert((*a, *b)) {
                    open.push((*a, *b));
                }
            }
        }
    }
    false
}

impl Reads {
    /// Tells whether both can read the same character.
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::This(one), Self::This(other)) => one == other,
            (Self::This(c), Self::Plain(separator)) | (Self::Plain(separator), Self::This(c)) => {
                !ESCAPED.contains(&c) && separator != Some(c)
            }
            (Self::Plain(_), Self::Plain(_)) => true,
        }
    }
}

impl Machine {
    fn new(pieces: &[Piece]) -> Self {
        let mut machine = Self { steps: vec![Vec::new()], ends: vec![0] };
        for piece in pieces {
            match piece {
                Piece::Text(text) => machine.read(text),
                Piece::Part { separator, fills_tag } => machine.read_part(*separator, *fills_tag),
            }
        }
        machine
    }

    fn state(&mut self) -> usize {
        self.steps.push(Vec::new());
        self.steps.len() - 1
    }

    fn read(&mut self, text: &str) {
        for c in text.chars() {
            let next = self.state();
            for end in std::mem::replace(&mut self.ends, vec![next]) {
                self.steps[end].push((Reads::This(c), next));
            }
        }
    }

    fn read_part(&mut self, separator: Option<char>, fills_tag: bool) {
        let starts = std::mem::take(&mut self.ends);
        let part = self.state();
        for from in starts.iter().copied().chain([part]) {
            self.steps[from].push((Reads::Plain(separator), part));
            for escaped in ESCAPED.into_iter().chain(separator) {
                self.read_escape(escaped, from, part);
            }
        }
        self.ends = starts;
        if fills_tag {
            self.read(EMPTY);
        }
        self.ends.push(part);
    }

    /// Walks through `%3A`.
    fn read_escape(&mut self, escaped: char, from: usize, to: usize) {
        let mut escape = String::new();
        push_escape(&mut escape, escaped);
        let last = escape.pop().map(Reads::This);
        let ends = std::mem::replace(&mut self.ends, vec![from]);
        self.read(&escape);
        let end = self.ends[0];
        self.steps[end].extend(last.map(|last| (last, to)));
        self.ends = ends;
    }
}
