//! Where in a document an error is: line, column and, as far as that is no payload, the path.

use std::fmt::{self, Write};

#[derive(Debug, PartialEq)]
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
            write!(f, "`{path}`, ")?;
        }
        write!(f, "line {} column {}", self.line, self.column)
    }
}

/// An array or object that has been entered and not left.
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
    for open in open_at_end(read) {
        match open {
            Open::Array { index } => write!(path, "[{index}]").ok()?,
            Open::Object { key } => {
                let mut names = names.take().unwrap_or_default().iter();
                let Some(name) = names.find(|name| key == Some(name.as_bytes())) else {
                    break;
                };
                let dot = if path.is_empty() { "" } else { "." };
                write!(path, "{dot}{name}").ok()?;
            }
        }
    }
    (!path.is_empty()).then_some(path)
}

/// The arrays and objects that are open at the end of `read`, the outermost first.
fn open_at_end(read: &[u8]) -> Vec<Open<'_>> {
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(byte) = read.get(at) {
        match byte {
            b'[' => open.push(Open::Array { index: 0 }),
            b'{' => open.push(Open::Object { key: None }),
            b']' | b'}' => drop(open.pop()),
            b',' => match open.last_mut() {
                Some(Open::Array { index }) => *index += 1,
                Some(Open::Object { key }) => *key = None,
                None => {}
            },
            b'"' => {
                let start = at + 1;
                at = end_of_string(read, start);
                // The first string after `{` or `,` is the key, any other a value.
                if let Some(Open::Object { key: key @ None }) = open.last_mut() {
                    *key = read.get(start..at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    open
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
    use super::{Place, path};

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
