//! Excerpt: the beginning and the end of a text. A text may be as long as the document that it
//! quotes.

use serde::de::Error as _;
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Bytes that are kept of the beginning and of the end.
const KEPT: usize = 4096;

/// Stands for the part that was left out.
const GAP: &str = "…";

/// Returns the error and its message, both with a gap in the middle if the message is long.
pub(crate) fn excerpt(error: serde_json::Error) -> (serde_json::Error, String) {
    let mut excerpt = Excerpt(String::with_capacity(128));
    // The write never fails. A `Display` that fails gives a shorter message.
    _ = write!(excerpt, "{error}");
    // serde_json takes the place from the end of the text.
    let is_long = excerpt.0.len() > KEPT;
    (if is_long { serde_json::Error::custom(&excerpt.0) } else { error }, excerpt.0)
}

struct Excerpt(String);

impl Write for Excerpt {
    // serde_json writes its message in one piece, and a place in a few that are short.
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        let end = boundary(piece, piece.len().saturating_sub(KEPT));
        self.0.push_str(&cut(&piece[..end], KEPT));
        self.0.push_str(&piece[end..]);
        Ok(())
    }
}

/// Returns the beginning of a text that fits into so many bytes, with a sign at its end if the text
/// is longer.
pub(crate) fn cut(text: &str, bytes: usize) -> Cow<'_, str> {
    if text.len() <= bytes {
        return text.into();
    }
    format!("{}{GAP}", &text[..boundary(text, bytes - GAP.len())]).into()
}

/// Returns the last place up to `end` that is between two characters.
fn boundary(text: &str, end: usize) -> usize {
    (0..=end).rfind(|end| text.is_char_boundary(*end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{KEPT, cut, excerpt};
    use serde::de::Error as _;

    #[test]
    fn a_long_text_has_a_gap_between_whole_characters() {
        let of = |message: &str| {
            let (error, text) = excerpt(serde_json::Error::custom(message));
            let error = error.to_string();
            assert!(error.len() < 2 * KEPT + 64, "{}", error.len());
            text
        };
        assert_eq!(of(&"é".repeat(KEPT)), "é".repeat(KEPT));
        for begin in ["begin", "begin é"] {
            let text = of(&format!("{begin}{} at line 1 column 2", "é".repeat(1_000_000)));
            assert!(text.starts_with(begin) && text.contains("é…é"), "{text}");
            assert!(text.ends_with("é at line 1 column 2"), "{text}");
            assert!(text.len() < 2 * KEPT + 64, "{}", text.len());
        }
        let cuts =
            [("abc", 3), ("abcde", 4), ("ééé", 5), ("aééé", 5)].map(|(text, end)| cut(text, end));
        assert_eq!(cuts, ["abc", "a…", "é…", "a…"]);
    }
}
