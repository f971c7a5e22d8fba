//! Template: the form of a type's keys.
//!
//! A part escapes a few characters, as a URL does (RFC 3986, section 2.1): `%`, `:`, `/`, the
//! braces, and the separator. The separator is the first character of the text after the part that
//! is not a character of an escape. So the end of a part can be told, no part leaves a [hash tag],
//! and no part makes the key of a template with more segments.
//!
//! [hash tag]: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags

use std::borrow::Cow;
use std::fmt::{self, Display, Write};

/// A parsed template, such as `user:{id}`.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Template {
    pub(crate) begin: Cow<'static, str>,
    pub(crate) placeholders: Cow<'static, [Placeholder]>,
}

/// A placeholder, and the text after it.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Placeholder {
    pub(crate) name: Cow<'static, str>,
    pub(crate) then: Cow<'static, str>,
}

/// Replaces an empty part that is a whole hash tag, since an empty tag is no tag. No other part is
/// written like this: `%` is escaped.
pub(crate) const EMPTY: &str = "%";

/// The characters that every part escapes.
pub(crate) const ESCAPED: [char; 5] = ['%', ':', '/', '{', '}'];

/// The characters of an escape. None of these can tell where a part ends.
const OF_ESCAPES: &str = "%0123456789ABCDEF";

/// A `Display` that fails breaks its contract (`std::fmt::Error`). `format!` and `to_string` panic
/// too.
const DISPLAYS: &str = "a part of a key implements `Display` without an error";

impl Template {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(begin: &'static str, placeholders: &'static [Placeholder]) -> Self {
        Self { begin: Cow::Borrowed(begin), placeholders: Cow::Borrowed(placeholders) }
    }

    /// Parses a template, or says what is wrong. The derive does the same, with advice.
    pub(crate) fn parse(template: &str) -> Result<Self, &'static str> {
        let (begin, mut rest) = literal(template)?;
        let mut placeholders = Vec::new();
        while let Some(inside) = rest.strip_prefix('{') {
            let (name, behind) = inside.split_once('}').ok_or("it has a `{` without `}`")?;
            let then;
            (then, rest) = literal(behind)?;
            let name = Cow::Owned(name.trim().to_owned());
            placeholders.push(Placeholder { name, then: then.into() });
        }
        check(&begin, &placeholders)?;
        Ok(Self { begin: begin.into(), placeholders: placeholders.into() })
    }

    /// Returns the key with these parts.
    pub(crate) fn fill(&self, parts: &[impl Display]) -> String {
        let mut key = self.room();
        key.push_str(&self.begin);
        for (placeholder, part) in self.placeholders.iter().zip(parts) {
            placeholder.push_to(&mut key, part);
            key.push_str(&placeholder.then);
        }
        key
    }

    /// Returns the key with these parts unchanged, as `format!` does.
    pub(crate) fn fill_verbatim(&self, parts: &[&dyn Display]) -> String {
        let mut key = self.room();
        key.push_str(&self.begin);
        for (Placeholder { then, .. }, part) in self.placeholders.iter().zip(parts) {
            write!(key, "{part}{then}").expect(DISPLAYS);
        }
        key
    }

    fn room(&self) -> String {
        // Ten digits for each part, and a short text after it.
        String::with_capacity(self.begin.len() + 16 * self.placeholders.len())
    }

    /// Returns the parts of a key, or `None` if the key does not belong to the template.
    pub(crate) fn parts(&self, key: &str) -> Option<Vec<String>> {
        let mut parts = Vec::with_capacity(self.placeholders.len());
        let is_key = self.each_part(key, |_, part| {
            parts.extend(unescaped(part));
            true
        });
        // A part that is not escaped as here was not made by this template.
        (is_key && self.fill(&parts) == key).then_some(parts)
    }

    /// Tells whether a key has only parts without escapes, for which `may_be` holds. This is faster
    /// than `parts`, which decides if the answer is `false`.
    pub(crate) fn is_plain(
        &self,
        key: &str,
        mut may_be: impl FnMut(&Placeholder, &str) -> bool,
    ) -> bool {
        self.each_part(key, |placeholder, part| {
            let is_plain = !part.is_empty() && !part.bytes().any(placeholder.escapes());
            is_plain && may_be(placeholder, part)
        })
    }

    /// Tells whether a key has the template's text between its parts, and `holds` is true for each
    /// part as it is written.
    fn each_part(&self, key: &str, mut holds: impl FnMut(&Placeholder, &str) -> bool) -> bool {
        let Some(mut rest) = key.strip_prefix(&*self.begin) else { return false };
        let Some((last, followed)) = self.placeholders.split_last() else { return rest.is_empty() };
        for placeholder in followed {
            let Some((part, behind)) = placeholder.split(rest) else { return false };
            if !holds(placeholder, part) {
                return false;
            }
            rest = behind;
        }
        rest.strip_suffix(&*last.then).is_some_and(|part| holds(last, part))
    }
}

