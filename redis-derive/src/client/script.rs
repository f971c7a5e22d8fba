//! Script: what a server runs by its name, and by its text where it does not know it yet.

/// A script, and the name under which a server keeps it: the SHA-1 of its text
/// (<https://redis.io/docs/latest/commands/evalsha/>).
pub(crate) struct Script {
    pub(crate) text: &'static str,
    name: [u8; 40],
}

impl Script {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, name: in_hexadecimal(sha1(text.as_bytes())) }
    }

    pub(crate) fn name(&self) -> &str {
        str::from_utf8(&self.name).unwrap_or_default()
    }
}

/// The hash of a text that the compiler knows (RFC 3174), so that no name has to be kept equal to
/// its text by hand.
const fn sha1(text: &[u8]) -> [u32; 5] {
    let mut hash = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    // The text is followed by a bit, and its length takes the last eight bytes.
    let blocks = (text.len() + 8) / 64 + 1;
    let mut block = 0;
    while block < blocks {
        let mut words = [0; 80];
        let mut index = 0;
        while index < 64 {
            words[index / 4] = words[index / 4] << 8 | padded(text, blocks, block * 64 + index);
            index += 1;
        }
        hash = mixed(hash, words);
        block += 1;
    }
    hash
}

/// A byte of the text, or of what fills its last block up.
const fn padded(text: &[u8], blocks: usize, index: usize) -> u32 {
    let behind = blocks * 64 - 1 - index;
    if index < text.len() {
        text[index] as u32
    } else if index == text.len() {
        0x80
    } else if behind < 8 {
        ((8 * text.len() as u64) >> (8 * behind) & 0xff) as u32
    } else {
        0
    }
}

/// The hash so far with one more block, whose words are the first sixteen.
#[allow(clippy::many_single_char_names, reason = "as the RFC has them")]
const fn mixed(hash: [u32; 5], mut words: [u32; 80]) -> [u32; 5] {
    let [mut a, mut b, mut c, mut d, mut e] = hash;
    let mut round = 0;
    while round < 80 {
        if round >= 16 {
            let word = words[round - 3] ^ words[round - 8] ^ words[round - 14] ^ words[round - 16];
            words[round] = word.rotate_left(1);
        }
        let (chosen, constant) = match round / 20 {
            0 => (b & c | !b & d, 0x5a82_7999),
            1 => (b ^ c ^ d, 0x6ed9_eba1),
            2 => (b & c | b & d | c & d, 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6_u32),
        };
        let sum = a.rotate_left(5).wrapping_add(chosen).wrapping_add(e);
        let next = sum.wrapping_add(constant).wrapping_add(words[round]);
        (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
        round += 1;
    }
    [
        hash[0].wrapping_add(a),
        hash[1].wrapping_add(b),
        hash[2].wrapping_add(c),
        hash[3].wrapping_add(d),
        hash[4].wrapping_add(e),
    ]
}

const fn in_hexadecimal(hash: [u32; 5]) -> [u8; 40] {
    let mut digits = [0; 40];
    let mut index = 0;
    while index < digits.len() {
        let digit = hash[index / 8] >> (28 - 4 * (index % 8)) & 0xf;
        digits[index] = b"0123456789abcdef"[digit as usize];
        index += 1;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::{in_hexadecimal, sha1};

    #[test]
    fn names_are_those_of_the_standard() {
        for (text, repeated, expected) in [
            ("", 0, "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            // What is behind the text takes the rest of its block, or one more.
            ("a", 55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
            ("a", 56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
            ("a", 64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
            ("a", 1000, "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
        ] {
            let name = in_hexadecimal(sha1(text.repeat(repeated).as_bytes()));
            assert_eq!(str::from_utf8(&name), Ok(expected));
        }
    }
}
