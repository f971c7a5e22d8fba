//! Where in a document an error is: line, column and, as far as that is no payload, the path.

use crate::errors::excerpt::cut;
use std::fmt::{self, Write};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) path: Option<String>,
    /// How many bytes of the document come before it.
    before: usize,
}

impl Place {
    /// `line` and `column` as serde_json gives them, and `read`, the bytes that it has read. It takes the
    /// place from the text of a custom error where that ends like one of its own, so the place
    /// counts only if it fits.
    pub(crate) fn find(
        json: &str,
        read: usize,
        names: &[&str],
        line: usize,
        column: usize,
    ) -> Option<Self> {
        let start = match line.checked_sub(1)? {
            0 => 0,
            lines => json.match_indices('\n').nth(lines - 1)?.0 + 1,
        };
        let before = start.checked_add(column)?;
        let json = json.as_bytes();
        // After an error, only the ends of the arrays and objects around it are read. An error about the byte
        // to come is one further.
        let since = json.get(before..read).unwrap_or_default();
        let fits = before <= read + 1 && since.iter().all(|byte| b" \t\r\n,]}".contains(byte));
        let path = path(json.get(..before)?, names);
        fits.then_some(Self { line, column, path, before })
    }

    /// Whether it is at the beginning or the end of a JSON array that is all of the document so far.
    pub(crate) fn is_top_array(&self, json: &str) -> bool {
        let read = json.get(..self.before).unwrap_or_default();
        let structure: String = read.chars().filter(|c| !c.is_whitespace()).take(3).collect();
        matches!(structure.as_str(), "" | "[" | "[]")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            let (path, gap) = cut(path, 128);
            write!(f, "`{path}{gap}`, ")?;
        }
        write!(f, "line {} column {}", self.line, self.column)
    }
}

/// An array or object that has been entered and not left.
#[derive(Clone, Copy)]
enum Open<'a> {
    Array { index: usize },
    Object { key: Option<&'a [u8]> },
}

/// The path to the end of `read`. It ends before the first key that is not one of the type's own
/// `names`: further keys may be those of a map, which are payload.
fn path(read: &[u8], names: &[&str]) -> Option<String> {
    let mut path = String::new();
    let mut names = Some(names);
    // An error at the very start of an array or object is about it, not about what is in it.
    let read = read.strip_suffix(b"[").or(read.strip_suffix(b"{")).unwrap_or(read);
    let around = Around::end_of(read);
    for open in around.outermost() {
        match open {
            Open::Array { index } => write!(path, "[{index}]").ok()?,
            Open::Object { key } => {
                let mut names = names.take().unwrap_or_default().iter();
                let Some(name) = names.find(|name| *key == Some(name.as_bytes())) else {
                    return (!path.is_empty()).then_some(path);
                };
                let dot = if path.is_empty() { "" } else { "." };
                write!(path, "{dot}{name}").ok()?;
            }
        }
    }
    if around.depth > SEGMENTS {
        path.push('…');
    }
    (!path.is_empty()).then_some(path)
}

/// The segments of a path that are told, which are also all that is kept of the arrays and objects around a place: a
/// hostile document may open millions.
const SEGMENTS: usize = 8;

/// The arrays and objects around a place, the outermost first.
struct Around<'a> {
    outermost: [Open<'a>; SEGMENTS],
    /// How many there are in all.
    depth: usize,
}

impl<'a> Around<'a> {
    fn outermost(&self) -> &[Open<'a>] {
        &self.outermost[..self.depth.min(SEGMENTS)]
    }

    /// Those that are open at the end of `read`.
    fn end_of(read: &'a [u8]) -> Self {
        let mut around = Self { outermost: [Open::Object { key: None }; SEGMENTS], depth: 0 };
        let mut at = 0;
        while let Some(byte) = read.get(at) {
            match byte {
                b'[' => around.enter(Open::Array { index: 0 }),
                b'{' => around.enter(Open::Object { key: None }),
                b']' | b'}' => around.depth = around.depth.saturating_sub(1),
                b',' => match around.innermost() {
                    Some(Open::Array { index }) => *index += 1,
                    Some(Open::Object { key }) => *key = None,
                    None => {}
                },
                b'"' => {
                    let start = at + 1;
                    at = end_of_string(read, start);
                    // The first string after `{` or `,` is the key, any other a value.
                    if let Some(Open::Object { key: key @ None }) = around.innermost() {
                        *key = read.get(start..at);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        around
    }

    fn enter(&mut self, open: Open<'a>) {
        if let Some(segment) = self.outermost.get_mut(self.depth) {
            *segment = open;
        }
        self.depth += 1;
    }

    /// The one that the place is directly in, unless it is too deep to be told.
    fn innermost(&mut self) -> Option<&mut Open<'a>> {
        self.outermost.get_mut(self.depth.checked_sub(1)?)
    }
}

/// How deep a document is nested at its deepest.
pub(crate) fn deepest(json: &str) -> usize {
    let json = json.as_bytes();
    let (mut at, mut depth, mut deepest) = (0, 0usize, 0);
    while let Some(byte) = json.get(at) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => at = end_of_string(json, at + 1),
            _ => {}
        }
        deepest = deepest.max(depth);
        at += 1;
    }
    deepest
}

/// The index of the quote that closes the string, or the end of `read`.
fn end_of_string(read: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = read.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    read.len()
}

#[cfg(test)]
mod tests {
    use super::{Place, deepest, path};

