//! Number: the types that a command can add to.

use serde::de::DeserializeOwned;
use std::rc::Rc;
use std::sync::Arc;

/// A number that [`json_increment_at`](crate::JsonPathCommands::json_increment_at) adds to: an
/// integer of at most 64 bits or a float, also in an `Option` or a `Box`.
///
/// # Examples
///
/// ```
/// use redis_derive::paths::Number;
///
/// /// What makes a sale a return.
/// fn negated<T: Number<By = i64>>(by: T::By) -> T::By {
///     -by
/// }
///
/// assert_eq!(negated::<u64>(3), -3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no number to add to",
    label = "the path has to lead to an integer or a float"
)]
pub trait Number {
    /// The type of the number that is added: `i64` for integers, and `f64` for floats.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::paths::Number;
    ///
    /// let by: <u64 as Number>::By = -1;
    /// let share: <f32 as Number>::By = 0.5;
    /// assert_eq!(by as f64 * share, -0.5);
    /// ```
    type By: Added;

    /// The type of the sum: the number itself, without an `Option` or a `Box` around it.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::paths::Number;
    ///
    /// let sum: <Option<u64> as Number>::Sum = 8_u64;
    /// assert_eq!(sum, 8);
    /// ```
    type Sum: DeserializeOwned;

    #[doc(hidden)]
    const RANGE: Range;
}

/// A number that is added.
#[doc(hidden)]
#[allow(unreachable_pub, reason = "a bound of a trait that is public")]
pub trait Added: std::fmt::Display {
    /// Returns the number as the server reads it, or `None` if it is not finite.
    #[doc(hidden)]
    fn text(&self) -> Option<String>;
}

impl Added for i64 {
    fn text(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Added for f64 {
    /// Writes a point or an exponent, so that the server does not take the float for an integer.
    fn text(&self) -> Option<String> {
        self.is_finite().then(|| format!("{self:?}"))
    }
}

/// The range of a number.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Range {
    /// The least and the greatest integer.
    Integer(i64, u64),
    /// The greatest float. The least one is its negative.
    Float(f64),
}

// The least integer is at most 0, and the greatest at least 0.

impl Number for i8 {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(Self::MIN as i64, Self::MAX as u64);
}

impl Number for i16 {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(Self::MIN as i64, Self::MAX as u64);
}

impl Number for i32 {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(Self::MIN as i64, Self::MAX as u64);
}

impl Number for i64 {
    type By = Self;
    type Sum = Self;
    const RANGE: Range = Range::Integer(Self::MIN, Self::MAX as u64);
}

impl Number for isize {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(Self::MIN as i64, Self::MAX as u64);
}

impl Number for u8 {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(0, Self::MAX as u64);
}

impl Number for u16 {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(0, Self::MAX as u64);
}

impl Number for u32 {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(0, Self::MAX as u64);
}

impl Number for u64 {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(0, Self::MAX);
}

impl Number for usize {
    type By = i64;
    type Sum = Self;
    const RANGE: Range = Range::Integer(0, Self::MAX as u64);
}

impl Number for f32 {
    type By = f64;
    type Sum = Self;
    const RANGE: Range = Range::Float(Self::MAX as f64);
}

impl Number for f64 {
    type By = Self;
    type Sum = Self;
    const RANGE: Range = Range::Float(Self::MAX);
}

impl<N: Number> Number for Option<N> {
    type By = N::By;
    type Sum = N::Sum;
    const RANGE: Range = N::RANGE;
}

impl<N: Number> Number for Box<N> {
    type By = N::By;
    type Sum = N::Sum;
    const RANGE: Range = N::RANGE;
}

impl<N: Number> Number for Arc<N> {
    type By = N::By;
    type Sum = N::Sum;
    const RANGE: Range = N::RANGE;
}

impl<N: Number> Number for Rc<N> {
    type By = N::By;
    type Sum = N::Sum;
    const RANGE: Range = N::RANGE;
}
