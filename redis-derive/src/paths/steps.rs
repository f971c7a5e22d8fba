//! Steps: a path at run time.

use crate::conversion::encode::to_redis_json;
use crate::errors::error::{Error, ErrorKind};
use crate::paths::holdable::holdable_json;
use crate::paths::walk::{takes_null, walk};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use std::any::type_name;
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::OnceLock;

/// The steps from the top of a document to a place in it.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Steps {
    way: Vec<Step>,
    tags: Vec<Tag>,
    end: End,
    /// Whether the path ends inside a newtype, so that `null` may be an `Option` around that place.
    is_inner: bool,
    /// Whether there were more steps, so that the path leads out of every document.
    is_too_long: bool,
    /// Whether the path leads into what serde keeps in a buffer before it reads it: what is
    /// flattened, or stands beside a tag.
    is_buffered: bool,
    buffered: Buffered,
}

/// The same steps into a buffer, made when they are asked for.
#[derive(Debug, Default)]
struct Buffered(OnceLock<Box<Steps>>);

impl Clone for Buffered {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// The most steps, and the most tags on the way. No document that can be read has more arrays and
/// objects inside each other.
const MOST: usize = 127;

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A field or a variant.
    Name(Name),
    /// A key of a map, or `None` if a value makes no key.
    Key(Option<Cow<'static, str>>),
    /// An element, counted from the beginning, or from the end if negative.
    Index(i64),
    /// All elements, or all values of a map.
    All,
}

/// A field or a variant, as serde writes and reads it.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    written: &'static str,
    pub(crate) aliases: &'static [&'static str],
    /// The default that serde reads for a missing field.
    pub(crate) default: Option<DefaultJson>,
    /// The name of a variant, which exists only if the enum has that variant.
    is_variant: bool,
}

/// The JSON of a default.
pub(crate) type DefaultJson = fn() -> Result<Vec<u8>, Error>;

/// A tag that an enum on the way must have, for a path through the fields of a variant.
#[derive(Clone, Debug)]
struct Tag {
    /// The number of steps to the enum.
    at: usize,
    member: &'static str,
    /// The names of the variant. The first is written, all are read.
    names: &'static [&'static str],
}

/// The end of a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// A place that every document has.
    #[default]
    Place,
    /// A field, which may be missing in a document if its type or its default allows it.
    Field,
    /// An entry of a map.
    Entry,
}

/// A condition for a command on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) path: String,
    pub(crate) test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    IsThere,
    IsObject,
    /// The value is one of these texts.
    IsOneOf(&'static [&'static str]),
    /// If the path has no value and this one has, later paths go through this one.
    OrAt(String),
    /// If the path has no value, and the path without these last bytes leads to an object, this is
    /// the reply.
    OrReply(usize, String),
    /// If the path has no value, this value is put there.
    OrMake(String),
    /// If the path has no value, this value is put there, if the object around it exists.
    OrMakeIn(String),
    /// Each object at this path has a value at the path.
    IsInEach(String),
    IsMissing,
    IsNotNull,
}

/// The command's use of a missing field that has a default.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Replies as for a document that has the default.
    Read,
    /// Makes the way to the place.
    Set,
    /// Makes the way to the place, if the default has a value there.
    Remove,
    /// Makes the place too.
    Change,
    /// Replies with the length of the default.
    Length,
}

impl Step {
    /// Returns the name of a field or the key of an entry.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name.written),
            Self::Key(key) => key.as_deref(),
            Self::Index(_) | Self::All => None,
        }
    }

    pub(crate) fn is_index(&self, number: i64) -> bool {
        matches!(self, Self::Index(index) if *index == number)
    }

    /// Tells whether serde reads the step from this name.
    pub(crate) fn is_named(&self, found: &str) -> bool {
        let by_alias = matches!(self, Self::Name(name) if name.aliases.contains(&found));
        by_alias || self.name() == Some(found)
    }
}

impl Steps {
    #[must_use]
    pub fn name(&self, name: &'static str) -> Self {
        self.named(name, &[], false)
    }

