//! Scalar: a number or a boolean that is a reply by itself. It is read from its value and not from
//! JSON text, so that no digit is lost.
//!
//! RESP2 has a string where RESP3 has a double (`ZSCORE`, `INCRBYFLOAT`). The string of an integral
//! number has no point. So an integral double is read as an integer, and a command gives the same
//! value on both.

use serde::Deserializer;
use serde::de::value::MapDeserializer;
use serde::de::{Error as _, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Error;
use std::fmt;
use std::iter::once;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scalar {
    Boolean(bool),
    /// Zero or more.
    Positive(u128),
    /// Less than zero.
    Negative(i128),
    /// Finite, and not integral or too large for the integers; or the negative zero, which is not
    /// an integer.
    Double(f64),
}

impl Scalar {
    pub(crate) fn integer(number: i64) -> Self {
        u64::try_from(number)
            .map_or(Self::Negative(number.into()), |number| Self::Positive(number.into()))
    }

    /// Returns `None` for NaN and the infinities, which JSON has no number for.
    pub(crate) fn double(number: f64) -> Option<Self> {
        /// The integers that both a double and serde's visitors can hold.
        const INTEGERS: std::ops::Range<f64> =
            -9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0;
        let is_integer = number.fract() == 0.0 && INTEGERS.contains(&number);
        let is_negative_zero = number == 0.0 && number.is_sign_negative();
        #[expect(clippy::cast_possible_truncation, reason = "it is an integer in the range")]
        #[expect(clippy::cast_sign_loss, reason = "it is positive")]
        match number {
            _ if !number.is_finite() => None,
            _ if !is_integer || is_negative_zero => Some(Self::Double(number)),
            _ if number < 0.0 => Some(Self::Negative(number as i128)),
            _ => Some(Self::Positive(number as u128)),
        }
    }

    /// Reads the digits of a big number, with or without a sign. Returns `None` if they are not a
    /// number, or too large for a double.
    pub(crate) fn big(digits: &str) -> Option<Self> {
        if let Ok(number) = digits.parse() {
            return Some(Self::Positive(number));
        }
        match digits.parse() {
            // An integer has no negative zero.
            Ok(0) => Some(Self::Positive(0)),
            Ok(number) => Some(Self::Negative(number)),
            Err(_) => {
                is_integer(digits).then(|| digits.parse().ok()).flatten().and_then(Self::double)
            }
        }
    }

    /// Returns JSON of the same kind, for a type that refuses numbers and booleans.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "true",
            Self::Positive(_) | Self::Negative(_) => "0",
            Self::Double(_) => "0.5",
        }
    }

    fn unexpected(self) -> Unexpected<'static> {
        match self {
            Self::Boolean(boolean) => Unexpected::Bool(boolean),
            Self::Double(number) => Unexpected::Float(number),
            // An error does not show the integer.
            Self::Positive(_) | Self::Negative(_) => Unexpected::Unsigned(0),
        }
    }

    fn refuse<'de, V: Visitor<'de>>(self, visitor: &V) -> Result<V::Value, Error> {
        Err(Error::invalid_type(self.unexpected(), visitor))
    }

    /// Tells whether only an infinity of `f32` could hold the number, which would be another
    /// number.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "to see what becomes of it"
    )]
    fn is_beyond_f32(self) -> bool {
        match self {
            Self::Boolean(_) => false,
            Self::Positive(number) => (number as f32).is_infinite(),
            Self::Negative(number) => (number as f32).is_infinite(),
            Self::Double(number) => (number as f32).is_infinite(),
        }
    }

    /// Returns the number for a type that asks for an integer, which has no negative zero.
    fn of_integer(self) -> Self {
        match self {
            Self::Double(0.0) => Self::Positive(0),
            other => other,
        }
    }
}

/// Writes the scalar as JSON.
impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::Positive(number) => number.fmt(f),
            Self::Negative(number) => number.fmt(f),
            // `Debug` has an exponent for large numbers, as JSON does.
            Self::Double(number) => write!(f, "{number:?}"),
        }
    }
}

/// Returns all digits of a big number, as JSON writes them.
pub(crate) fn json_of_digits(digits: &str) -> Option<String> {
    is_integer(digits).then(|| {
        let sign = if digits.starts_with('-') { "-" } else { "" };
        let digits = digits.trim_start_matches(['+', '-']).trim_start_matches('0');
        format!("{sign}{}", if digits.is_empty() { "0" } else { digits })
    })
}

