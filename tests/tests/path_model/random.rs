//! Random: the numbers that a seed stands for, and the values that they make.

use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;

/// `SplitMix64` (<https://prng.di.unimi.it/splitmix64.c>).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x5851_f42d_4c95_7f2d))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(crate) fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// A type of which there are random values.
pub(crate) trait Draw: Sized {
    fn draw(random: &mut Random) -> Self;
}

/// Each of the types is a number, often a small or an extreme one.
macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Draw for $ty {
            fn draw(random: &mut Random) -> Self {
                match random.below(12) {
                    0 => Self::MAX,
                    1 => Self::MIN,
                    2 => random.next() as Self,
                    _ => random.below(10) as Self,
                }
            }
        }
    )*};
}

integers! { u8 i8 u16 i16 u32 i32 u64 i64 usize isize }

/// Most fit into 64 bits.
impl Draw for u128 {
    fn draw(random: &mut Random) -> Self {
        match random.below(8) {
            0 => Self::from(random.next()) << 40,
            _ => u64::draw(random).into(),
        }
    }
}

impl Draw for i128 {
    fn draw(random: &mut Random) -> Self {
        match random.below(8) {
            0 => Self::from(i64::MIN) - Self::from(random.next()),
            1 => u64::MAX.into(),
            _ => i64::draw(random).into(),
        }
    }
}

impl Draw for f64 {
    fn draw(random: &mut Random) -> Self {
        match random.below(40) {
            0 => Self::NAN,
            1 => Self::INFINITY,
            2 => Self::MAX,
            3 => Self::MIN_POSITIVE,
            4 => -0.0,
            5..16 => random.below(100) as Self,
            16..25 => Self::from_bits(random.next()),
            _ => random.next() as Self / 1e17,
        }
    }
}

impl Draw for f32 {
    fn draw(random: &mut Random) -> Self {
        match random.below(20) {
            0 => Self::MAX,
            1 => Self::NAN,
            _ => random.below(1000) as Self / 8.0,
        }
    }
}

impl Draw for bool {
    fn draw(random: &mut Random) -> Self {
        random.one_in(2)
    }
}

impl Draw for char {
    fn draw(random: &mut Random) -> Self {
        *random.choose(&['a', 'b', 'é', '"', '日', '\u{0}', '🎉'])
    }
}

impl Draw for String {
    fn draw(random: &mut Random) -> Self {
        let texts = ["", "a", "b", "id", "type", "$", "a.b", "'", "\"", "é\u{0}", "say \"hi\""];
        (*random.choose(&texts)).to_owned()
    }
}

impl Draw for () {
    fn draw(_: &mut Random) {}
}

impl Draw for Value {
    fn draw(random: &mut Random) -> Self {
        match random.below(6) {
            0 => Self::Null,
            1 => json!({ "a": null, "b": [1.5, null] }),
            2 => json!([{ "x": null }, 1]),
            3 => json!(u64::draw(random)),
            4 => json!(String::draw(random)),
            _ => json!({}),
        }
    }
}

impl<T: Draw> Draw for Option<T> {
    fn draw(random: &mut Random) -> Self {
        (!random.one_in(3)).then(|| T::draw(random))
    }
}

impl<T: Draw> Draw for Box<T> {
    fn draw(random: &mut Random) -> Self {
        Self::new(T::draw(random))
    }
}

fn many<T: Draw, C: FromIterator<T>>(random: &mut Random) -> C {
    let count = random.below(4);
    (0..count).map(|_| T::draw(random)).collect()
}

impl<T: Draw> Draw for Vec<T> {
    fn draw(random: &mut Random) -> Self {
        many(random)
    }
}

impl<T: Draw> Draw for VecDeque<T> {
    fn draw(random: &mut Random) -> Self {
        many(random)
    }
}

impl<K: Draw + Ord, T: Draw> Draw for BTreeMap<K, T> {
    fn draw(random: &mut Random) -> Self {
        many::<(K, T), _>(random)
    }
}

impl<K: Draw + Eq + Hash, T: Draw> Draw for HashMap<K, T> {
    fn draw(random: &mut Random) -> Self {
        many::<(K, T), _>(random)
    }
}

impl<A: Draw, B: Draw> Draw for (A, B) {
    fn draw(random: &mut Random) -> Self {
        (A::draw(random), B::draw(random))
    }
}

impl<T: Draw, const N: usize> Draw for [T; N] {
    fn draw(random: &mut Random) -> Self {
        std::array::from_fn(|_| T::draw(random))
    }
}
