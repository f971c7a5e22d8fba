//! Placeholder: the stored bytes at a key of a cache while one caller fills it.
//!
//! A placeholder is JSON `null`, followed by blanks that are the token of that caller, and it
//! expires. A write or a removal of the key ends the fill. So a fill stores only what may still be
//! stored. Only commands that must know whether a document exists have extra costs.

use crate::client::{Client, Command};
use crate::reply::{BLANKS, TOKEN};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

/// Executes a command (the arguments from the second on, and the key) as if there were no
/// placeholder. A command that only finds lets the fill go on, and any other ends it.
const AS_IF_NOTHING: &str = "\
local current = redis.pcall('GET', KEYS[1])
if type(current) == 'string' and #current == 36 and string.find(current, '^null%s+$') then
    if ARGV[1] ~= 'finds' then redis.call('DEL', KEYS[1]) end
    if ARGV[1] ~= 'stores' then return false end
end
return redis.call(ARGV[2], KEYS[1], unpack(ARGV, 3))";

/// Executes a command if the key holds the first argument, and replies with 1. Otherwise replies
/// with the stored bytes.
const IF_STORED: &str = "\
local current = redis.call('GET', KEYS[1])
if current ~= ARGV[1] then return current end
redis.call(ARGV[2], KEYS[1], unpack(ARGV, 3))
return 1";

/// The stored bytes after the source of a cache found nothing. No caller has this token.
pub(crate) const ABSENT: [u8; 4 + TOKEN] = *b"null                                ";

/// Makes a placeholder with a new token.
pub(crate) fn new() -> Vec<u8> {
    // One bit is set, so that the blanks are not all spaces, as in `ABSENT`.
    [&b"null"[..], &blanks(random_bits() | 1)].concat()
}

/// Returns random bits, from the random keys of std's hash maps. They are random enough here.
fn random_bits() -> u64 {
    RandomState::new().hash_one(0)
}

/// Returns the bits as blanks, with two bits in each.
fn blanks(bits: u64) -> [u8; TOKEN] {
    std::array::from_fn(|index| {
        BLANKS[usize::try_from(bits >> (2 * index) & 3).unwrap_or_default()]
    })
}

/// The bits of a claim that say when it ends. The others are random.
const ENDS: u32 = 40;

/// Adds the claim of a caller that refreshes the document. The claim ends when the document's time
/// to live is `ends`. It is in blanks after the document, so other readers get the same document.
pub(crate) fn claimed(document: &[u8], ends: Duration) -> Vec<u8> {
    let ends = u64::try_from(ends.as_millis()).unwrap_or(u64::MAX).min((1 << ENDS) - 1);
    [unclaimed(document), &blanks(random_bits() << ENDS | ends)].concat()
}

/// Returns the time to live at which the claim on a document ends, or `None` without a claim.
pub(crate) fn claim_ends(document: &[u8]) -> Option<Duration> {
    let claim = &document[unclaimed(document).len()..];
    if claim.is_empty() {
        return None;
    }
    let bits = claim.iter().rev().try_fold(0, |bits: u64, blank| {
        let two = BLANKS.iter().position(|known| known == blank)?;
        Some(bits << 2 | u64::try_from(two).ok()?)
    })?;
    Some(Duration::from_millis(bits & ((1 << ENDS) - 1)))
}

/// Returns the document without its claim.
pub(crate) fn unclaimed(document: &[u8]) -> &[u8] {
    let (unclaimed, claim) = document.split_at(document.len().saturating_sub(TOKEN));
    let is_claim = claim.len() == TOKEN && claim.iter().all(|byte| BLANKS.contains(byte));
    if is_claim { unclaimed } else { document }
}

/// Makes a command that stores as if there were no placeholder. Only a key of a cache may hold one.
pub(crate) fn storing<C: Client>(is_cache: bool, command: Command<C>) -> Command<C> {
    if is_cache { command.in_script(AS_IF_NOTHING, b"stores") } else { command }
}

/// Makes a command about an existing document, for which a placeholder is none.
pub(crate) fn finding<C: Client>(is_cache: bool, command: Command<C>) -> Command<C> {
    if is_cache { command.in_script(AS_IF_NOTHING, b"finds") } else { command }
}

/// Makes a command that removes. It also removes a placeholder, so that a source that began before
/// is too late.
pub(crate) fn removing<C: Client>(is_cache: bool, command: Command<C>) -> Command<C> {
    if is_cache { command.in_script(AS_IF_NOTHING, b"removes") } else { command }
}

/// Puts a command into a script, so that a user who may not use scripts is refused.
pub(crate) fn in_script<C: Client>(command: Command<C>) -> Command<C> {
    command.in_script("return redis.call(ARGV[2], KEYS[1], unpack(ARGV, 3))", b"")
}

/// Makes a command that is executed only if the key holds these bytes.
pub(crate) fn if_stored<C: Client>(stored: &[u8], command: Command<C>) -> Command<C> {
    command.in_script(IF_STORED, stored)
}

#[cfg(test)]
mod tests {
    use super::{claim_ends, claimed};
    use crate::reply::is_placeholder;
    use std::time::Duration;

    #[test]
    fn a_placeholder_is_a_document_that_no_serializer_writes() {
        let (one, other) = (super::new(), super::new());
        assert!(is_placeholder(&one) && is_placeholder(&other) && one != other);
        assert!(is_placeholder(&super::ABSENT) && one != super::ABSENT);
        assert!(serde_json::from_slice::<()>(&one).is_ok());
        for other in ["null", "", &format!("null{}", " ".repeat(31)), &format!("true{:32}", "")] {
            assert!(!is_placeholder(other.as_bytes()), "{other:?}");
        }
        assert!(!is_placeholder(format!("null{:31}x", "").as_bytes()));
    }

    #[test]
    fn a_claim_is_behind_the_document_and_says_when_it_ends() {
        for ends in [0, 1, 59_999, (1 << 40) - 1].map(Duration::from_millis) {
            let once = claimed(b"[1]", ends);
            assert_eq!((&once[..3], once.len(), claim_ends(&once)), (&b"[1]"[..], 35, Some(ends)));
            assert!(serde_json::from_slice::<[u8; 1]>(&once).is_ok());
            // Another one takes its place.
            let again = claimed(&once, Duration::from_millis(7));
            assert_eq!((again.len(), claim_ends(&again)), (35, Some(Duration::from_millis(7))));
            assert_ne!(claimed(b"[1]", ends), once);
        }
        assert_eq!(claim_ends(b"[1]"), None);
        assert_eq!(claim_ends(format!("[1] {:30}", "").as_bytes()), None);
        assert_eq!(
            claim_ends(&claimed(b"[1]", Duration::MAX)),
            Some(Duration::from_millis((1 << 40) - 1))
        );
    }
}
