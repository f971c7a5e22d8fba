//! `Lines`: the lines of an input, with a limit on their length.

use std::io::{self, BufRead, Read};

/// The longest line that is read, in bytes.
pub(crate) const LONGEST: usize = 1024 * 1024;

/// The lines of an input that are not blank.
pub(crate) struct Lines<R> {
    input: R,
    number: u64,
}

/// A line of an input.
pub(crate) struct Line {
    /// The number of the line, from 1.
    pub(crate) number: u64,
    /// The line without its end, or `None` if it is too long.
    pub(crate) text: Option<Vec<u8>>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn of(input: R) -> Self {
        Self { input, number: 0 }
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut text = Vec::new();
        let limit = LONGEST as u64 + 1;
        if self.input.by_ref().take(limit).read_until(b'\n', &mut text)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if text.len() > LONGEST && !text.ends_with(b"\n") {
            self.input.skip_until(b'\n')?;
            return Ok(Some(Line { number: self.number, text: None }));
        }
        text.truncate(text.trim_ascii_end().len());
        Ok(Some(Line { number: self.number, text: Some(text) }))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        let is_blank = |line: &Line| line.text.as_ref().is_some_and(Vec::is_empty);
        loop {
            match self.read().transpose()? {
                Ok(line) if is_blank(&line) => {}
                line => return Some(line),
            }
        }
    }
}
