//! Glob: the patterns of Redis (<https://redis.io/docs/latest/commands/keys/>).

/// Whether a pattern is that of this text.
pub(crate) fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern, text) {
        ([], _) => text.is_empty(),
        ([b'*', rest @ ..], _) => (0..=text.len()).any(|start| matches(rest, &text[start..])),
        (_, []) => false,
        ([b'?', rest @ ..], [_, text @ ..]) => matches(rest, text),
        ([b'[', class @ ..], [byte, text @ ..]) => {
            let (is_in, rest) = in_class(class, *byte);
            is_in && matches(rest, text)
        }
        ([b'\\', byte, rest @ ..] | [byte, rest @ ..], [first, text @ ..]) => {
            byte == first && matches(rest, text)
        }
    }
}

/// Whether a byte is in a class, and the pattern behind it. A class that is not closed ends where
/// the pattern does.
fn in_class(class: &[u8], byte: u8) -> (bool, &[u8]) {
    let (is_negated, mut rest) = match class {
        [b'^', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut is_in = false;
    loop {
        rest = match rest {
            [] => return (is_in != is_negated, &[]),
            [b']', rest @ ..] => return (is_in != is_negated, rest),
            [b'\\', one, rest @ ..] => {
                is_in |= *one == byte;
                rest
            }
            [from, b'-', to, rest @ ..] => {
                is_in |= (*from.min(to)..=*from.max(to)).contains(&byte);
                rest
            }
            [one, rest @ ..] => {
                is_in |= *one == byte;
                rest
            }
        };
    }
}
