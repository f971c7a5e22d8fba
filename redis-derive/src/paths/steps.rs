//! Steps: what a path is when the program runs.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// The steps from the top of a document to a place in it.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_field_names, reason = "steps are what it is made of")]
pub struct Steps {
    steps: Vec<Step>,
    variants: Vec<Variant>,
    /// Whether there were more, which lead out of every document.
    is_too_long: bool,
}

/// The most steps, and the most variants on the way: no document that can be read has more arrays
/// and objects in each other.
const MOST: usize = 127;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// A field or a variant, as serde writes it.
    Name(&'static str),
    /// A key of a map, which comes from a value.
    Key(Cow<'static, str>),
    /// An element, from the beginning, or from the end where it is negative.
    Index(i64),
    /// All elements, or all values of a map.
    All,
}

/// A variant that an enum has to have where the path goes through it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Variant {
    /// What leads to where the variant is told.
    steps: Vec<Step>,
    /// The name that is written there, or none where it is enough that something is there.
    name: Option<&'static str>,
}

/// What a document has to have: a path, and the reply of `JSON.GET` to it. Nothing stands for any
/// match, and `{` for an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) path: String,
    pub(crate) reply: String,
}

impl Step {
    /// The name of a field or the key of an entry.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Key(key) => Some(key),
            Self::Index(_) | Self::All => None,
        }
    }
}

impl Steps {
    #[must_use]
    pub fn same(&self) -> Self {
        self.clone()
    }

    #[must_use]
    pub fn name(&self, name: &'static str) -> Self {
        self.then(Step::Name(name))
    }

    #[must_use]
    pub fn index(&self, index: i64) -> Self {
        self.then(Step::Index(index))
    }

    /// A field that tells the variant of an enum has to have this name in it.
    #[must_use]
    pub fn tagged(&self, tag: &'static str, variant: &'static str) -> Self {
        self.name(tag).expect(Some(variant), self.steps.clone())
    }

    /// A variant whose name is a key.
    #[must_use]
    pub fn variant(&self, name: &'static str) -> Self {
        let there = self.name(name);
        let steps = there.steps.clone();
        there.expect(None, steps)
    }

    /// What was found there tells the variant; the path goes on at `steps`.
    fn expect(mut self, name: Option<&'static str>, steps: Vec<Step>) -> Self {
        let teller = std::mem::replace(&mut self.steps, steps);
        self.is_too_long |= self.variants.len() == MOST;
        if !self.is_too_long {
            self.variants.push(Variant { steps: teller, name });
        }
        self
    }

    pub(crate) fn then(&self, step: Step) -> Self {
        let mut steps = self.clone();
        steps.is_too_long |= steps.steps.len() == MOST;
        if !steps.is_too_long {
            steps.steps.push(step);
        }
        steps
    }

    pub(crate) fn as_slice(&self) -> &[Step] {
        &self.steps
    }

    pub(crate) fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// The path as RedisJSON reads it, or `None` where it has none: it is too long, or RedisJSON takes
    /// off spaces around a name (2.8).
    pub(crate) fn text(&self) -> Option<String> {
        let is_read = |name: &str| !name.starts_with(' ') && !name.ends_with(' ');
        (!self.is_too_long && self.names().all(is_read)).then(|| text(&self.steps))
    }

    /// The same for a command that writes: those take escapes as they are, and would write another
    /// name.
    pub(crate) fn text_to_write(&self) -> Option<String> {
        self.text().filter(|_| self.names().all(|name| quote_for(name).is_some()))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(Step::name)
    }

    /// That the enums on the way have the variants that it goes through.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = Condition> {
        self.variants.iter().map(|Variant { steps, name }| {
            let reply = name.map(|name| format!("[{}]", quoted(name)));
            Condition { path: text(steps), reply: reply.unwrap_or_default() }
        })
    }

    /// That the elements on the way are there: RedisJSON has an error of its own for an index that
    /// is out of range.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Condition> {
        let ends =
            (1..=self.steps.len()).filter(|end| matches!(self.steps[end - 1], Step::Index(_)));
        ends.map(|end| Condition { path: text(&self.steps[..end]), reply: String::new() })
    }

    /// That there is an object at each step before the last.
    pub(crate) fn parents(&self) -> impl Iterator<Item = Condition> {
        let object =
            |length| Condition { path: text(&self.steps[..length]), reply: "{".to_owned() };
        (1..self.steps.len()).map(object)
    }
}

