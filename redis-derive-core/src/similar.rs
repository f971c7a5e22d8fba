//! Similar: whether a word may be a misspelling of another.

/// Returns the word that is meant, if one of these is similar: if at most one letter in three is
/// added, removed, changed, or swapped with the next. The compiler has the same limit.
pub(crate) fn nearest<S: AsRef<str>>(word: &str, words: impl IntoIterator<Item = S>) -> Option<S> {
    let limit = word.chars().count().max(3) / 3;
    let distances = words.into_iter().map(|other| (distance(word, other.as_ref()), other));
    let similar = distances.filter(|(distance, _)| *distance <= limit);
    similar.min_by_key(|(distance, _)| *distance).map(|(_, other)| other)
}

/// Counts the letters to add, to remove, to change, or to swap with the next. Capitals make no
/// difference.
fn distance(a: &str, b: &str) -> usize {
    let [a, b] = [a, b].map(|word| word.to_lowercase().chars().collect::<Vec<_>>());
    // `rows[i][j]` is the distance of the first `i` letters of `a` from the first `j` of `b`.
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let is_swapped = i > 1 && j > 1 && a[i - 2] == b[j - 1] && a[i - 1] == b[j - 2];
            let swapped = if is_swapped { rows[i - 2][j - 2] + 1 } else { changed };
            row.push(changed.min(swapped).min(row[j - 1] + 1).min(rows[i - 1][j] + 1));
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("bound", "bound", 0),
            ("", "bound", 5),
            ("bounds", "bound", 1),
            ("writeonly", "write_only", 1),
            ("wirte_only", "write_only", 1),
            ("kye", "key", 1),
            ("TTL", "ttl", 0),
            ("ca", "abc", 3),
            ("prefix", "bound", 6),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn the_nearest_is_meant_and_a_word_of_its_own_is_not_similar() {
        let nearest = |word| nearest(word, ["key", "part", "ttl", "crate", "write_only", "paths"]);
        assert_eq!(nearest("writeonly"), Some("write_only"));
        assert_eq!(nearest("path"), Some("paths"));
        assert_eq!(nearest("kye"), Some("key"));
        assert_eq!(nearest("Ttl"), Some("ttl"));
        for word in ["read_only", "tag", "write", "set", "id", ""] {
            assert_eq!(nearest(word), None, "{word}");
        }
    }
}
