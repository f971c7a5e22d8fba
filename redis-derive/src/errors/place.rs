//! Where in a document an error is: line, column and, as far as that is no payload, the path.

use crate::errors::excerpt::push_cut;
use std::fmt::Write;

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

    pub(crate) fn push_to(&self, message: &mut String) {
        if let Some(path) = &self.path {
            message.push('`');
            push_cut(message, path, 128);
            message.push_str("`, ");
        }
        // Writing to a string does not fail.
        _ = write!(message, "line {} column {}", self.line, self.column);
    }

    /// The place of an error that is not serde_json's, by what it had read: the text of such an error may name any place. It is behind the
    /// last value that was read, or behind the array or object that this was the last of.
    pub(crate) fn behind_value(json: &str, read: usize, names: &[&str]) -> Option<Self> {
        let read = json.get(..read)?;
        let value = read.trim_end_matches(|c: char| " \t\r\n,]}".contains(c)).len();
        let rest = read[value..].trim_start_matches([' ', '\t', '\r', '\n']);
        let is_last = rest.starts_with([']', '}']);
        let before = if is_last { read.len() - rest.len() + 1 } else { value };
        let begin = read[..before].rfind('\n').map_or(0, |newline| newline + 1);
        let line = 1 + read[..begin].matches('\n').count();
        let path = path(&json.as_bytes()[..before], names);
        Some(Self { line, column: before - begin, path, before })
    }

    /// Whether it is at the beginning or the end of a JSON array that is all of the document so far.
    pub(crate) fn is_top_array(&self, json: &str) -> bool {
        let read = json.get(..self.before).unwrap_or_default();
        let structure: String = read.chars().filter(|c| !c.is_whitespace()).take(3).collect();
        matches!(structure.as_str(), "" | "[" | "[]")
    }
}

/// The path to the end of `read`. It ends before the first key that is not one of the type's own
/// `names`: further keys may be those of a map, which are payload.
fn path(read: &[u8], names: &[&str]) -> Option<String> {
    let mut path = String::with_capacity(32);
    let mut names = Some(names);
    // An error at the very start of an array or object is about it, not about what is in it.
    let read = read.strip_suffix(b"[").or(read.strip_suffix(b"{")).unwrap_or(read);
    if names.is_some_and(<[_]>::is_empty) && read.trim_ascii_start().starts_with(b"{") {
        // Not even the first key would be told.
        return None;
    }
    let around = Around::end_of(read);
    for open in around.outermost() {
        if open.is_array {
            write!(path, "[{}]", open.commas).ok()?;
            continue;
        }
        let key = open.key();
        let mut names = names.take().unwrap_or_default().iter();
        let Some(name) = names.find(|name| key == Some(name.as_bytes())) else {
            return (!path.is_empty()).then_some(path);
        };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
    }
    if around.depth > SEGMENTS {
        path.push('…');
    }
    (!path.is_empty()).then_some(path)
}

/// The segments of a path that are told, which are also all that is kept of the arrays and objects around a place: a
/// hostile document may open millions.
const SEGMENTS: usize = 8;

/// An array or object that has been entered and not left.
#[derive(Clone, Copy)]
struct Open<'a> {
    is_array: bool,
    /// How many there are directly in it, which is the index in an array.
    commas: usize,
    /// What is behind the last of them.
    last: &'a [u8],
}

impl<'a> Open<'a> {
    fn new(is_array: bool, inside: &'a [u8]) -> Self {
        Self { is_array, commas: 0, last: inside }
    }

    /// The key in an object, as it is written.
    fn key(&self) -> Option<&'a [u8]> {
        let text = self.last.trim_ascii_start().strip_prefix(b"\"")?;
        text[..text.len() - after_string(text).len()].strip_suffix(b"\"")
    }
}

/// The arrays and objects around a place.
struct Around<'a> {
    /// From the outermost on. The first stands for the document itself, and the last for all that are too deep to be told.
    open: [Open<'a>; SEGMENTS + 2],
    /// How many there are in all.
    depth: usize,
}

impl<'a> Around<'a> {
    fn outermost(&self) -> &[Open<'a>] {
        &self.open[1..=self.depth.min(SEGMENTS)]
    }