impl Placeholder {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, then: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), then: Cow::Borrowed(then) }
    }

    /// Appends a part to the beginning of a key.
    pub(crate) fn push_to(&self, key: &mut String, part: &(impl Display + ?Sized)) {
        let start = key.len();
        write!(Escaping { key, placeholder: self }, "{part}").expect(DISPLAYS);
        if key.len() == start && self.fills_tag(key) {
            key.push_str(EMPTY);
        }
    }

    /// Returns the part at the beginning of a text, and the rest after the text that follows the
    /// part. A part does not contain its separator.
    fn split<'text>(&self, text: &'text str) -> Option<(&'text str, &'text str)> {
        let separator = self.separator()?;
        let end = text.find(separator)?.checked_sub(self.then.find(separator)?)?;
        Some((text.get(..end)?, text.get(end..)?.strip_prefix(&*self.then)?))
    }

    /// Returns a function that tells whether a byte may belong to an escaped character.
    fn escapes(&self) -> impl Fn(u8) -> bool {
        let separator = self.separator();
        move |byte| {
            matches!(byte, b'%' | b':' | b'/' | b'{' | b'}')
                || separator.is_some_and(|c| !c.is_ascii() || u32::from(c) == u32::from(byte))
        }
    }

    /// Returns the first character after the part that can tell where it ends.
    pub(crate) fn separator(&self) -> Option<char> {
        self.then.chars().find(|c| !OF_ESCAPES.contains(*c))
    }

    /// Tells whether the part is all of a hash tag, after this beginning of a key.
    pub(crate) fn fills_tag(&self, before: &str) -> bool {
        self.then.starts_with('}') && before.find('{').is_some_and(|at| at + 1 == before.len())
    }
}

/// Returns the text up to the next placeholder, in which `{{` is `{`, and the rest.
fn literal(template: &str) -> Result<(String, &str), &'static str> {
    let (mut text, mut rest) = (String::new(), template);
    while let Some(end) = rest.find(['{', '}']) {
        let (before, behind) = rest.split_at(end);
        text.push_str(before);
        rest = behind;
        if rest.starts_with("{{") || rest.starts_with("}}") {
            text.push_str(&rest[..1]);
            rest = &rest[2..];
        } else if rest.starts_with('{') {
            return Ok((text, rest));
        } else {
            return Err("it has a `}` without `{`");
        }
    }
    Ok((text + rest, ""))
}

fn check(begin: &str, placeholders: &[Placeholder]) -> Result<(), &'static str> {
    let Some((_, followed)) = placeholders.split_last() else {
        return if begin.is_empty() { Err("it is empty") } else { Ok(()) };
    };
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !placeholders.iter().all(|placeholder| is_name(&placeholder.name)) {
        return Err("it has a placeholder that is no name");
    }
    if followed.iter().any(|placeholder| placeholder.separator().is_none()) {
        return Err("nothing tells where a placeholder ends and the next one begins");
    }
    Ok(())
}