fn is_integer(digits: &str) -> bool {
    let digits = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// The name of serde_json's `RawValue`, which asks for the text of a document as a map.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

impl<'de> Deserializer<'de> for Scalar {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // serde_json reads a number beyond 64 bits as a double too.
        #[expect(clippy::cast_precision_loss, reason = "that is what a double is")]
        match self {
            Self::Boolean(boolean) => visitor.visit_bool(boolean),
            Self::Positive(number) => match u64::try_from(number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_f64(number as f64),
            },
            Self::Negative(number) => match i64::try_from(number) {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => visitor.visit_f64(number as f64),
            },
            Self::Double(number) => visitor.visit_f64(number),
        }
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.of_integer() {
            Self::Positive(number) => match i128::try_from(number) {
                Ok(number) => visitor.visit_i128(number),
                Err(_) => visitor.visit_u128(number),
            },
            Self::Negative(number) => visitor.visit_i128(number),
            other => other.refuse(&visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.of_integer() {
            Self::Positive(number) => visitor.visit_u128(number),
            other => other.refuse(&visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == RAW_VALUE {
            return visitor.visit_map(MapDeserializer::new(once((name, self.to_string()))));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_beyond_f32() {
            return Err(Error::invalid_value(self.unexpected(), &visitor));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.of_integer().deserialize_any(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.of_integer().deserialize_any(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.of_integer().deserialize_any(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.of_integer().deserialize_any(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.of_integer().deserialize_any(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.of_integer().deserialize_any(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.of_integer().deserialize_any(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.of_integer().deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::Scalar;
    use serde::de::DeserializeOwned;
    use serde_json::Value;

    fn double<T: DeserializeOwned>(number: f64) -> Option<T> {
        T::deserialize(Scalar::double(number)?).ok()
    }

    fn big<T: DeserializeOwned>(digits: &str) -> Option<T> {
        T::deserialize(Scalar::big(digits)?).ok()
    }

    #[test]
    fn every_double_comes_back_bit_by_bit() {
        for number in
            [0.0, -0.0, 0.1, 1e300, -1e22, 5e-324, f64::MAX, f64::MIN, 2f64.powi(53), 2f64.powi(64)]
        {
            let read: f64 = double(number).unwrap();
            assert_eq!(read.to_bits(), number.to_bits(), "{number}");
        }
        assert_eq!(double::<f64>(f64::NAN), None);
        assert_eq!(double::<f64>(f64::INFINITY), None);
    }

    #[test]
    fn a_double_beyond_a_float_is_refused() {
        assert_eq!(double::<f32>(1e300), None);
        assert_eq!(big::<f32>(&"9".repeat(40)), None);
        assert_eq!(double(1.5), Some(1.5f32));
        assert_eq!(double(3.0), Some(3.0f32));
        assert_eq!(double::<Vec<f32>>(1.5), None);
    }

    #[test]
    fn digits_are_json() {
        for (digits, json) in [("+5", "5"), ("-007", "-7"), ("000", "0"), ("-0", "-0")] {
            assert_eq!(super::json_of_digits(digits).unwrap(), json);
        }
        assert_eq!(super::json_of_digits("1.5"), None);
    }

    #[test]
    fn an_integral_double_is_an_integer() {
        assert_eq!(double(3.0), Some(3u8));
        assert_eq!(double(-3.0), Some(-3i64));
        assert_eq!(double(-0.0), Some(0u8));
        assert_eq!(double(3.0), Some(3i128));
        assert_eq!(double::<u8>(3.5), None);
        assert_eq!(double::<u8>(256.0), None);
        assert_eq!(double::<u64>(2f64.powi(64)), None);
        assert_eq!(double(2f64.powi(63)), Some(1u64 << 63));
        assert_eq!(double::<Value>(3.0), Some(Value::from(3)));
    }

    #[test]
    fn a_big_number_may_have_a_sign_and_leading_zeros() {
        assert_eq!(big("+5"), Some(5u8));
        assert_eq!(big("-0"), Some(0u8));
        assert_eq!(big("-0"), Some(0i128));
        assert_eq!(big("0007"), Some(7u8));
        assert_eq!(big("-0007"), Some(-7i128));
        assert_eq!(big(&u128::MAX.to_string()), Some(u128::MAX));
        assert_eq!(big(&i128::MIN.to_string()), Some(i128::MIN));
        assert_eq!(big::<u64>(&u128::MAX.to_string()), None);
        assert_eq!(big(&"1".repeat(40)), Some(1.111_111_111_111_111_1e39));
        for none in ["", "+", "1.5", "1e5", "inf", "NaN", "0x1", "--1", " 1", &"9".repeat(400)] {
            assert_eq!(Scalar::big(none), None, "{none}");
        }
    }
}