    /// Gives the field more names.
    #[must_use]
    pub fn or(mut self, aliases: &'static [&'static str]) -> Self {
        if let Some(Step::Name(name)) = self.way.last_mut() {
            name.aliases = aliases;
        }
        self
    }

    /// Gives the field a default.
    #[must_use]
    pub fn or_default(mut self, default: DefaultJson) -> Self {
        if let Some(Step::Name(name)) = self.way.last_mut() {
            name.default = Some(default);
        }
        self
    }

    #[must_use]
    pub fn index(&self, index: i64) -> Self {
        self.then(Step::Index(index), End::Place)
    }

    /// Returns the steps to the value of a newtype, which is at the same place.
    #[must_use]
    pub fn inner(&self) -> Self {
        Self { is_inner: true, ..self.always() }
    }

    fn always(&self) -> Self {
        Self { end: End::Place, ..self.clone() }
    }

    /// Returns the steps to the value of a transparent type, also for a missing field of that type.
    #[must_use]
    pub fn transparent(&self) -> Self {
        match self.end {
            End::Field => Self { is_inner: true, ..self.clone() },
            End::Place | End::Entry => self.inner(),
        }
    }

    /// Adds the condition that an enum's tag has one of these names.
    #[must_use]
    pub fn tagged(&self, tag: &'static str, names: &'static [&'static str]) -> Self {
        let mut steps = self.clone();
        steps.is_too_long |= steps.tags.len() == MOST;
        if !steps.is_too_long {
            steps.tags.push(Tag { at: self.way.len(), member: tag, names });
        }
        steps
    }

    /// Does the same for a tag that the fields of the variant stand beside.
    #[must_use]
    pub fn beside_tag(&self, tag: &'static str, names: &'static [&'static str]) -> Self {
        Self { is_buffered: true, ..self.tagged(tag, names) }
    }

    /// Returns the steps to what is flattened.
    #[must_use]
    pub fn flattened(&self) -> &Self {
        if self.is_buffered {
            return self;
        }
        let flattened = || Box::new(Self { is_buffered: true, ..self.clone() });
        self.buffered.0.get_or_init(flattened)
    }

    /// Returns the steps to a variant whose name is a key.
    #[must_use]
    pub fn variant(&self, name: &'static str, aliases: &'static [&'static str]) -> Self {
        self.named(name, aliases, true).always()
    }

    fn named(
        &self,
        name: &'static str,
        aliases: &'static [&'static str],
        is_variant: bool,
    ) -> Self {
        self.then(
            Step::Name(Name { written: name, aliases, default: None, is_variant }),
            End::Field,
        )
    }

    pub(crate) fn then(&self, step: Step, end: End) -> Self {
        let mut steps = self.clone();
        steps.is_too_long |= steps.way.len() == MOST;
        if !steps.is_too_long {
            steps.way.push(step);
        }
        (steps.end, steps.is_inner) = (end, false);
        steps
    }

    pub(crate) fn as_slice(&self) -> &[Step] {
        &self.way
    }

    pub(crate) fn end(&self) -> End {
        self.end
    }

    /// Returns the default of the field that the path leads to.
    pub(crate) fn field_default(&self) -> Option<DefaultJson> {
        match (self.end, self.way.last()?) {
            (End::Field, Step::Name(name)) => name.default,
            _ => None,
        }
    }

    /// Tells whether serde reads the document without a value at this place: the field has a
    /// default, or its type allows a missing field.
    pub(crate) fn may_lack(&self, reads_missing: bool) -> bool {
        match self.end {
            End::Place => false,
            End::Entry => true,
            End::Field => self.field_default().is_some() || reads_missing,
        }
    }

    /// Tells whether serde reads `null` at this place like a missing value.
    pub(crate) fn is_null_if_missing(&self, reads_missing: bool) -> Result<bool, Error> {
        match (self.end, self.field_default()) {
            (End::Field, Some(default)) => Ok(default()? == b"null"),
            (End::Field, None) => Ok(reads_missing),
            _ => Ok(false),
        }
    }

    pub(crate) fn is_buffered(&self) -> bool {
        self.is_buffered
    }

    pub(crate) fn is_inner(&self) -> bool {
        self.is_inner
    }

    /// Returns the condition that no `Option` around the value is `None`.
    pub(crate) fn is_not_null<T: DeserializeOwned>(&self) -> Option<Condition> {
        let is_asked = self.is_inner && !takes_null::<T>();
        is_asked.then(|| Condition { path: text(&self.way), test: Test::IsNotNull })
    }

    /// Returns the steps without the last one.
    pub(crate) fn parent(&self) -> Self {
        let mut parent = self.always();
        parent.way.pop();
        parent
    }

    /// Returns the steps to read on the server, and the steps to walk from there. A path with
    /// `all()` has one value for each element, but the server has no match for an element without a
    /// value.
    pub(crate) fn asked(&self) -> (Self, &[Step]) {
        let all = self.way.iter().position(|step| matches!(step, Step::All));
        let (asked, walked) = self.way.split_at(all.map_or(self.way.len(), |all| all + 1));
        (Self { way: asked.to_vec(), ..self.clone() }, walked)
    }

    pub(crate) fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// Returns the path for a command that reads. Returns `None` if the path is too long, or a name
    /// begins with a space, which RedisJSON removes (2.8).
    pub(crate) fn text(&self) -> Option<String> {
        let is_read = |name: &str| !name.starts_with(' ');
        (!self.is_too_long && self.names_are(is_read)).then(|| text(&self.way))
    }

    /// Returns the path for a command that writes. Such a command does not read escapes, and would
    /// write another name.
    pub(crate) fn text_to_write(&self) -> Option<String> {
        self.text().filter(|_| self.names_are(|name| quote_for(name).is_some()))
    }

    fn names_are(&self, fit: impl Fn(&str) -> bool) -> bool {
        self.way.iter().all(|step| match step {
            Step::Name(name) => fit(name.written) && name.aliases.iter().all(|alias| fit(alias)),
            Step::Key(key) => key.as_deref().is_some_and(&fit),
            Step::Index(_) | Step::All => true,
        })
    }

    /// Returns the conditions for the variants of the enums on the way, and the names and defaults
    /// of the fields on the way.
    pub(crate) fn conditions(&self, purpose: Purpose) -> Result<Vec<Condition>, Error> {
        let mut conditions = Vec::new();
        let mut is_many = false;
        for (index, step) in self.way.iter().enumerate() {
            conditions.extend(self.tags_at(index));
            is_many |= matches!(step, Step::All);
            let Step::Name(name) = step else { continue };
            let is_last = index + 1 == self.way.len();
            if is_many {
                if !is_last {
                    conditions.extend(self.in_each(index, name));
                }
                continue;
            }
            let path = || text(&self.way[..=index]);
            conditions.extend(
                self.aliases_at(index, name)
                    .map(|alias| Condition { path: path(), test: Test::OrAt(alias) }),
            );
            if name.is_variant {
                conditions.push(Condition { path: path(), test: Test::IsThere });
            }
            // The value of a newtype exists if the newtype does.
            let is_of_way = matches!(purpose, Purpose::Set | Purpose::Remove);
            let is_made = is_last && is_of_way && self.end == End::Field;
            if let Some(default) = name.default.filter(|_| !is_made) {
                let test = self.test_of_default(default, index, purpose)?;
                conditions.push(Condition { path: path(), test });
            }
        }
        conditions.extend(self.tags_at(self.way.len()));
        Ok(conditions)
    }

    /// Returns the test for a missing field with a default at this step.
    fn test_of_default(
        &self,
        default: DefaultJson,
        index: usize,
        purpose: Purpose,
    ) -> Result<Test, Error> {
        // The JSON of a default may be unknown.
        let Ok(default) = default() else { return Ok(Test::IsThere) };
        let default = String::from_utf8(default).unwrap_or_default();
        let reply = match purpose {
            Purpose::Remove if !self.has_value(&default, index)? => "[0]".to_owned(),
            // With `all()` there may be no field.
            Purpose::Set if self.is_many() => return Ok(Test::OrMakeIn(default)),
            Purpose::Set | Purpose::Change | Purpose::Remove => return Ok(Test::OrMake(default)),
            _ if !self.has_variants(&default, index)? => "[]".to_owned(),
            Purpose::Read => self.read_of_default(&default, index)?,
            Purpose::Length => self.length_of_default(&default, index)?,
        };
        let last = text(&self.way[index..=index]).len() - 1;
        Ok(Test::OrReply(last, reply))
    }

    /// Returns the conditions that each step before the last leads to an object, of the right
    /// variant.
    pub(crate) fn objects(&self) -> Vec<(Self, Condition)> {
        let until = |length: usize| Self {
            way: self.way[..length].to_vec(),
            end: End::Place,
            ..Self::default()
        };
        let mut conditions = Vec::new();
        for length in 0..self.way.len() {
            conditions.push((until(length), self.is_object(length)));
            conditions.extend(self.tags_at(length).map(|tag| (until(length), tag)));
            if let Step::Name(Name { is_variant: true, .. }) = self.way[length] {
                let path = text(&self.way[..=length]);
                conditions.push((until(length), Condition { path, test: Test::IsThere }));
            }
        }
        conditions
    }

    /// Returns the conditions that the value exists, under one of its names.
    pub(crate) fn is_there(&self) -> Vec<(Self, Condition)> {
        let path = text(&self.way);
        let or_at = self.aliases().into_iter().map(Test::OrAt);
        let tests = or_at.chain([Test::IsThere]);
        tests.map(|test| (self.clone(), Condition { path: path.clone(), test })).collect()
    }

    fn is_object(&self, length: usize) -> Condition {
        Condition { path: text(&self.way[..length]), test: Test::IsObject }
    }

    fn tags_at(&self, length: usize) -> impl Iterator<Item = Condition> {
        let tags = self.tags.iter().filter(move |tag| tag.at == length);
        tags.map(move |tag| {
            let path = with_name(&self.way[..length], tag.member);
            Condition { path, test: Test::IsOneOf(tag.names) }
        })
    }

    /// Returns the paths by the other names of a field.
    pub(crate) fn aliases(&self) -> Vec<String> {
        match self.way.split_last() {
            Some((Step::Name(name), around)) => self.aliases_at(around.len(), name).collect(),
            _ => Vec::new(),
        }
    }

    fn aliases_at(&self, index: usize, name: &Name) -> impl Iterator<Item = String> {
        name.aliases.iter().map(move |alias| with_name(&self.way[..index], alias))
    }

    /// Returns the conditions that each element has the fields on the way, under their first names.
    fn in_each(&self, index: usize, name: &Name) -> impl Iterator<Item = Condition> {
        let missing = |path| Condition { path, test: Test::IsMissing };
        let aliases = self.aliases_at(index, name).map(missing);
        let of_default = name.default.map(|_| {
            let test = Test::IsInEach(text(&self.way[..index]));
            Condition { path: text(&self.way[..=index]), test }
        });
        aliases.chain(of_default)
    }

    /// Returns the reply of a read from the default of the field at this step.
    fn read_of_default(&self, default: &str, index: usize) -> Result<String, Error> {
        if self.way.len() == index + 1 {
            return Ok(format!("[{default}]"));
        }
        of_found(&self.found_in_default::<Value>(default, index)?)
    }

    /// Returns the reply with the length of the list in the default.
    fn length_of_default(&self, default: &str, index: usize) -> Result<String, Error> {
        let lists = self.found_in_default::<Option<Vec<IgnoredAny>>>(default, index)?;
        let lengths: Vec<usize> = lists.into_iter().flatten().map(|list| list.len()).collect();
        of_found(&lengths)
    }

    /// Tells whether the default has a value that can be removed.
    fn has_value(&self, default: &str, index: usize) -> Result<bool, Error> {
        let found = self.found_in_default::<Value>(default, index)?;
        Ok(self.has_variants(default, index)? && found.iter().any(|value| !value.is_null()))
    }

    fn found_in_default<T: DeserializeOwned>(
        &self,
        default: &str,
        index: usize,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        walk(default, (&self.way[index + 1..], self.end, self.is_inner), &mut found)?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Tells whether the enums in the default at this step have the variants that the path needs.
    fn has_variants(&self, default: &str, index: usize) -> Result<bool, Error> {
        for tag in self.tags.iter().filter(|tag| tag.at > index) {
            let way = self.way[index + 1..tag.at].to_vec();
            let to_tag = Self { way, ..Self::default() }.name(tag.member);
            let mut found: Vec<Option<String>> = Vec::new();
            walk(default, (to_tag.as_slice(), End::Place, false), &mut found)?;
            if !found.iter().flatten().any(|found| tag.names.contains(&found.as_str())) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(crate) fn is_many(&self) -> bool {
        self.way.iter().any(|step| matches!(step, Step::All))
    }

    /// Returns the path to the object around a field or an entry, and a merge that makes it there,
    /// under its first name.
    pub(crate) fn merge_of_last(&self) -> Option<(String, String)> {
        let (last, around) = self.way.split_last()?;
        let aliases = match last {
            Step::Name(name) => name.aliases,
            _ => &[],
        };
        let made = [(last.name()?, Value::Bool(false))];
        let members = made.into_iter().chain(aliases.iter().map(|alias| (*alias, Value::Null)));
        let merge = Value::Object(members.map(|(name, value)| (name.to_owned(), value)).collect());
        Some((text(around), merge.to_string()))
    }
}

fn of_found(found: &[impl Serialize]) -> Result<String, Error> {
    Ok(String::from_utf8(to_redis_json(found)?).unwrap_or_default())
}

/// Writes the test as a script reads it.
impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IsThere => Ok(()),
            Self::IsObject => f.write_char('{'),
            Self::IsOneOf(names) => {
                f.write_char('=')?;
                names.iter().try_for_each(|name| writeln!(f, "[{}]", Value::from(*name)))
            }
            Self::OrAt(path) => write!(f, "|{path}"),
            Self::OrReply(last, reply) => write!(f, "?{last} {reply}"),
            Self::OrMake(json) => write!(f, "+{json}"),
            Self::OrMakeIn(json) => write!(f, "*{json}"),
            Self::IsInEach(path) => write!(f, "#{path}"),
            Self::IsMissing => f.write_char('!'),
            Self::IsNotNull => f.write_char('~'),
        }
    }
}

/// Returns the JSON of a default.
#[doc(hidden)]
pub fn default_json<T: Serialize>(default: &T) -> Result<Vec<u8>, Error> {
    holdable_json(default)
}

/// Refuses a default: that of a type that is only written or only read may have no JSON.
#[doc(hidden)]
pub fn unknown_default<T: ?Sized>() -> Result<Vec<u8>, Error> {
    let reason = "the default of a field is not known as JSON where a type is only written or read";
    Err(Error::new(ErrorKind::Serialize, type_name::<T>(), reason))
}

impl AsRef<Self> for Steps {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// Writes the path without the keys of maps, which are payload.
impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('$')?;
        self.way.iter().try_for_each(|step| match step {
            Step::Key(_) => f.write_str("[…]"),
            step => write(f, step),
        })?;
        f.write_str(if self.is_too_long { "…" } else { "" })
    }
}

