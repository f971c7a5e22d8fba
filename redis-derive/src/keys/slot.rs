//! Slot: the part of a cluster that holds a key ([key distribution]).
//!
//! [key distribution]: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model

pub(crate) const SLOTS: u16 = 16_384;

pub(crate) fn slot(key: &str) -> u16 {
    crc16(hashed(key).as_bytes()) % SLOTS
}

/// Returns the hash tag of a key, or all of a key without one.
fn hashed(key: &str) -> &str {
    let tag = key.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    tag.map(|(tag, _)| tag).filter(|tag| !tag.is_empty()).unwrap_or(key)
}

/// Computes CRC-16/XMODEM.
fn crc16(bytes: &[u8]) -> u16 {
    let shift = |crc: u16, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
    bytes.iter().fold(0, |crc, byte| (0..8).fold(crc ^ (u16::from(*byte) << 8), shift))
}

/// Returns a key in one of these slots. It begins with `begin`, unless that contains a brace.
pub(crate) fn key_in(begin: &str, slots: std::ops::RangeInclusive<u16>) -> String {
    let begin = if begin.contains('{') { "" } else { begin };
    let mut keys = (0u64..).map(|number| format!("{begin}{{{number}}}"));
    keys.find(|key| slots.contains(&slot(key))).expect("each slot has a key")
}

#[cfg(test)]
mod tests {
    use super::{crc16, key_in, slot};

    #[test]
    fn slots_are_those_of_the_server() {
        assert_eq!(crc16(b"123456789"), 0x31C3);
        assert_eq!(slot("foo"), 12_182);
        assert_eq!(slot("user:1000"), 1649);
        assert_eq!(slot("{user:1000}:cart"), 1649);
        assert_eq!(slot("x{user:1000}{a}"), 1649);
        assert_eq!(slot("{}foo"), crc16(b"{}foo") % 16_384);
    }

    #[test]
    fn each_slot_has_a_key() {
        for first in [0, 5461, 16_383] {
            for begin in ["", "app:doc:", "{app}:"] {
                assert_eq!(slot(&key_in(begin, first..=first)), first);
            }
        }
    }
}
