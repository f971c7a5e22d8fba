//! Merge: applies the change of a value to the stored text that the value was read from.
//!
//! A stored text may have more than the type knows, for example members of a newer version of the
//! program. So the difference between the type's own texts before and after the change is applied
//! to the stored text. What the type does not know stays at its place, and what has not changed
//! keeps its text. Nothing is parsed to values: the result is made of slices of the three texts.

use crate::errors::place::Around;
use serde::de::IgnoredAny;
use serde_json::Deserializer;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::{iter, mem};

/// Merges into the `stored` text the difference between the type's own texts `before` and `after` a
/// change.
///
/// `again` reads a text and writes the value that it read. Returns `None` if no merged text reads
/// as the changed value, since a type may read and write in any way.
pub(crate) fn merge(
    [stored, before, after]: [&str; 3],
    again: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    // A value can contain text of any depth, such as `RawValue`.
    if [before, after].iter().any(|json| Around::end_of(json.as_bytes()).deepest > 128) {
        return None;
    }
    if canonical(before, false) == canonical(after, false) {
        return Some(stored.to_owned());
    }
    let changed = canonical(after, true);
    let is_right =
        |merged: &String| again(merged).is_some_and(|it| canonical(&it, true) == changed);
    let merged = |aliases| {
        let json = String::with_capacity(stored.len() + 64);
        let mut merged = Merged { json, aliases, is_said: false };
        merged.add(stored.trim_ascii(), before, after);
        merged.json
    };
    [false, true].into_iter().map(merged).find(is_right)
}

/// Returns the same text for equal documents. The order of members does not matter, nor, with
/// `sets`, the order of elements.
fn canonical(json: &str, sets: bool) -> String {
    let (width, is_free) = match first(json) {
        b'{' => (2, true),
        b'[' => (1, sets),
        _ => return json.to_owned(),
    };
    let values: Vec<_> = values(json).map(|value| canonical(value, sets)).collect();
    let mut parts: Vec<_> = values.chunks(width).map(<[_]>::concat).collect();
    if is_free {
        parts.sort_unstable();
    }
    format!("{}{}]", &json[..1], parts.join(","))
}

struct Merged {
    json: String,
    /// Whether a member that is not stored under its name may be stored with the same value under a
    /// name that the type does not write.
    aliases: bool,
    /// Whether this is inside an array that has been compared, with all its content.
    is_said: bool,
}

impl Merged {
    fn add(&mut self, stored: &str, before: &str, after: &str) {
        match [stored, before, after].map(first) {
            _ if before == after => self.json.push_str(stored),
            [b'{', b'{', b'{'] => self.add_object([stored, before, after].map(members)),
            [b'[', b'[', b'['] if self.is_said || is_list(stored, before) => {
                self.add_array([stored, before, after].map(|array| values(array).collect()));
            }
            _ => self.json.push_str(after),
        }
    }

    fn add_object(&mut self, [stored, before, after]: [Vec<Member>; 3]) {
        let [was, is] = [&before, &after].map(|members| by_name(members));
        let mut names: Vec<_> = stored.iter().map(Member::name).collect();
        if self.aliases {
            resolve(&mut names, &stored, &before, &is);
        }
        self.json.push('{');
        for (member, name) in stored.iter().zip(&names) {
            match (was.get(name), is.get(name)) {
                (None, None) => self.begin(member).push_str(member.value),
                (None, Some(is)) => self.begin(member).push_str(is),
                (Some(was), Some(is)) => {
                    self.begin(member);
                    self.add(member.value, was, is);
                }
                // The change removed it.
                (Some(_), None) => {}
            }
        }
        let stored: HashSet<_> = names.into_iter().collect();
        for member in after.iter().filter(|member| !stored.contains(&member.name())) {
            // An unchanged default that is not stored stays away.
            if was.get(&member.name()) != Some(&member.value) {
                self.begin(member).push_str(member.value);
            }
        }
        self.json.push('}');
    }