    const NAMES: &[&str] = &["id", "tags", "address"];

    fn path_in(read: &str) -> Option<String> {
        path(read.as_bytes(), NAMES)
    }

    #[test]
    fn a_field_and_an_element_are_named() {
        assert_eq!(path_in(r#"{"id": "x""#).as_deref(), Some("id"));
        assert_eq!(path_in(r#"{"id": 1, "tags": ["a", "b", 3"#).as_deref(), Some("tags[2]"));
        assert_eq!(path_in(r#"[{"id": 1}, {"id": "x""#).as_deref(), Some("[1].id"));
    }

    #[test]
    fn what_has_just_begun_is_not_in_the_path() {
        assert_eq!(path_in("["), None);
        assert_eq!(path_in("[1, [").as_deref(), Some("[1]"));
        assert_eq!(path_in(r#"{"address": {"#).as_deref(), Some("address"));
    }

    #[test]
    fn what_is_closed_is_not_in_the_path() {
        assert_eq!(path_in(r#"{"address": {"zip": [1, 2]}, "id": 1}"#), None);
        assert_eq!(path_in(r#"{"address": {"zip": 1}"#).as_deref(), Some("address"));
    }

    #[test]
    fn a_key_that_is_not_the_types_own_is_left_out() {
        assert_eq!(path_in(r#"{"hunter2": [1, 2"#), None);
        assert_eq!(path_in(r#"{"address": {"hunter2": [1, 2"#).as_deref(), Some("address"));
        // Not even where a key further in is spelt like a field.
        assert_eq!(path_in(r#"{"address": {"id": 1"#).as_deref(), Some("address"));
    }

    #[test]
    fn a_path_has_eight_segments_at_most() {
        let tags = r#"{"tags": "#;
        assert_eq!(
            path_in(&format!("{tags}{}1", "[".repeat(7))).unwrap(),
            "tags[0][0][0][0][0][0][0]"
        );
        for deeper in [8, 9, 1_000_000] {
            let path = path_in(&format!("{tags}{}1", "[".repeat(deeper))).unwrap();
            assert_eq!(path, "tags[0][0][0][0][0][0][0]…", "{deeper}");
        }
        // What is too deep to be told does not disturb what is not.
        let deep = format!("{}{}", "[".repeat(20), "]".repeat(20));
        assert_eq!(path_in(&format!("{tags}[{deep},{deep},1")).unwrap(), "tags[2]");
        assert_eq!(path_in(&format!("{tags}{deep}, \"id\": 1")).unwrap(), "id");
    }

    #[test]
    fn the_deepest_nesting_is_counted() {
        for (json, depth) in
            [("1", 0), ("[]", 1), (r#"[{"[[[": []}, 1]"#, 3), ("]][", 1), ("[[", 2)]
        {
            assert_eq!(deepest(json), depth, "{json}");
        }
    }

    #[test]
    fn strings_hide_what_looks_like_structure() {
        assert_eq!(path_in(r#"{"tags": ["],{", "\"[", 1"#).as_deref(), Some("tags[2]"));
        assert_eq!(path_in(r#"{"tags\"#), None);
    }

    #[test]
    fn a_place_that_the_document_does_not_have_is_dropped() {
        let find = |line, column| Place::find("{\n \"id\": 1", 10, NAMES, line, column);
        assert_eq!(find(2, 8).unwrap().to_string(), "`id`, line 2 column 8");
        for (line, column) in
            [(1, 1), (2, 3), (0, 0), (3, 0), (2, 9), (4242, 1337), (1, usize::MAX), (usize::MAX, 1)]
        {
            assert_eq!(find(line, column), None, "line {line} column {column}");
        }
    }
}
