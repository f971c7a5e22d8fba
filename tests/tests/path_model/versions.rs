//! Versions: a document as an older or a newer program would have stored it.

use super::random::Random;
use super::refusals::ALIASES;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A document with something left out, called otherwise or added, if it can still be read.
pub(crate) fn another<R: DeserializeOwned>(json: &str, random: &mut Random) -> Option<(String, R)> {
    let mut document: Value = serde_json::from_str(json).ok()?;
    for _ in 0..random.below(4) {
        let mut other = document.clone();
        if random.one_in(4) {
            rename(&mut other, random);
        } else {
            change(&mut other, random);
        }
        if serde_json::from_value::<R>(other.clone()).is_ok() {
            document = other;
        }
    }
    if random.one_in(4)
        && let Value::Object(members) = &document
    {
        let new = [("zz new".to_owned(), Value::from(1))];
        let mut more: Map<_, _> = new.into_iter().collect();
        more.extend(members.clone());
        document = Value::Object(more);
    }
    let json = document.to_string();
    let value = serde_json::from_str(&json).ok()?;
    Some((json, value))
}

/// Gives some of the names the older one, everywhere.
fn rename(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(members) => {
            for (new, old) in ALIASES {
                if random.one_in(2)
                    && let Some(value) = members.remove(new)
                {
                    members.insert(old.to_owned(), value);
                }
            }
            members.values_mut().for_each(|value| rename(value, random));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|value| rename(value, random)),
        _ => {}
    }
}

/// Changes something, somewhere.
fn change(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = random.choose(&names).clone();
            match random.below(6) {
                0 => _ = members.remove(&name),
                1 => {
                    let other = ALIASES.iter().find(|(new, _)| *new == name);
                    if let (Some((_, other)), Some(value)) = (other, members.get(&name).cloned()) {
                        // A map may have both.
                        if !random.one_in(3) {
                            members.remove(&name);
                        }
                        members.insert((*other).to_owned(), value);
                    }
                }
                2 => members[&name] = Value::Null,
                _ => change(&mut members[&name], random),
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            if random.one_in(6) {
                _ = elements.pop();
                return;
            }
            let index = random.below(elements.len());
            change(&mut elements[index], random);
        }
        Value::Number(number) => {
            *value = match (number.as_u64(), number.as_f64()) {
                (Some(integer), _) => (integer as f64).into(),
                (None, Some(float)) => (float as i64).into(),
                _ => return,
            }
        }
        _ => {}
    }
}