    fn add_array(&mut self, [stored, before, after]: [Vec<&str>; 3]) {
        let is_said = mem::replace(&mut self.is_said, true);
        self.json.push('[');
        for (element, origin) in after.iter().zip(origins(&before, &after)) {
            self.separate();
            // Of two members with one name, only the last has been compared.
            match origin.and_then(|at| Some((stored.get(at)?, before[at]))) {
                Some((stored, before)) => self.add(stored, before, element),
                None => self.json.push_str(element),
            }
        }
        self.json.push(']');
        self.is_said = is_said;
    }

    fn begin(&mut self, member: &Member) -> &mut String {
        self.separate();
        self.json.push_str(member.quoted);
        self.json.push(':');
        &mut self.json
    }

    fn separate(&mut self) {
        if !self.json.ends_with(['{', '[']) {
            self.json.push(',');
        }
    }
}

/// Renames stored members that the type does not write to the names of members that have changed,
/// had the same value, and are not stored under their own name.
fn resolve<'a>(
    names: &mut [Cow<'a, str>],
    stored: &[Member<'a>],
    before: &[Member<'a>],
    is: &HashMap<Cow<'a, str>, &'a str>,
) {
    let there: HashSet<_> = names.iter().cloned().collect();
    let mut missing = before.to_vec();
    missing.retain(|member| !there.contains(&member.name()));
    missing.retain(|member| is.get(&member.name()) != Some(&member.value));
    let written = by_name(before);
    for (name, member) in names.iter_mut().zip(stored) {
        let is_it = |known: &Member| is_said(member.value, known.value, "", &|_, _| false);
        let at = missing.iter().position(is_it).filter(|_| !written.contains_key(name));
        if let Some(at) = at {
            *name = missing.remove(at).name();
        }
    }
}

/// Returns for each element after a change the index that it had before.
///
/// An unchanged element is found at any index. Equal elements are matched at both ends first, and
/// then at the same index. A changed element is the one that has values which no other has, such as
/// an id. Where nothing tells, it is the one that was at its index.
fn origins(before: &[&str], after: &[&str]) -> Vec<Option<usize>> {
    let shorter = before.len().min(after.len());
    let start = iter::zip(before, after).take_while(|(was, is)| was == is).count();
    let from_behind = iter::zip(before.iter().rev(), after.iter().rev());
    let end = from_behind.take_while(|(was, is)| was == is).count();

    let mut pairs = Pairs { origins: vec![None; after.len()], is_free: vec![true; before.len()] };
    (0..start).for_each(|at| pairs.add(at, at));
    (1..=end).for_each(|back| pairs.add(after.len() - back, before.len() - back));
    (0..shorter).filter(|at| before[*at] == after[*at]).for_each(|at| pairs.add(at, at));
    let mut elsewhere: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (at, was) in before.iter().enumerate().filter(|(at, _)| pairs.is_free[*at]) {
        elsewhere.entry(was).or_default().push_back(at);
    }
    for (at, is) in after.iter().enumerate() {
        let places = elsewhere.get_mut(is).filter(|_| pairs.origins[at].is_none());
        if let Some(was) = places.and_then(VecDeque::pop_front) {
            pairs.add(at, was);
        }
    }
    pairs.add_changed(before, after);
    pairs.origins
}

/// How much two changed elements share that no other has, by their indices after and before: each
/// value counts as often as there are pairs that share one by its name.
type Shared = BTreeMap<(usize, usize), usize>;

/// Returns for each index on one side that of the other side with which it shares the most. If
/// there are several, it is the same index if the list has kept its length, and otherwise none.
fn most(
    shared: &Shared,
    is_in_place: bool,
    side: fn((usize, usize)) -> (usize, usize),
) -> BTreeMap<usize, usize> {
    let mut of_each: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (pair, weight) in shared {
        let (one, other) = side(*pair);
        of_each.entry(one).or_default().push((*weight, other));
    }
    let best = |(one, others): (usize, Vec<_>)| {
        let most = others.iter().map(|(weight, _)| *weight).max()?;
        let mut best = others.iter().filter(|(weight, _)| *weight == most).map(|(_, at)| *at);
        let same = best.clone().find(|at| is_in_place && *at == one);
        match (same, best.next(), best.next()) {
            (Some(at), ..) | (None, Some(at), None) => Some((one, at)),
            _ => None,
        }
    };
    of_each.into_iter().filter_map(best).collect()
}

/// Returns the numbers and texts in these elements, with the names of their members, each with the
/// index of its element, or `None` if several have it.
fn own_values<'a>(
    elements: &[&'a str],
    is_open: impl Fn(usize) -> bool,
) -> HashMap<(Cow<'a, str>, &'a str), Option<usize>> {
    let mut own = HashMap::new();
    for (at, element) in elements.iter().enumerate().filter(|(at, _)| is_open(*at)) {
        scalars(element, "".into(), &mut |name, value| {
            if !matches!(first(value), b'n' | b't' | b'f') {
                let one = own.entry((name, value)).or_insert(Some(at));
                *one = one.filter(|one| *one == at);
            }
        });
    }
    own
}

/// Passes all scalars in a document, each with the name of its member.
fn scalars<'a>(json: &'a str, name: Cow<'a, str>, found: &mut impl FnMut(Cow<'a, str>, &'a str)) {
    match first(json) {
        b'{' => members(json).iter().for_each(|one| scalars(one.value, one.name(), found)),
        b'[' => values(json).for_each(|one| scalars(one, name.clone(), found)),
        _ => found(name, json),
    }
}

struct Pairs {
    origins: Vec<Option<usize>>,
    is_free: Vec<bool>,
}

impl Pairs {
    /// Makes a pair, unless one of the two already has another.
    fn add(&mut self, is: usize, was: usize) {
        if self.origins[is].is_none() && self.is_free[was] {
            (self.origins[is], self.is_free[was]) = (Some(was), false);
        }
    }

    /// Adds those that share the most, and those at the same index that share nothing with others.
    fn add_changed(&mut self, before: &[&str], after: &[&str]) {
        let shared = self.shared(before, after);
        let is_in_place = before.len() == after.len();
        let is = most(&shared, is_in_place, |pair| pair);
        let was = most(&shared, is_in_place, |(is, was)| (was, is));
        for (is, at) in is.into_iter().filter(|(is, at)| was.get(at) == Some(is)) {
            self.add(is, at);
        }
        let told: HashSet<usize> = shared.into_keys().flat_map(|(is, was)| [is, was]).collect();
        let both = 0..before.len().min(after.len());
        both.filter(|at| !told.contains(at)).for_each(|at| self.add(at, at));
    }

    fn shared(&self, before: &[&str], after: &[&str]) -> Shared {
        let is = own_values(after, |at| self.origins[at].is_none());
        let was = own_values(before, |at| self.is_free[at]);
        let mut by_name: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        for (value, at) in &is {
            if let (Some(is), Some(Some(was))) = (at, was.get(value)) {
                by_name.entry(&value.0).or_default().push((*is, *was));
            }
        }
        let mut shared = Shared::new();
        // The more pairs have values by a name, the more it is an id.
        for pairs in by_name.values() {
            let weight = pairs.iter().collect::<HashSet<_>>().len();
            for pair in pairs {
                *shared.entry(*pair).or_default() += weight;
            }
        }
        shared
    }
}

/// Tells whether the elements `before` a change are the elements of the stored array, one by one.
/// That is false for a set, and if the type leaves out elements.
fn is_list(stored: &str, before: &str) -> bool {
    let mut said = HashSet::new();
    scalars(before, "".into(), &mut |name, value| _ = said.insert((name, scalar(value))));
    let is_unknown = |name: &str, value: &str| {
        first(value) == b'n' || !said.contains(&(name.into(), scalar(value)))
    };
    is_said(stored, before, "", &is_unknown)
}

/// Tells whether `before` can be the type's own text of a stored value, compared where both have
/// something.
///
/// A stored value that the type writes nowhere under this name is unknown to the type, which reads
/// it as another one (`#[serde(other)]`, or an old form of it).
fn is_said(
    stored: &str,
    before: &str,
    name: &str,
    is_unknown: &dyn Fn(&str, &str) -> bool,
) -> bool {
    match [stored, before].map(first) {
        [b'{', b'{'] => {
            let (stored, before) = (members(stored), members(before));
            let stored = by_name(&stored);
            let is_said = |member: &Member| {
                let (name, value) = (member.name(), member.value);
                stored.get(&name).is_none_or(|stored| is_said(stored, value, &name, is_unknown))
            };
            before.iter().all(is_said)
        }
        [b'[', b'['] => {
            let (stored, before): (Vec<_>, Vec<_>) =
                (values(stored).collect(), values(before).collect());
            let mut pairs = iter::zip(&stored, &before);
            stored.len() == before.len()
                && pairs.all(|(stored, before)| is_said(stored, before, name, is_unknown))
        }
        _ => {
            scalar(stored) == scalar(before)
                || is_same_float(stored, before)
                || is_unknown(name, stored)
        }
    }
}

/// Returns the kind of a scalar, and its text without escapes.
fn scalar(json: &str) -> (bool, Cow<'_, str>) {
    let is_text = first(json) == b'"';
    (is_text, if is_text { text(json) } else { json.into() })
}

/// Compares as `f32`, which the type may have. An integer has only one text.
fn is_same_float(stored: &str, before: &str) -> bool {
    let bits = |json: &str| json.parse().map(f32::to_bits).ok();
    before.contains(['.', 'e']) && bits(before).is_some_and(|before| bits(stored) == Some(before))
}

/// A member of an object.
#[derive(Clone, Copy)]
struct Member<'a> {
    quoted: &'a str,
    value: &'a str,
}

