//! Place: the line and column of an error in a document, and the path if it contains no payload.

use serde_json::Error;
use std::fmt;

/// The most segments of a path in a message, and the most open arrays and objects that are kept: a
/// hostile document may open millions.
const SEGMENTS: usize = 8;

pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) path: Option<String>,
    /// Whether only the brackets of an array come before it.
    pub(crate) is_top: bool,
}

impl Place {
    /// Returns the place that serde_json names, if it fits the bytes that were `read`. serde_json
    /// also reads a place from the text of a custom error, which may end like one of its own texts.
    pub(crate) fn find(json: &str, read: usize, names: &[&str], error: &Error) -> Option<Self> {
        let above = json.split_inclusive('\n').take(error.line().checked_sub(1)?);
        let before = above.map(str::len).sum::<usize>().checked_add(error.column())?;
        // After an error, serde_json reads only the ends of the arrays and objects around it. An
        // error about the next byte is one byte further.
        let since = json.as_bytes().get(before..read).unwrap_or_default();
        let fits = before <= read + 1 && since.iter().all(|byte| b" \t\r\n,]}".contains(byte));
        Self::behind(json, before, names).filter(|_| fits)
    }

    /// Returns the place of an error whose text may name any place. It is after the last value that
    /// was read, or after the array or object that ends with this value.
    pub(crate) fn behind_value(json: &str, read: usize, names: &[&str]) -> Option<Self> {
        let read = json.get(..read)?;
        let value = read.trim_end_matches([' ', '\t', '\r', '\n', ',', ']', '}']).len();
        let rest = read[value..].trim_start();
        let is_last = rest.starts_with([']', '}']);
        Self::behind(json, if is_last { read.len() - rest.len() + 1 } else { value }, names)
    }

    /// Returns the place after so many bytes.
    fn behind(json: &str, before: usize, names: &[&str]) -> Option<Self> {
        let read = json.as_bytes().get(..before)?;
        let above: usize = read.iter().map(|byte| usize::from(*byte == b'\n')).sum();
        let last = if above == 0 { None } else { read.iter().rposition(|byte| *byte == b'\n') };
        let column = last.map_or(read.len(), |last| read.len() - last - 1);
        let top = read.trim_ascii_end();
        let is_top = matches!(top.strip_suffix(b"]").unwrap_or(top).trim_ascii(), b"" | b"[");
        Some(Self { line: above + 1, column, path: path(read, names), is_top })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "`{path}`, ")?;
        }
        write!(f, "line {} column {}", self.line, self.column)
    }
}

/// Returns the path to the end of `read`. It ends before the first key that is not one of the
/// type's own `names`. It also ends before a second key, since that may be the key of a map, which
/// is payload.
fn path(read: &[u8], names: &[&str]) -> Option<String> {
    // An error at the start of an array or object is about all of it, not about an element.
    let read = read.strip_suffix(b"[").or(read.strip_suffix(b"{")).unwrap_or(read);
    let around = Around::end_of(read);
    let mut names = Some(names);
    let segment = |&(bracket, commas, last): &(u8, usize, &[u8])| match bracket {
        b'[' => Some(format!("[{commas}]")),
        _ => Some(format!(".{}", names.take()?.iter().find(|name| is_key(name, last))?)),
    };
    let mut told: Vec<_> = around.outermost.iter().map_while(segment).collect();
    if told.len() == SEGMENTS && around.depth > SEGMENTS {
        told.push("…".to_owned());
    }
    let path = told.concat();
    (!path.is_empty()).then(|| path.strip_prefix('.').unwrap_or(&path).to_owned())
}

/// Tells whether an object continues with this key.
fn is_key(name: &str, object: &[u8]) -> bool {
    let key = serde_json::to_string(name).unwrap_or_default();
    object.trim_ascii_start().starts_with(key.as_bytes())
}

/// The arrays and objects that are open at the end of a text.
#[derive(Default)]
pub(crate) struct Around<'a> {
    /// The bracket of each, the number of commas directly in it, and the text after the last comma.
    outermost: Vec<(u8, usize, &'a [u8])>,
    depth: usize,
    /// The most that were open at the same time.
    pub(crate) deepest: usize,
}

