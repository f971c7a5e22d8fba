//! Refusals: which writes that a type allows may be refused all the same, each told from the
//! document, the type and the value.

use redis_derive::{Error, ErrorKind};
use serde_json::{Map, Value};

/// What an error says, and where it may say so: the command is its name, its path, and what it
/// writes.
type Refusal = (&'static str, &'static str, fn(&str) -> bool);

/// The refusals of a value, of a number, of a name and of a default.
const REFUSALS: [Refusal; 5] = [
    ("a float that is no JSON", "a float in it is not finite", |command| {
        ["NaN", "inf"].iter().any(|float| command.contains(float))
    }),
    ("a number that has no room", "is greater than what RedisJSON can hold", |command| {
        [".great", ".low"].iter().any(|path| command.contains(path))
    }),
    ("a key of a number in a buffer", "it could not be read again", |command| {
        command.contains("by_number {") || command.contains("by_number Some")
    }),
    ("a name that has no path", "has no path", has_no_path),
    ("a default that is not `None`, removed", "is read with its default", removes_default),
];

/// What is refused where the same change of the value cannot be made either.
const NO_CHANGES: [(&str, &str); 2] = [
    ("NaN or infinity that is added", "that is added"),
    ("a sum that is out of range", "would be out of range"),
];

/// The same for changes that a patch cannot make.
const NO_PATCHES: [(&str, &str); 10] = [
    ("a float that is no JSON", "a float in it is not finite"),
    ("a number that has no room", "is greater than what RedisJSON can hold"),
    ("an object", "would mix the object"),
    ("`null` for what is required", "which the document needs"),
    ("a default that is not `None`, removed", "is read with its default"),
    ("the whole document", "not all of it"),
    ("a part of what it has changed as a whole", "has already replaced a value"),
    ("through an element", "goes through an element"),
    ("a key of a number in a buffer", "it could not be read again"),
    ("a name that has no path", "has no path"),
];

/// The fields of the zoo with a default that `all()` goes through.
const DEFAULTS: [&str; 2] = ["settings", "list"];

/// What leads to what newtypes hold in options.
const OF_NEWTYPES: &str = "$.many_new[*]";

/// Names of the zoo, and what an older program called them.
pub(crate) const ALIASES: [(&str, &str); 8] = [
    ("email", "mail"),
    ("Round", "Circle"),
    ("new_city", "city"),
    ("settings", "options"),
    ("more", "extra"),
    ("color", "colour"),
    ("from_ten", "was"),
    ("New", "old"),
];

/// Returns why a command is refused, or `None` where there is no reason.
pub(crate) fn refusal(
    error: &Error,
    json: &str,
    command: &str,
    is_there: bool,
) -> Option<&'static str> {
    let text = error.to_string();
    if let Some((kind, _, may_be)) = REFUSALS.iter().find(|(_, says, _)| text.contains(says)) {
        return may_be(command).then_some(kind);
    }
    if let Some((kind, _)) = NO_CHANGES.iter().find(|(_, says)| text.contains(says)) {
        return (!is_there).then_some(kind);
    }
    let is_of_all = command.contains("[*]");
    let document = serde_json::from_str(json).unwrap();
    match error.kind() {
        ErrorKind::NoMatch if is_of_all => of_all(&document, command.split(' ').nth(1)?),
        ErrorKind::NoMatch if !is_there => Some("nothing there"),
        ErrorKind::NoMatch => of_patch(&document, command.strip_prefix("patch ")?),
        _ => None,
    }
}

pub(crate) fn no_patch(error: &Error) -> &'static str {
    let text = error.to_string();
    let kind = NO_PATCHES.iter().find(|(_, says)| text.contains(says));
    kind.unwrap_or_else(|| panic!("a refusal of no kind: {text}")).0
}

/// A name with quotes of both kinds, a key of an enum that is read by an alias as well, and one of a
/// number in a buffer.
pub(crate) fn has_no_path(command: &str) -> bool {
    ["e-mail", " Renamed", "by_number["].iter().any(|name| command.contains(name))
}

fn removes_default(command: &str) -> bool {
    command.starts_with("remove ") && [".five", ".b"].iter().any(|path| command.ends_with(path))
}

/// A patch goes through a field by its first name alone.
fn of_patch(document: &Value, patch: &str) -> Option<&'static str> {
    fn through(document: &Value, patch: &Value) -> Option<&'static str> {
        let patch = patch.as_object()?;
        let Value::Object(document) = document else { return Some("a patch of no object") };
        patch.iter().filter(|(_, change)| change.is_object()).find_map(|(name, change)| {
            match document.get(name) {
                Some(inner) => through(inner, change),
                None if alias_in(document, name) => Some("a patch through an alias"),
                None => Some("a patch through a default"),
            }
        })
    }
    through(document, &serde_json::from_str(patch).unwrap())
}

/// A set of many goes through a field by its first name alone, in each of them, and makes nothing
/// where one has `null` around it.
fn of_all(document: &Value, path: &str) -> Option<&'static str> {
    let mut steps = steps(path);
    let last = steps.pop()?;
    let mut places = vec![document];
    let mut is_many = false;
    for step in steps {
        is_many |= step == "*";
        if is_many && objects(&places).any(|object| alias_in(object, step)) {
            return Some("all() through an alias");
        }
        if is_many && DEFAULTS.contains(&step) && is_lacking(&places, step) {
            return Some("all() through a default");
        }
        places = places.into_iter().flat_map(|place| at(place, step)).collect();
    }
    if path == OF_NEWTYPES {
        let values: Vec<_> = places.iter().flat_map(|place| at(place, last)).collect();
        return values.contains(&&Value::Null).then_some("all() in a newtype beside `null`");
    }
    let is_name = last != "*" && last.parse::<i64>().is_err();
    let is_beside_null = is_name && is_lacking(&places, last) && places.contains(&&Value::Null);
    is_beside_null.then_some("all() makes nothing beside `null`")
}

/// Tells whether one of them has nothing by this name.
fn is_lacking(places: &[&Value], name: &str) -> bool {
    objects(places).any(|object| !object.contains_key(name))
}

fn objects<'a>(places: &'a [&Value]) -> impl Iterator<Item = &'a Map<String, Value>> {
    places.iter().filter_map(|place| place.as_object())
}

fn alias_in(object: &Map<String, Value>, name: &str) -> bool {
    ALIASES.iter().any(|(new, old)| *new == name && object.contains_key(*old))
}

/// Returns the names and indices of a path, whose names are plain.
fn steps(path: &str) -> Vec<&str> {
    path.split(['.', '[', ']']).filter(|step| !step.is_empty() && *step != "$").collect()
}

/// Returns what is at a step, by any of its names.
fn at<'a>(place: &'a Value, step: &str) -> Vec<&'a Value> {
    match (place, step) {
        (Value::Array(elements), "*") => elements.iter().collect(),
        (Value::Object(members), "*") => members.values().collect(),
        (Value::Object(members), name) => {
            let names = ALIASES.iter().filter(|(new, _)| *new == name).map(|(_, old)| *old);
            [name].into_iter().chain(names).filter_map(|name| members.get(name)).collect()
        }
        (Value::Array(elements), "-1") => elements.last().into_iter().collect(),
        (Value::Array(elements), index) => {
            index.parse::<usize>().ok().and_then(|index| elements.get(index)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