fn text(steps: &[Step]) -> String {
    let mut text = "$".to_owned();
    for step in steps {
        // Writing to a `String` does not fail.
        _ = write(&mut text, step);
    }
    text
}

fn with_name(steps: &[Step], name: &str) -> String {
    let mut text = text(steps);
    _ = write_name(&mut text, name);
    text
}

fn write(to: &mut impl Write, step: &Step) -> fmt::Result {
    match step {
        Step::Name(name) => write_name(to, name.written),
        Step::Key(key) => write!(to, "[{}]", in_quotes(key.as_deref().unwrap_or_default())),
        Step::Index(index) => write!(to, "[{index}]"),
        Step::All => to.write_str("[*]"),
    }
}

fn write_name(to: &mut impl Write, name: &str) -> fmt::Result {
    if is_plain(name) { write!(to, ".{name}") } else { write!(to, "[{}]", in_quotes(name)) }
}

/// Tells whether RedisJSON reads the name after a dot. It reads only ASCII letters there.
fn is_plain(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(is_word) && name.starts_with(|c: char| !c.is_ascii_digit())
}

/// Returns the quotes in which the name needs no escape.
fn quote_for(name: &str) -> Option<char> {
    ['"', '\''].into_iter().find(|quote| !name.contains(['\\', *quote]))
}

