//! Excerpt: the beginning and the end of a message, which may be as long as the document that it quotes.

use std::fmt::{self, Display, Write};

/// Bytes that are kept of the beginning and of the end.
const KEPT: usize = 512;

/// Stands for what was left out.
const GAP: &str = "…";

#[derive(Default)]
pub(crate) struct Excerpt {
    head: Vec<u8>,
    tail: Vec<u8>,
    length: usize,
}

impl Excerpt {
    /// Of what a value says of itself, which is not copied as a whole.
    pub(crate) fn of(message: &impl Display) -> Self {
        // Most messages are shorter.
        let mut excerpt = Self { head: Vec::with_capacity(128), ..Self::default() };
        // It never fails, and a message that does is as long as it came.
        let _ = write!(excerpt, "{message}");
        excerpt
    }

    /// How long the whole message is, in bytes.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    pub(crate) fn into_text(self) -> String {
        let Self { mut head, tail, length } = self;
        if head.len() + tail.len() < length {
            head.extend(GAP.as_bytes());
        }
        head.extend(tail);
        // The gap may have cut a character in two.
        String::from_utf8(head).unwrap_or_else(|cut| String::from_utf8_lossy(cut.as_bytes()).into())
    }
}

impl Write for Excerpt {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.length += text.len();
        let (head, rest) = text.as_bytes().split_at(text.len().min(KEPT - self.head.len()));
        self.head.extend(head);
        let end = &rest[rest.len().saturating_sub(KEPT)..];
        let kept = self.tail.len().saturating_sub(KEPT - end.len());
        self.tail.drain(..self.tail.len().min(kept));
        self.tail.extend(end);
        Ok(())
    }
}

/// Appends as much of a text as fits into so many bytes, with a sign of it where that is not all.
pub(crate) fn push_cut(message: &mut String, text: &str, bytes: usize) {
    if text.len() <= bytes {
        message.push_str(text);
        return;
    }
    let mut end = bytes.saturating_sub(GAP.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    message.push_str(&text[..end]);
    message.push_str(GAP);
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, KEPT, push_cut};
    use std::fmt::Write;

    #[test]
    fn a_short_message_is_whole() {
        for message in ["", "a", &"a".repeat(KEPT), &"ab".repeat(KEPT)] {
            let excerpt = Excerpt::of(&message);
            assert_eq!(excerpt.length(), message.len());
            assert_eq!(excerpt.into_text(), message);
        }
    }

    #[test]
    fn a_long_message_has_its_beginning_and_its_end() {
        let middle = "é".repeat(1_000_000);
        let pieces = Excerpt::of(&format_args!("begin {middle} {middle} end"));
        assert_eq!(pieces.length(), "begin   end".len() + 2 * middle.len());
        let text = pieces.into_text();
        assert!(text.starts_with("begin é") && text.ends_with("é end"), "{text}");
        assert!(text.contains('…'), "{text}");
        assert!(text.len() <= 2 * KEPT + 16, "{}", text.len());
    }

    #[test]
    fn a_message_in_many_pieces_is_kept_alike() {
        let digits = (0..5000).map(|digit| digit.to_string());
        let whole: String = digits.collect();
        let mut pieces = Excerpt::default();
        for piece in whole.as_bytes().chunks(7) {
            pieces.write_str(str::from_utf8(piece).unwrap()).unwrap();
        }
        assert_eq!(pieces.into_text(), Excerpt::of(&whole).into_text());
    }

    #[test]
    fn a_cut_leaves_whole_characters() {
        for (text, bytes, cut) in [
            ("abc", 3, "abc"),
            ("abcde", 4, "a…"),
            ("ééé", 5, "é…"),
            ("aééé", 5, "a…"),
            ("abc", 0, "…"),
        ] {
            let mut message = String::new();
            push_cut(&mut message, text, bytes);
            assert_eq!(message, cut);
        }
    }
}