/// Writes a part, and escapes characters.
struct Escaping<'a> {
    key: &'a mut String,
    placeholder: &'a Placeholder,
}

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // Most parts have nothing to escape. Their bytes tell this faster.
        if !text.bytes().any(self.placeholder.escapes()) {
            self.key.push_str(text);
            return Ok(());
        }
        let separator = self.placeholder.separator();
        for c in text.chars() {
            if ESCAPED.contains(&c) || separator == Some(c) {
                push_escape(self.key, c);
            } else {
                self.key.push(c);
            }
        }
        Ok(())
    }
}

/// Writes `%3A` for `:`.
pub(crate) fn push_escape(text: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        write!(text, "%{byte:02X}").expect("it is written to a string");
    }
}

/// Returns the part before it was escaped, or `None` if this library did not escape it.
fn unescaped(text: &str) -> Option<String> {
    if text == EMPTY {
        return Some(String::new());
    }
    let mut pieces = text.split('%');
    let mut part = Vec::from(pieces.next()?);
    for piece in pieces {
        part.push(u8::from_str_radix(piece.get(..2)?, 16).ok()?);
        part.extend(&piece.as_bytes()[2..]);
    }
    String::from_utf8(part).ok()
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn what_a_value_makes_is_one_of_its_keys() {
        for (template, keys) in [
            (
                "{tenant}:user:{id}",
                ["acme:user:1", "a%3Ab:user:1", "100%25:user:1", ":user:", "a:user:%7B%2F%7D"],
            ),
            (
                "{{{tenant}}}_cart.{id}",
                ["{acme}_cart.", "{%7B%7D}_cart.7", "{%}_cart.%25", "{_}_cart..", "{.}_cart.%3A"],
            ),
        ] {
            let template = Template::parse(template).unwrap();
            for key in keys {
                let parts = template.parts(key).expect(key);
                assert_eq!(template.fill(&parts), key);
            }
        }
    }

    #[test]
    fn what_no_value_makes_is_none() {
        for (template, keys) in [
            ("{tenant}:user:{id}", &["acme", "a:b:user:1", "a:user:b:1", "a:user:1/"][..]),
            // What has to be escaped and is not, and what is escaped and need not be, or in another
            // way.
            (
                "{a}:{b}",
                &["a%:1", "a%3:1", "a%ZZ:1", "a%é:1", "a%41:1", "a%3ab:1", "a%C3:1", "a%+3:1"],
            ),
            (
                "{{{id}}}:cart",
                &["acme", "x}:cart", "{x}:carts", "{}:cart", "{{}:cart", "{%25%}:cart"],
            ),
            // Where the text between would begin there is half a character.
            ("{id}AF.{n}", &["𚿱.x", "é.", "A."]),
            ("{id}.json", &["a.b.json", "a.json.json", "json", "a.jsonl"]),
        ] {
            let template = Template::parse(template).unwrap();
            for key in keys {
                assert_eq!(template.parts(key), None, "{key}");
            }
        }
    }

    #[test]
    fn what_tells_the_end_of_a_part_is_escaped_in_it() {
        for (template, part, key) in [
            ("{a}_{b}", "x_y", "x%5Fy_1"),
            ("{a}_{b}", "_", "%5F_1"),
            ("{a}é{b}", "xéy", "x%C3%A9yé1"),
            ("{a}.-{b}", "x.-y", "x%2E-y.-1"),
            ("{a}:{b}", "x_y", "x_y:1"),
        ] {
            let template = Template::parse(template).unwrap();
            assert_eq!(template.fill(&[part, "1"]), key);
            assert_eq!(template.parts(key).unwrap(), [part, "1"]);
        }
    }

    #[test]
    fn what_is_no_template_is_refused() {
        for (template, reason) in [
            ("", "it is empty"),
            ("user:{id", "it has a `{` without `}`"),
            ("user:id}", "it has a `}` without `{`"),
            ("user:{ }", "it has a placeholder that is no name"),
            ("user:{id:08}", "it has a placeholder that is no name"),
            ("{a}{b}", "nothing tells where a placeholder ends and the next one begins"),
            ("{a}AF%1{b}", "nothing tells where a placeholder ends and the next one begins"),
        ] {
            assert_eq!(Template::parse(template).unwrap_err(), reason, "{template}");
        }
    }
}
