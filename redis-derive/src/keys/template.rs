//! Template: what the keys of a type look like.
//!
//! Different parts never make the same key. Where a part could run into the text behind it, one character of that text is
//! escaped in the part, as in a URL (RFC 3986, section 2.1): the end of each part is then where that character first comes. In a template
//! with braces of its own, which is a hash tag (<https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags>), so are
//! braces. Nothing else is, and the last part, which ends with the key, usually has nothing to escape.

use std::fmt::{self, Display, Write};

/// `user:{id}`, parsed by the derive.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Template {
    begin: &'static str,
    placeholders: &'static [Placeholder],
}

/// A placeholder, and the text behind it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Placeholder {
    /// The characters that are escaped in its part.
    escaped: &'static str,
    /// Whether an empty part would leave a hash tag empty, which then is none.
    fills_tag: bool,
    then: &'static str,
}

/// In place of an empty part where there must be one. No other part is written like this: `%` is escaped there.
const EMPTY: &str = "%";

/// A `Display` that fails breaks its contract (`std::fmt::Error`), and panics in `format!` and `to_string` too.
const DISPLAYS: &str = "a part of a key implements `Display` without an error";

impl Template {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(begin: &'static str, placeholders: &'static [Placeholder]) -> Self {
        Self { begin, placeholders }
    }

    /// The key with these parts.
    pub(crate) fn fill(&self, parts: &[&dyn Display]) -> String {
        // What a number of ten digits takes.
        let length = |placeholder: &Placeholder| placeholder.then.len() + 10;
        let length: usize = self.placeholders.iter().map(length).sum();
        let mut key = String::with_capacity(self.begin.len() + length);
        key.push_str(self.begin);
        for (placeholder, part) in self.placeholders.iter().zip(parts) {
            placeholder.fill(&mut key, *part);
            key.push_str(placeholder.then);
        }
        key
    }

    /// A pattern of `SCAN` that matches every key (<https://redis.io/docs/latest/commands/keys/>).
    pub(crate) fn pattern(&self, prefix: &str) -> String {
        let mut pattern = String::new();
        push_literal(&mut pattern, prefix);
        push_literal(&mut pattern, self.begin);
        for placeholder in self.placeholders {
            pattern.push('*');
            push_literal(&mut pattern, placeholder.then);
        }
        pattern
    }

    /// Whether a key is one of this template: it also tells those apart that the pattern does not.
    pub(crate) fn matches(&self, key: &str) -> bool {
        let Some(mut rest) = key.strip_prefix(self.begin) else { return false };
        let Some((last, placeholders)) = self.placeholders.split_last() else {
            return rest.is_empty();
        };
        for placeholder in placeholders {
            // No part but the last has in it what is behind it.
            let Some((part, behind)) = rest.split_once(placeholder.then) else { return false };
            if !placeholder.is_part(part) {
                return false;
            }
            rest = behind;
        }
        rest.strip_suffix(last.then).is_some_and(|part| last.is_part(part))
    }
}

impl Placeholder {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(escaped: &'static str, fills_tag: bool, then: &'static str) -> Self {
        Self { escaped, fills_tag, then }
    }

    fn fill(&self, key: &mut String, part: &dyn Display) {
        if self.escaped.is_empty() {
            write!(key, "{part}").expect(DISPLAYS);
            return;
        }
        let start = key.len();
        write!(Escaping { key, escaped: self.escaped }, "{part}").expect(DISPLAYS);
        if self.fills_tag && key.len() == start {
            key.push_str(EMPTY);
        }
    }

    /// Whether a text can be a part that was written here.
    fn is_part(&self, text: &str) -> bool {
        if self.escaped.is_empty() || (self.fills_tag && text == EMPTY) {
            return true;
        }
        let mut again = String::with_capacity(text.len());
        let mut escaping = Escaping { key: &mut again, escaped: self.escaped };
        let is_written = unescaped(text).is_some_and(|part| escaping.write_str(&part).is_ok());
        is_written && again == text && !(self.fills_tag && text.is_empty())
    }
}

/// Writes a part, with some characters escaped.
struct Escaping<'a> {
    key: &'a mut String,
    escaped: &'a str,
}

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            if self.escaped.contains(c) {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    write!(self.key, "%{byte:02X}")?;
                }
            } else {
                self.key.push(c);
            }
        }
        Ok(())
    }
}

/// What a part was before it was escaped, or `None` where it was not escaped by us.
fn unescaped(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut part = Vec::from(pieces.next()?);
    for piece in pieces {
        part.push(u8::from_str_radix(piece.get(..2)?, 16).ok()?);
        part.extend(&piece.as_bytes()[2..]);
    }
    String::from_utf8(part).ok()
}

/// Text that is to match itself.
fn push_literal(pattern: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::{Placeholder, Template};

    /// `{tenant}:user:{id}`
    const USER: Template = Template::new(
        "",
        &[Placeholder::new(":%", false, ":user:"), Placeholder::new("", false, "")],
    );

    /// `{{{tenant}}}:cart`
    const CART: Template = Template::new("{", &[Placeholder::new("%{}", true, "}:cart")]);

    #[test]
    fn what_a_value_makes_is_one_of_its_keys() {
        for key in ["acme:user:1", "a%3Ab:user:1", "100%25:user:1", ":user:", "acme:user:a:b%"] {
            assert!(USER.matches(key), "{key}");
        }
        for key in ["{acme}:cart", "{%7B%7D}:cart", "{%}:cart"] {
            assert!(CART.matches(key), "{key}");
        }
    }

    #[test]
    fn what_no_value_makes_is_none() {
        // What has to be escaped and is not, and what is escaped and need not be, or in another way.
        for key in ["acme", "a:b:user:1", "a%:user:1", "a%3:user:1", "a%ZZ:user:1", "a%é:user:1"] {
            assert!(!USER.matches(key), "{key}");
        }
        for key in ["a%41:user:1", "a%3ab:user:1", "a%C3:user:1", "a%+3:user:1"] {
            assert!(!USER.matches(key), "{key}");
        }
        for key in ["acme", "acme}:cart", "{acme}:carts", "{}:cart", "{{}:cart", "{%25%}:cart"] {
            assert!(!CART.matches(key), "{key}");
        }
    }
}