/// Puts the name in quotes, without an escape if possible. RedisJSON reads the escapes `\"` and
/// `\\`, and reads control characters as they are.
fn in_quotes(name: &str) -> String {
    quote_for(name).map_or_else(|| quoted(name), |quote| format!("{quote}{name}{quote}"))
}

/// Writes the name as JSON, except for control characters.
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
    use super::{Condition, End, Purpose, Step, Steps, Test};

    fn text(path: &Steps) -> String {
        path.text().unwrap()
    }

    #[test]
    fn names_are_quoted_where_they_are_not_plain() {
        let path =
            Steps::default().name("address").name("a.b").name("say \"hi\"").name("ü").name("0");
        assert_eq!(text(&path), r#"$.address["a.b"]['say "hi"']["ü"]["0"]"#);
        assert_eq!(text(&Steps::default().name("")), r#"$[""]"#);
        let elements = Steps::default().name("items").index(-1).then(Step::All, End::Place);
        assert_eq!(text(&elements), "$.items[-1][*]");
    }

    #[test]
    fn a_name_that_takes_escapes_is_read_alone() {
        let [both, backslash] = ["\"'", "\\"].map(|name| Steps::default().name(name).name("a"));
        assert_eq!((text(&both).as_str(), both.text_to_write()), (r#"$["\"'"].a"#, None));
        assert_eq!((text(&backslash).as_str(), backslash.text_to_write()), (r#"$["\\"].a"#, None));
        let single = Steps::default().name("'");
        assert_eq!(single.text_to_write().as_deref(), Some(r#"$["'"]"#));
        let spaces = [" ", " a"].map(|name| Steps::default().name(name).name("a").text());
        assert_eq!(spaces, [None, None]);
        assert_eq!(text(&Steps::default().name("a ")), r#"$["a "]"#);
    }

    #[test]
    fn a_path_in_a_message_has_no_keys_of_maps() {
        let path = Steps::default()
            .name("scores")
            .then(Step::Key(Some("ada@example.com".into())), End::Entry);
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
        let tagged = (0..128).fold(Steps::default(), |path, _| path.tagged("type", &["Circle"]));
        assert!(tagged.is_too_long() && tagged.text_to_write().is_none());
    }

    #[test]
    fn variants_are_conditions() {
        let path = Steps::default().name("shape");
        let conditions = |path: &Steps| path.conditions(Purpose::Read).unwrap();
        let condition = |path: &str, test| Condition { path: path.to_owned(), test };
        let tagged = path.tagged("type", &["Circle"]);
        assert_eq!(text(&tagged), "$.shape");
        let is_circle = Test::IsOneOf(&["Circle"]);
        assert_eq!(conditions(&tagged), [condition("$.shape.type", is_circle)]);
        let variant = path.variant("Circle", &["Round"]);
        assert_eq!(text(&variant), "$.shape.Circle");
        let or_round = Test::OrAt("$.shape.Round".to_owned());
        let expected =
            [condition("$.shape.Circle", or_round), condition("$.shape.Circle", Test::IsThere)];
        assert_eq!(conditions(&variant), expected);
    }

    #[test]
    fn the_variant_in_a_default_is_that_of_its_top() {
        let default = || Ok(br#"{"type":"Circle","shape":{"type":"Square"},"size":1}"#.to_vec());
        let shape = Steps::default().name("shape").or_default(default);
        let reply = |variant| {
            let size = shape.tagged("type", variant).name("size");
            size.conditions(Purpose::Read).unwrap().remove(0).test
        };
        assert_eq!(reply(&["Circle"]), Test::OrReply(6, "[1]".to_owned()));
        assert_eq!(reply(&["Square"]), Test::OrReply(6, "[]".to_owned()));
    }

    #[test]
    fn a_null_is_a_missing_field_if_that_is_its_default() {
        let field = Steps::default().name("a");
        let is_missing = |steps: &Steps, reads| steps.is_null_if_missing(reads).unwrap();
        let [null, one] = [
            field.clone().or_default(|| Ok(b"null".to_vec())),
            field.clone().or_default(|| Ok(b"1".to_vec())),
        ];
        assert!(is_missing(&null, false) && !is_missing(&one, true));
        assert!(is_missing(&field, true) && !is_missing(&field, false));
        assert!(!is_missing(&field.index(0), true));
    }
}
