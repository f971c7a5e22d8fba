//! Reason: the messages of serde and serde_json without the values that they quote.
//!
//! serde writes `invalid type: string "hunter2", expected u8`, and a hand-written `Deserialize` or
//! `Serialize` may put anything into these places. So a word passes only if it certainly comes from
//! the program: if it is in the `vocabulary`, or is a name of the type itself.

use crate::errors::vocabulary as known;

/// The name of the type that is written or read, and those of its fields or variants.
type Own<'a> = (&'static str, &'a [&'static str]);

/// Returns the safe part of a message, or `None` for a message of a hand-written `Deserialize` or
/// `Serialize`.
pub(crate) fn told(error: &serde_json::Error, message: &str, own: Own<'_>) -> Option<String> {
    // serde_json appends the place, which `Error` has separately.
    let place = message.rfind(" at line ").filter(|_| error.line() > 0);
    let message = &message[..place.unwrap_or(message.len())];
    // The messages about wrong JSON have fixed words.
    if !error.is_data() || known::MESSAGES.contains(&message) {
        return Some(message.to_owned());
    }
    let quotes = |(begin, end, _): &&(&str, &str, &str)| {
        message.starts_with(begin) && message.ends_with(end)
    };
    match known::QUOTING.iter().find(quotes) {
        Some((_, _, told)) => Some((*told).to_owned()),
        None => mismatch(message, own),
    }
}

/// Reads `invalid type: string "hunter2", expected u8`, or only its beginning.
fn mismatch(message: &str, own: Own<'_>) -> Option<String> {
    // The value that was found may contain these words too. The expected type comes last.
    let (said, expected) = message.rsplit_once(", expected ").unwrap_or((message, ""));
    let begins = |(begin, _): &&(&str, bool)| said.starts_with(begin);
    let (begin, is_told) = known::BEGINNINGS.iter().find(begins)?;
    if begin.starts_with("invalid ") && expected.is_empty() {
        return None;
    }
    let before = begin.trim_end_matches('`');
    let found = phrase(&said[before.len()..], own).filter(|_| *is_told);
    let begin = before.trim_end_matches([' ', ':']);
    let said = found.map_or(begin.to_owned(), |found| format!("{before}{found}"));
    match phrase(expected, own) {
        Some(expected) => Some(said + ", expected " + &expected),
        None => Some(said),
    }
}

/// Returns the safe part of a phrase, such as `string` of `string "hunter2"`, and `a struct` of
/// `struct Hunter2` if that is not the type's own name.
fn phrase(phrase: &str, own: Own<'_>) -> Option<String> {
    if known::PHRASES.contains(&phrase) || are_own(phrase, own.1).unwrap_or(false) {
        return Some(phrase.to_owned());
    }
    if let Some((_, kind)) = known::VALUES.iter().find(|(begin, _)| phrase.starts_with(begin)) {
        return Some((*kind).to_owned());
    }
    known::KINDS.iter().find_map(|a_kind| {
        let (_, kind) = a_kind.split_once(' ')?;
        let name = phrase.strip_prefix(kind)?.strip_prefix(' ')?;
        let (name, _) = name.split_once(" with ").unwrap_or((name, ""));
        let is_own = is_part(name, own.0);
        Some(if is_own { format!("{kind} {name}") } else { (*a_kind).to_owned() })
    })
}

/// Tells whether a list has only the type's own names. serde writes `` `a` ``, `` `a` or `b` ``, or
/// ``one of `a`, `b`, `c` ``.
fn are_own(list: &str, names: &[&str]) -> Option<bool> {
    let list = list.strip_prefix("one of ").unwrap_or(list).strip_prefix('`')?.strip_suffix('`')?;
    let mut listed = list.split("`, `").flat_map(|names| names.split("` or `"));
    Some(listed.all(|name| names.contains(&name)))
}

/// Tells whether a name is part of the type's name, as `User` is of `app::Page<app::User>`.
fn is_part(name: &str, type_name: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let is_name = name.starts_with(is_letter) && !name.starts_with(char::is_numeric);
    is_name && type_name.split(|c| !is_letter(c)).any(|part| part == name)
}

#[cfg(test)]
mod tests {
    use super::{known, told};
    use crate::from_redis_json;
    use serde::de::{DeserializeOwned, Error as _};
    use std::error::Error as _;

