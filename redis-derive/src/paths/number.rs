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

    /// The least and the greatest value, or nothing where every number will do.
    #[doc(hidden)]
    const RANGE: Option<(i64, u64)>;
}

// The least is at most 0, and the greatest at least.

impl Number for i8 {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((Self::MIN as i64, Self::MAX as u64));
}

impl Number for i16 {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((Self::MIN as i64, Self::MAX as u64));
}

impl Number for i32 {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((Self::MIN as i64, Self::MAX as u64));
}

impl Number for i64 {
    type By = Self;
    const RANGE: Option<(i64, u64)> = Some((Self::MIN, Self::MAX as u64));
}

impl Number for isize {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((Self::MIN as i64, Self::MAX as u64));
}

impl Number for u8 {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((0, Self::MAX as u64));
}

impl Number for u16 {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((0, Self::MAX as u64));
}

impl Number for u32 {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((0, Self::MAX as u64));
}

impl Number for u64 {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((0, Self::MAX));
}

impl Number for usize {
    type By = i64;
    const RANGE: Option<(i64, u64)> = Some((0, Self::MAX as u64));
}

impl Number for f32 {
    type By = f64;
    const RANGE: Option<(i64, u64)> = None;
}

impl Number for f64 {
    type By = Self;
    const RANGE: Option<(i64, u64)> = None;
}
