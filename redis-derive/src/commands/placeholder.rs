//! Placeholder: what stands under a key of a cache while one caller fills it.
//!
//! It is JSON `null` with blanks behind it, which are the token of that caller, and it expires. Whoever
//! writes or removes the key ends the fill. So a fill stores only what may still be stored, and no
//! command pays for it but those that have to know whether a document is there.

use crate::client::{Client, Command};
use crate::reply::{BLANKS, TOKEN};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Carries out a command (the arguments from the second on, and the key) as if there were no
/// placeholder. One that only finds leaves a fill to go on, and any other ends it.
const AS_IF_NOTHING: &str = "\
local current = redis.call('GET', KEYS[1])
if current and #current == 36 and string.find(current, '^null%s+$') then
    if ARGV[1] ~= 'finds' then redis.call('DEL', KEYS[1]) end
    if ARGV[1] ~= 'stores' then return false end
end
return redis.call(ARGV[2], KEYS[1], unpack(ARGV, 3))";

/// Carries out a command if the first argument is what is stored, and replies with 1, or else with
/// what is stored.
const IF_STORED: &str = "\
local current = redis.call('GET', KEYS[1])
if current ~= ARGV[1] then return current end
redis.call(ARGV[2], KEYS[1], unpack(ARGV, 3))
return 1";

/// What is stored where the source of a cache has found nothing: no caller's token.
pub(crate) const ABSENT: [u8; 4 + TOKEN] = *b"null                                ";

/// A token of its own for each caller. The keys of std's hash maps are random, and enough for this.
pub(crate) fn new() -> Vec<u8> {
    // One bit is set, so that not all blanks are spaces.
    let bits = RandomState::new().hash_one(0) | 1;
    let blank = |index: usize| BLANKS[usize::try_from(bits >> (2 * index) & 3).unwrap_or_default()];
    b"null".iter().copied().chain((0..TOKEN).map(blank)).collect()
}

/// A command that stores, for which a placeholder is nothing. Only a key of a cache may have one.
pub(crate) fn storing<C: Client>(is_cache: bool, command: Command<C>) -> Command<C> {
    if is_cache { command.in_script(AS_IF_NOTHING, b"stores") } else { command }
}

/// A command about a document that is there, for which a placeholder is nothing.
pub(crate) fn finding<C: Client>(is_cache: bool, command: Command<C>) -> Command<C> {
    if is_cache { command.in_script(AS_IF_NOTHING, b"finds") } else { command }
}

/// A command that removes, also what is being filled, so that a source which began before is too late.
pub(crate) fn removing<C: Client>(is_cache: bool, command: Command<C>) -> Command<C> {
    if is_cache { command.in_script(AS_IF_NOTHING, b"removes") } else { command }
}

/// A command that is carried out if this is what is stored.
pub(crate) fn if_stored<C: Client>(stored: &[u8], command: Command<C>) -> Command<C> {
    command.in_script(IF_STORED, stored)
}

#[cfg(test)]
mod tests {
    use crate::reply::is_placeholder;

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
}