impl<'a> Around<'a> {
    pub(crate) fn end_of(text: &'a [u8]) -> Self {
        let mut around = Self::default();
        let mut rest = text;
        while let Some((byte, behind)) = rest.split_first() {
            rest = behind;
            match byte {
                b'"' => rest = behind_string(behind),
                b'[' | b'{' | b'}' | b']' | b',' => around.pass(*byte, behind),
                _ => {}
            }
        }
        around
    }

    fn pass(&mut self, byte: u8, behind: &'a [u8]) {
        match (byte, self.outermost.last_mut()) {
            (b'[' | b'{', _) => self.depth += 1,
            (b',', Some((_, commas, last))) if self.depth <= SEGMENTS => {
                (*commas, *last) = (*commas + 1, behind);
            }
            (b',', _) => {}
            _ => self.depth = self.depth.saturating_sub(1),
        }
        self.outermost.truncate(self.depth);
        if self.outermost.len() < self.depth.min(SEGMENTS) {
            self.outermost.push((byte, 0, behind));
        }
        self.deepest = self.deepest.max(self.depth);
    }
}

/// Returns the text after a string, whose first quotation mark has been read.
fn behind_string(mut rest: &[u8]) -> &[u8] {
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
        let is_end = rest[at] == b'"';
        rest = rest.get(at + if is_end { 1 } else { 2 }..).unwrap_or_default();
        if is_end {
            return rest;
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::{Error, Place};
    use serde::de::Error as _;

    const NAMES: &[&str] = &["id", "tags", "address"];

    #[test]
    fn a_path_has_indices_and_one_name_that_is_the_types_own() {
        for (read, expected) in [
            (r#"{"id": 1, "tags": ["a", "b", 3"#, "tags[2]"),
            (r#"[{"id": 1}, {"id": "x""#, "[1].id"),
            // An array or object that has just begun is not in the path, nor one that has ended.
            ("[1, [", "[1]"),
            (r#"{"address": {"#, "address"),
            (r#"{"address": {"zip": [1, 2]}, "id": 1}"#, ""),
            // A key that is not the type's own is left out, and so is a second one of its name.
            (r#"{"hunter2": [1, 2"#, ""),
            (r#"{"id2": [1, 2"#, ""),
            (r#"{"address": {"id": 1"#, "address"),
            // Strings hide what looks like structure.
            (r#"{"tags": ["],{", "\"[", 1"#, "tags[2]"),
            (r#"{"tags\"#, ""),
            // What is too deep to be told does not disturb what is not.
            (r#"{"tags": [[[[[[[1"#, "tags[0][0][0][0][0][0][0]"),
            (r#"{"tags": [[[[[[[[[1"#, "tags[0][0][0][0][0][0][0]…"),
            (r#"{"tags": [[[[[[[[[1,2"#, "tags[0][0][0][0][0][0][0]…"),
            (r#"{"tags": [[[[[[[[[[[1,2]]]]],3]]]]],[],1"#, "tags[2]"),
            (r#"{"tags": [[[[[[[[[[[1,2]]]]],3]]]]]], "id": 1"#, "id"),
        ] {
            assert_eq!(super::path(read.as_bytes(), NAMES).unwrap_or_default(), expected, "{read}");
        }
    }

    #[test]
    fn a_place_by_what_was_read_is_behind_the_value() {
        for (json, read, expected) in [
            (r#"{"tags": [["a"]]}"#, 17, "`tags[0]`, line 1 column 15"),
            (r#"{"id": "a" , "tags": []}"#, 12, "`id`, line 1 column 10"),
            ("{\n \"id\": [\n1]\n}", 15, "`id`, line 3 column 2"),
            ("", 0, "line 1 column 0"),
        ] {
            let place = Place::behind_value(json, read, NAMES).unwrap();
            assert_eq!(place.to_string(), expected, "{json}");
        }
    }

    #[test]
    fn a_place_that_the_document_does_not_have_is_dropped() {
        let find = |(line, column): (usize, usize)| {
            let error = Error::custom(format!("x at line {line} column {column}"));
            Some(Place::find("{\n \"id\": 1", 10, NAMES, &error)?.to_string())
        };
        assert_eq!(find((2, 8)).unwrap(), "`id`, line 2 column 8");
        let places = [(1, 1), (2, 3), (0, 0), (3, 1), (2, 9), (1, usize::MAX), (usize::MAX, 9)];
        assert_eq!(places.map(find), [const { None }; 7]);
    }
}
