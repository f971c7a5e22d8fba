//! Numbers that a command can count up and down.

/// A number that [`json_increment_at`](crate::JsonPathCommands::json_increment_at) adds to.
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
    /// What is added: an `i64` to integers, and an `f64` to floats.
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
    type By: std::fmt::Display;

    #[doc(hidden)]
    const RANGE: Range;

    /// Returns what is added, as the server reads it, or `None` where it is no number.
    #[doc(hidden)]
    fn text(by: &Self::By) -> Option<String> {
        Some(by.to_string())
    }
}

/// The numbers of a type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Range {
    /// The least and the greatest integer.
    Integer(i64, u64),
    /// The greatest float, and as far below zero.
    Float(f64),
}

/// Returns a float has a point or an exponent, so that the server does not count it as an integer.
fn text_of_float(by: f64) -> Option<String> {
    by.is_finite().then(|| format!("{by:?}"))
}

// The least is at most 0, and the greatest at least.

impl Number for i8 {
    type By = i64;
    const RANGE: Range = Range::Integer(Self::MIN as i64, Self::MAX as u64);
}

impl Number for i16 {
    type By = i64;
    const RANGE: Range = Range::Integer(Self::MIN as i64, Self::MAX as u64);
}

impl Number for i32 {
    type By = i64;
    const RANGE: Range = Range::Integer(Self::MIN as i64, Self::MAX as u64);
}

impl Number for i64 {
    type By = Self;
    const RANGE: Range = Range::Integer(Self::MIN, Self::MAX as u64);
}

impl Number for isize {
    type By = i64;
    const RANGE: Range = Range::Integer(Self::MIN as i64, Self::MAX as u64);
}

impl Number for u8 {
    type By = i64;
    const RANGE: Range = Range::Integer(0, Self::MAX as u64);
}

impl Number for u16 {
    type By = i64;
    const RANGE: Range = Range::Integer(0, Self::MAX as u64);
}

impl Number for u32 {
    type By = i64;
    const RANGE: Range = Range::Integer(0, Self::MAX as u64);
}

impl Number for u64 {
    type By = i64;
    const RANGE: Range = Range::Integer(0, Self::MAX);
}

impl Number for usize {
    type By = i64;
    const RANGE: Range = Range::Integer(0, Self::MAX as u64);
}

impl Number for f32 {
    type By = f64;
    const RANGE: Range = Range::Float(Self::MAX as f64);

    fn text(by: &f64) -> Option<String> {
        text_of_float(*by)
    }
}

impl Number for f64 {
    type By = Self;
    const RANGE: Range = Range::Float(Self::MAX);

    fn text(by: &f64) -> Option<String> {
        text_of_float(*by)
    }
}
