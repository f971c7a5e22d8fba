//! The time to live of a key, `"30m"` or `"1h 30m"`.

use syn::{Error, LitStr, Result};

/// Milliseconds in each unit.
const UNITS: [(&str, u64); 6] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("w", 604_800_000),
];

/// A hundred years. Redis allows more, but such a time is a mistake.
const LONGEST: u64 = 100 * 365 * 86_400_000;

/// Parses a time to live, and returns its milliseconds.
pub(crate) fn parse(ttl: &LitStr) -> Result<u64> {
    let refuse = |message: &str| Err(Error::new_spanned(ttl, message));
    let text = ttl.value();
    match milliseconds(&text) {
        None if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            refuse(&format!(
                "a time needs a unit: `\"{text}s\"` is seconds, `\"{text}m\"` minutes; the other \
                 units are `ms`, `h`, `d`, `w`"
            ))
        }
        None => refuse(
            "expected a time such as `\"30m\"` or `\"1h 30m\"`; the units are `ms`, `s`, `m`, `h`, \
             `d`, `w`",
        ),
        Some(0) => refuse("expected a time of at least `1ms`; a key without `ttl` never expires"),
        Some(LONGEST..) => refuse(
            "expected a time of less than a hundred years; a key without `ttl` never expires",
        ),
        Some(milliseconds) => Ok(milliseconds),
    }
}

fn milliseconds(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    let mut sum = 0u64;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest[..digits].parse().ok()?;
        let unit = &rest[digits..];
        let end = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
        let (_, milliseconds) = UNITS.into_iter().find(|(name, _)| *name == &unit[..end])?;
        sum = sum.saturating_add(number.saturating_mul(milliseconds));
        rest = unit[end..].trim_start();
    }
    (!text.trim().is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::{milliseconds, parse};
    use proc_macro2::Span;
    use syn::LitStr;

    #[test]
    fn times() {
        for (text, expected) in [
            ("30m", Some(1_800_000)),
            ("1h 30m", Some(5_400_000)),
            ("1h30m", Some(5_400_000)),
            ("250ms", Some(250)),
            ("2w", Some(1_209_600_000)),
            ("0s", Some(0)),
            ("99999999999999999999w", None),
            ("9999999999999999999w", Some(u64::MAX)),
            ("", None),
            ("30", None),
            ("m", None),
            ("30 m", None),
            ("30 minutes", None),
            ("-1s", None),
            ("1.5h", None),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_that_cannot_be_is_refused_in_words_of_its_own() {
        let parse = |text: &str| parse(&LitStr::new(text, Span::call_site()));
        assert_eq!(parse("36499d").unwrap(), 36_499 * 86_400_000);
        for (text, words) in [
            ("36500d", "less than a hundred years"),
            ("9999999999999999999w", "less than a hundred years"),
            ("0s", "at least `1ms`"),
            ("90", "`\"90s\"` is seconds"),
            ("", "expected a time such as"),
            ("9o", "expected a time such as"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