    fn reduced(message: &str) -> String {
        let own: (_, &[_]) = ("app::Page<app::User, 7>", &["id", "Admin"]);
        told(&serde_json::Error::custom(message), message, own).unwrap_or("refused".to_owned())
    }

    /// Returns a text without what is between these.
    fn without(text: &str, [open, close]: [char; 2]) -> String {
        text.split(open).filter_map(|piece| piece.rsplit(close).next()).collect()
    }

    #[test]
    fn words_of_the_program_pass_and_no_others() {
        // What is in brackets is said and not told, and what is in braces the other way round.
        for text in [
            r#"invalid type: string[ "a, expected hunter2"], expected u8"#,
            "invalid type: integer[ `4711` as i128], expected u8",
            "invalid type[: mapped], expected u8",
            "invalid type: map, expected struct User",
            "invalid type: map, expected {a }struct[ Hunter2]",
            "invalid type: map, expected {a }struct[ 7]",
            "invalid type: map, expected {a }struct variant[ Page::Hunter2]",
            r#"invalid value: string[ "z"][, expected not z]"#,
            "invalid length[ 4711], expected a tuple[ of size 2]",
            "invalid length[ 3], expected tuple struct Page[ with 4711 elements]",
            "invalid length[ u8][, expected 31337 elements in sequence]",
            "missing field[ `id` in `hunter2`]",
            "data did not match any variant of untagged enum Page",
            "data did not match any variant of {an }untagged enum[ Hunter2]",
            "no variant of {an }enum [Hunter2 ]found in flattened data",
            "unknown variant[ `id`], expected `id` or `Admin`",
            "unknown field[ `hunter2`, expected `id` or `Admin`]",
            "can only flatten structs and maps[ (got hunter2)]",
            "{refused}[can only flatten structs and maps: hunter2]",
            "{the value is a variant that serde skips}[the enum variant X cannot be serialized]",
            "already mutably borrowed",
            "{refused}[invalid type: string]",
            "{refused}[hunter2 at line 3 column 4]",
        ] {
            let message = without(text, ['{', '}']).replace(['[', ']'], "");
            let expected = without(text, ['[', ']']).replace(['{', '}'], "");
            assert_eq!(reduced(&message), expected, "{message}");
        }
    }

    #[test]
    fn hostile_text_passes_nowhere() {
        let own = ["", "`id` or `", "one of `id`, `", "struct User with "];
        let mut words = [known::MESSAGES, known::PHRASES, &own].concat();
        words.extend(known::BEGINNINGS.iter().map(|(begin, _)| begin));
        words.extend(known::QUOTING.iter().map(|(begin, ..)| begin));
        words.extend(known::VALUES.iter().map(|(begin, _)| begin));
        words.extend(known::KINDS.iter().filter_map(|kind| Some(kind.split_once(' ')?.1)));
        for (one, two) in words.iter().flat_map(|one| words.iter().map(move |two| (one, two))) {
            for message in [
                format!("{one}{two}hunter2`"),
                format!("{one}hunter2{two}, expected {two}"),
                format!("{one}map, expected {two} hunter2"),
            ] {
                assert!(!reduced(&message).contains("hunter2"), "{message}");
            }
        }
    }

    fn assert_known<T: DeserializeOwned>() {
        for json in ["true", "{}", r#""""#, r#""x""#, "256"] {
            let Err(error) = from_redis_json::<T>(json.as_bytes()) else { continue };
            let (ours, theirs) = (error.to_string(), error.source().unwrap().to_string());
            let is_told = ours.contains(", expected ") == theirs.contains(", expected ");
            assert!(is_told && !ours.contains("refused"), "{theirs}, which is told as: {ours}");
        }
    }

    #[test]
    fn what_serde_and_the_standard_library_say_is_known() {
        use std::{collections::*, ffi::*, net::*, num::*, ops::*, path::*, time::*};
        macro_rules! assert_known {
            ($($type:ty,)*) => { $(assert_known::<$type>();)* }
        }
        assert_known! {
            bool, char, String, f32, f64, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128,
            usize, NonZeroU8, NonZeroI64, Saturating<u8>, (), (u8, u8), [u8; 0], [u8; 3], Vec<u8>,
            Box<[u8]>, BTreeMap<u8, u8>, PathBuf, OsString, CString, Duration, SystemTime, IpAddr,
            Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6, Range<u8>, RangeTo<u8>,
            RangeInclusive<u8>, RangeFrom<u8>, Bound<u8>, Result<u8, u8>, serde_json::Number,
        }
    }
}
