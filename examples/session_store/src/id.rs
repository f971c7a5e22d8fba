//! `SessionId`: the secret of a browser. A browser with the id is logged in.

use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// 128 random bits as 32 hexadecimal digits. It has no `Display`, and its `Debug` hides it, so that
/// it does not get into a log by accident.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionId(String);

impl SessionId {
    /// Makes a new id, which cannot be guessed.
    ///
    /// # Panics
    ///
    /// When the operating system has no random numbers to give.
    #[must_use]
    pub fn random() -> Self {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits).expect("the operating system gives random numbers");
        Self(hex(&bits))
    }

    /// Parses an id that a browser sent. Returns `None` if it does not have the form of an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 32 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// Returns the id itself, for the cookie.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the text that Redis stores for the id.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&self.0)
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(..)")
    }
}

/// Returns the SHA-256 of an id. It leads from a cookie to a session and not back, so a key in a
/// backup, in `MONITOR`, in the slow log or in an error is of no use for a login. Unlike a password
/// it needs no salt and no slow hash: 128 random bits cannot be guessed.
pub(crate) fn digest(id: &str) -> String {
    hex(&Sha256::digest(id))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // A `String` takes whatever is written to it.
        _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::{SessionId, digest};
    use std::collections::HashSet;

    #[test]
    fn ids_differ_and_are_read_back() {
        let ids: HashSet<_> = (0..1000).map(|_| SessionId::random()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| SessionId::parse(id.expose()).as_ref() == Some(id)));
    }

    #[test]
    fn what_is_no_id_is_none() {
        let id = SessionId::random();
        let [upper, longer] =
            [id.expose().replace(|_: char| true, "A"), format!("{}0", id.expose())];
        let signed = format!("+{}", &id.expose()[1..]);
        for text in ["", "0", &upper, &longer, &signed, &id.expose()[1..], &"é".repeat(16)] {
            assert_eq!(SessionId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn it_does_not_show_itself() {
        let id = SessionId::random();
        assert!(!format!("{id:?} {id:#?}").contains(id.expose()));
        assert!(!id.digest().contains(id.expose()));
        // The first test vector of FIPS 180-2.
        assert!(digest("abc").starts_with("ba7816bf8f01cfea414140de5dae2223"));
    }
}