impl<'a> Member<'a> {
    fn name(&self) -> Cow<'a, str> {
        text(self.quoted)
    }
}

fn members(object: &str) -> Vec<Member<'_>> {
    let mut texts = values(object);
    let member = || Some(Member { quoted: texts.next()?, value: texts.next()? });
    iter::from_fn(member).collect()
}

fn by_name<'a>(members: &[Member<'a>]) -> HashMap<Cow<'a, str>, &'a str> {
    members.iter().map(|member| (member.name(), member.value)).collect()
}

/// Returns the elements of an array, or alternately the names and values of an object.
fn values(json: &str) -> impl Iterator<Item = &str> {
    let mut rest = &json[1..];
    iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',', ':']);
        let mut values = Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        // At the end is a bracket, which begins no value.
        values.next()?.ok()?;
        let (value, behind) = rest.split_at(values.byte_offset());
        rest = behind;
        Some(value)
    })
}

/// Returns the text in quotation marks, without its escapes.
fn text(quoted: &str) -> Cow<'_, str> {
    let as_it_stands = quoted.trim_matches('"').into();
    if quoted.contains('\\') {
        // Half a surrogate pair is not text, and stays as it is written.
        return serde_json::from_str(quoted).map_or(as_it_stands, Cow::Owned);
    }
    as_it_stands
}

fn first(json: &str) -> u8 {
    json.as_bytes().first().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::merge;
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    struct Point {
        x: f32,
    }

    #[test]
    fn a_float_with_more_digits_than_the_type_has_is_the_same() {
        let read = |json: &str| serde_json::from_str::<Vec<Point>>(json).unwrap();
        let again = |json: &str| serde_json::to_string(&read(json)).ok();
        for (stored, after, merged) in [
            (
                r#"[{"x":0.30000000000000004,"unit":"m"}]"#,
                r#"[{"x":0.3},{"x":1.5}]"#,
                r#"[{"x":0.30000000000000004,"unit":"m"},{"x":1.5}]"#,
            ),
            (r#"[{"x":3e-1,"unit":"m"}]"#, r#"[{"x":0.4}]"#, r#"[{"x":0.4,"unit":"m"}]"#),
        ] {
            let before = again(stored).unwrap();
            assert_eq!(merge([stored, &before, after], &again).unwrap(), merged);
        }
    }
}