    /// Those that are open at the end of `read`.
    fn end_of(read: &'a [u8]) -> Self {
        let mut open = [Open::new(false, read); SEGMENTS + 2];
        let mut depth = 0usize;
        let mut rest = read;
        while let Some((byte, behind)) = rest.split_first() {
            rest = behind;
            match byte {
                b'"' => rest = after_string(behind),
                b',' => {
                    let innermost = &mut open[depth.min(SEGMENTS + 1)];
                    innermost.commas += 1;
                    innermost.last = behind;
                }
                b'[' | b'{' => {
                    depth += 1;
                    open[depth.min(SEGMENTS + 1)] = Open::new(*byte == b'[', behind);
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        Self { open, depth }
    }
}

/// How deep a document is nested at its deepest.
pub(crate) fn deepest(json: &str) -> usize {
    let mut rest = json.as_bytes();
    let (mut depth, mut deepest) = (0usize, 0);
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        match byte {
            b'"' => rest = after_string(behind),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What is behind the quote that closes a string, whose text begins here. Eight bytes are looked at together: most of the time that it takes to
/// find a place is spent on strings.
#[inline]
fn after_string(text: &[u8]) -> &[u8] {
    let mut rest = text;
    loop {
        let end = match rest.split_first_chunk() {
            Some((eight, behind)) => {
                let Some(end) = first_of_quote_and_escape(*eight) else {
                    rest = behind;
                    continue;
                };
                end
            }
            None => match rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
                Some(end) => end,
                None => return &[],
            },
        };
        let is_escape = rest[end] == b'\\';
        rest = rest.get(end + 1 + usize::from(is_escape)..).unwrap_or_default();
        if !is_escape {
            return rest;
        }
    }
}

/// The index of the first quote or backslash. A byte of a word is zero where the subtraction borrows into its highest
/// bit ("Bit Twiddling Hacks", <https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord>).
fn first_of_quote_and_escape(bytes: [u8; 8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let word = u64::from_le_bytes(bytes);
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    let is = |byte: u8| zeros(word ^ (ONES * u64::from(byte)));
    let found = is(b'"') | is(b'\\');
    (found != 0).then_some(found.trailing_zeros() as usize / 8)
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
    fn a_place_by_what_was_read_is_behind_the_value() {
        for (json, read, expected) in [
            (r#"{"tags": ["a"]}"#, 15, (1, 14, Some("tags"))),
            (r#"{"tags": [["a"]]}"#, 17, (1, 15, Some("tags[0]"))),
            (r#"{"tags": ["a"], "id": 1}"#, 15, (1, 14, Some("tags"))),
            (r#"{"id": "a" , "tags": []}"#, 12, (1, 10, Some("id"))),
            (r#"{"id": 1}"#, 9, (1, 9, None)),
            ("{\n \"id\": [\n1]\n}", 15, (3, 2, Some("id"))),
            (r#""a""#, 3, (1, 3, None)),
            ("", 0, (1, 0, None)),
            ("]", 1, (1, 1, None)),
        ] {
            let place = Place::behind_value(json, read, NAMES).unwrap();
            assert_eq!((place.line, place.column, place.path.as_deref()), expected, "{json}");
        }
        assert_eq!(Place::behind_value("1", 2, NAMES), None);
    }

    #[test]
    fn a_string_ends_at_its_quote() {
        for (text, behind) in [
            ("\"", ""),
            ("\" 1", " 1"),
            ("seven77\"1", "1"),
            ("eight888\"1", "1"),
            ("longer than eight\"1", "1"),
            (r#"\"\\\"\\"1"#, "1"),
            (r#"1234567\"\"89"1"#, "1"),
            (r#"123456\\"1"#, "1"),
            (r"\", ""),
            (r"1234567\", ""),
            ("not closed", ""),
            ("é!#[]\u{80}\u{a2}\u{dc}\"1", "1"),
        ] {
            assert_eq!(super::after_string(text.as_bytes()), behind.as_bytes(), "{text}");
        }
    }

    #[test]
    fn a_place_that_the_document_does_not_have_is_dropped() {
        let find = |line, column| Place::find("{\n \"id\": 1", 10, NAMES, line, column);
        let mut message = String::new();
        find(2, 8).unwrap().push_to(&mut message);
        assert_eq!(message, "`id`, line 2 column 8");
        for (line, column) in
            [(1, 1), (2, 3), (0, 0), (3, 0), (2, 9), (4242, 1337), (1, usize::MAX), (usize::MAX, 1)]
        {
            assert_eq!(find(line, column), None, "line {line} column {column}");
        }
    }
}
