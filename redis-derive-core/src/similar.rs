//! Similar: whether a word may be a misspelling of another.

/// Tells whether `word` becomes `key` by adding, removing or changing at most two letters.
pub(crate) fn is_similar(word: &str, key: &str) -> bool {
    distance(word, key) <= 2
}

/// Computes the Levenshtein distance. `row` has the distances from the letters of `a` so far to
/// each beginning of `b`.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.chars().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.chars().count()]
}

#[cfg(test)]
mod tests {
    use super::{distance, is_similar};

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("bound", "bound", 0),
            ("", "bound", 5),
            ("bounds", "bound", 1),
            ("writeonly", "write_only", 1),
            ("wirte_only", "write_only", 2),
            ("prefix", "bound", 6),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn a_word_of_its_own_is_not_similar() {
        assert!(is_similar("readonly", "read_only"));
        assert!(!is_similar("read_only", "write_only"));
        assert!(!is_similar("ttl", "crate"));
    }
}
