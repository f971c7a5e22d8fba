//! Holdable: JSON that RedisJSON stores without changing it.
//!
//! serde_json writes a float that is not finite as `null`, which is another value or none.
//! RedisJSON turns an integer that needs more than 64 bits into a float. Like serde_json when it
//! reads, it takes at most 127 arrays and objects inside each other.

use crate::conversion::encode::to_redis_json;
use crate::conversion::finite::is_finite;
use crate::errors::error::{Error, ErrorKind};
use serde::Serialize;
use std::any::type_name;
use std::iter::zip;

/// The most arrays and objects inside each other.
pub(crate) const DEEPEST: usize = 127;

/// A number with so many digits may need more than 64 bits.
const LONG: usize = 19;

/// Returns the JSON of a value, or an error if RedisJSON would store another value.
pub(crate) fn holdable_json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let json = finite_json(value)?;
    check::<T>(&json, 0)?;
    Ok(json)
}

/// Returns the JSON of a value, or an error if a float in it is not finite.
pub(crate) fn finite_json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let json = to_redis_json(value)?;
    check_floats(value, &json)?;
    Ok(json)
}

/// Returns an error if a float in the value is not finite.
pub(crate) fn check_floats<T: Serialize + ?Sized>(value: &T, json: &[u8]) -> Result<(), Error> {
    let may_have = str::from_utf8(json).is_ok_and(|json| json.contains("null"));
    if may_have && !is_finite(value) {
        let reason = "a float in it is not finite, for which JSON has no number";
        return Err(Error::new(ErrorKind::Serialize, type_name::<T>(), reason));
    }
    Ok(())
}

/// Returns an error if RedisJSON would store other numbers, or if the value is too deep, with
/// `below` arrays and objects around it.
pub(crate) fn check<T: ?Sized>(json: &[u8], below: usize) -> Result<(), Error> {
    // A quick look decides for nearly all documents, and takes a tenth of the time of a full look.
    if below + opened(json) <= DEEPEST && !may_have_large_number(json) {
        return Ok(());
    }
    let refused = |reason| Err(Error::new(ErrorKind::Serialize, type_name::<T>(), reason));
    let (mut depth, mut rest) = (below, json);
    while let Some((byte, behind)) = rest.split_first() {
        rest = match byte {
            b'"' => behind_text(behind),
            b'[' | b'{' => {
                depth += 1;
                behind
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                behind
            }
            b'-' | b'0'..=b'9' => {
                let is_of_number =
                    |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                let (number, behind) = rest.split_at(rest.iter().take_while(is_of_number).count());
                if !holds(number) {
                    return refused("a number in it is greater than what RedisJSON can hold");
                }
                behind
            }
            _ => behind,
        };
        if depth > DEEPEST {
            return refused("it would be more than 127 arrays and objects in each other");
        }
    }
    Ok(())
}

/// Counts the characters that may begin an array or an object, also in text.
fn opened(json: &[u8]) -> usize {
    json.iter().filter(|byte| **byte | 0x20 == b'{').count()
}

/// Tells whether the JSON may have an exponent, or has 19 digits in a row, also in text.
fn may_have_large_number(json: &[u8]) -> bool {
    let is_exponent = |(digit, e): (&u8, &u8)| digit.is_ascii_digit() && (e | 0x20 == b'e');
    // Looks at all bytes without stopping early, which the processor does for many bytes at once.
    let has_exponent =
        zip(json, &json[1.min(json.len())..]).fold(false, |has, pair| has | is_exponent(pair));
    let digits = |bytes: &mut dyn Iterator<Item = &u8>| {
        bytes.take_while(|byte| byte.is_ascii_digit()).count()
    };
    let is_long = |index: usize| {
        let (before, behind) = json.split_at(index);
        digits(&mut before.iter().rev()) + digits(&mut behind.iter()) >= LONG
    };
    has_exponent
        || (0..json.len()).step_by(LONG).any(|index| json[index].is_ascii_digit() && is_long(index))
}

fn behind_text(mut rest: &[u8]) -> &[u8] {
    loop {
        match rest {
            [] => return rest,
            [b'"', behind @ ..] => return behind,
            [b'\\', _, behind @ ..] | [_, behind @ ..] => rest = behind,
        }
    }
}

/// Tells whether an integer of 64 bits or a finite float can hold the number.
fn holds(number: &[u8]) -> bool {
    if number.len() < LONG && !number.iter().any(|byte| matches!(byte, b'e' | b'E')) {
        return true;
    }
    let Ok(number) = str::from_utf8(number) else { return false };
    match number.contains(['.', 'e', 'E']) {
        true => number.parse().is_ok_and(f64::is_finite),
        false if number.starts_with('-') => number.parse::<i64>().is_ok(),
        false => number.parse::<u64>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{check, holdable_json};
    use serde::Serialize;

    #[derive(Serialize)]
    struct Meters(f64);

    #[derive(Serialize)]
    enum Length {
        Meters(f64),
    }

    fn is_taken(json: &str) -> bool {
        check::<()>(json.as_bytes(), 0).is_ok()
    }

    #[test]
    fn numbers_fit_into_64_bits() {
        for number in ["0", "-1", "18446744073709551615", "-9223372036854775808", "1.7e308"] {
            assert!(is_taken(number) && is_taken(&format!("[{number},1]")), "{number}");
        }
        for number in ["18446744073709551616", "-9223372036854775809", "1e309", "-1E309"] {
            assert!(!is_taken(number) && !is_taken(&format!("{{\"a\":{number}}}")), "{number}");
        }
        assert!(!is_taken("[1e309,1e309]") && !is_taken("[1e3,1e309]"));
        assert!(is_taken(r#"["18446744073709551616","\"1e309",{"\\":"1e309"}]"#));
    }

    #[test]
    fn a_large_number_is_seen_wherever_it_stands() {
        for before in 0..60 {
            let text = "x".repeat(before);
            for number in ["18446744073709551616", "1e309", "-9223372036854775809"] {
                assert!(
                    !is_taken(&format!("[\"{text}\",{number},\"{text}\"]")),
                    "{before} {number}"
                );
                assert!(is_taken(&format!("[\"{text}\",\"{number}\",\"{text}\"]")), "{before}");
            }
        }
        assert!(is_taken("") && is_taken("7"));
    }

    #[test]
    fn arrays_and_objects_are_not_too_deep() {
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(is_taken(&nested(127)) && !is_taken(&nested(128)));
        assert!(check::<()>(nested(27).as_bytes(), 100).is_ok());
        assert!(check::<()>(nested(28).as_bytes(), 100).is_err());
        assert!(is_taken(&format!("\"{}\"", nested(200))));
    }

    #[test]
    fn floats_are_finite() {
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            holdable_json(&Some(wrong)).unwrap_err();
            holdable_json(&Meters(wrong)).unwrap_err();
            holdable_json(&Length::Meters(wrong)).unwrap_err();
        }
        let deep: [(Option<u8>, _); 1] = [(None, vec![f32::NAN])];
        holdable_json(&deep).unwrap_err();
        assert_eq!(holdable_json(&[None, Some(1.5)]).unwrap(), b"[null,1.5]");
    }
}