impl AsRef<Self> for Steps {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// The path without the keys of maps in it, which are payload.
impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('$')?;
        self.steps.iter().try_for_each(|step| match step {
            Step::Key(_) => f.write_str("[…]"),
            step => write(f, step),
        })?;
        f.write_str(if self.is_too_long { "…" } else { "" })
    }
}

fn text(steps: &[Step]) -> String {
    let mut text = "$".to_owned();
    for step in steps {
        // A `String` takes everything.
        _ = write(&mut text, step);
    }
    text
}

fn write(to: &mut impl Write, step: &Step) -> fmt::Result {
    match step {
        Step::Name(name) if is_plain(name) => write!(to, ".{name}"),
        Step::Name(name) => write!(to, "[{}]", in_quotes(name)),
        Step::Key(key) => write!(to, "[{}]", in_quotes(key)),
        Step::Index(index) => write!(to, "[{index}]"),
        Step::All => to.write_str("[*]"),
    }
}

/// What RedisJSON reads behind a dot; other letters than those of ASCII are not among it.
fn is_plain(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(is_word) && name.starts_with(|c: char| !c.is_ascii_digit())
}

/// The quotes that a name can stand in as it is.
fn quote_for(name: &str) -> Option<char> {
    ['"', '\''].into_iter().find(|quote| !name.contains(['\\', *quote]))
}

/// In quotes, without an escape if possible. RedisJSON knows `\"` and `\\` where it reads, and
/// takes control characters as they are.
fn in_quotes(name: &str) -> String {
    quote_for(name).map_or_else(|| quoted(name), |quote| format!("{quote}{name}{quote}"))
}

/// As JSON has it, as long as there are no control characters.
fn quoted(name: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in name.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{Condition, Step, Steps};

    fn text(path: &Steps) -> String {
        path.text().unwrap()
    }

    #[test]
    fn names_are_quoted_where_they_are_not_plain() {
        let path =
            Steps::default().name("address").name("a.b").name("say \"hi\"").name("ü").name("0");
        assert_eq!(text(&path), r#"$.address["a.b"]['say "hi"']["ü"]["0"]"#);
        assert_eq!(text(&Steps::default().name("")), r#"$[""]"#);
        let elements = Steps::default().name("items").index(-1).then(Step::All);
        assert_eq!(text(&elements), "$.items[-1][*]");
    }

    #[test]
    fn a_name_that_takes_escapes_is_read_alone() {
        let [both, backslash] = ["\"'", "\\"].map(|name| Steps::default().name(name).name("a"));
        assert_eq!((text(&both).as_str(), both.text_to_write()), (r#"$["\"'"].a"#, None));
        assert_eq!((text(&backslash).as_str(), backslash.text_to_write()), (r#"$["\\"].a"#, None));
        let single = Steps::default().name("'");
        assert_eq!(single.text_to_write().as_deref(), Some(r#"$["'"]"#));
        let spaces = [" ", " a", "a "].map(|name| Steps::default().name(name).name("a").text());
        assert_eq!(spaces, [None, None, None]);
    }

    #[test]
    fn a_path_in_a_message_has_no_keys_of_maps() {
        let path = Steps::default().name("scores").then(Step::Key("ada@example.com".into()));
        assert_eq!(text(&path), r#"$.scores["ada@example.com"]"#);
        assert_eq!(path.to_string(), "$.scores[…]");
    }

    #[test]
    fn a_path_that_leads_out_of_every_document_is_none() {
        let longer = |path: &Steps| path.name("next");
        let longest = (0..127).fold(Steps::default(), |path, _| longer(&path));
        assert_eq!(text(&longest), format!("${}", ".next".repeat(127)));
        let too_long = (0..9).fold(longest, |path, _| longer(&path));
        assert!(too_long.is_too_long() && too_long.text().is_none());
        assert_eq!(too_long.to_string(), format!("${}…", ".next".repeat(127)));
        let tagged = (0..128).fold(Steps::default(), |path, _| path.tagged("type", "Circle"));
        assert!(tagged.is_too_long() && tagged.text_to_write().is_none());
    }

    #[test]
    fn variants_are_conditions() {
        let path = Steps::default().name("shape");
        let conditions = |path: &Steps| {
            path.conditions().map(|Condition { path, reply }| [path, reply]).collect::<Vec<_>>()
        };
        let tagged = path.tagged("type", "Circle");
        assert_eq!(text(&tagged), "$.shape");
        assert_eq!(conditions(&tagged), [["$.shape.type", "[\"Circle\"]"]]);
        let variant = path.variant("Circle");
        assert_eq!(text(&variant), "$.shape.Circle");
        assert_eq!(conditions(&variant), [["$.shape.Circle", ""]]);
    }
}
