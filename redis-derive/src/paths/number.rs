//! Numbers that a command can count up and down.

/// A number that [`json_increment_at`](crate::redis_1::JsonPathCommands::json_increment_at) adds to.
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

macro_rules! integers {
    ($($integer:ident)*) => {$(
        impl Number for $integer {
            type By = i64;
            #[allow(
                clippy::cast_lossless, clippy::cast_possible_wrap, clippy::cast_sign_loss, clippy::unnecessary_cast,
                reason = "the least is at most 0, and the greatest at least"
            )]
            const RANGE: Option<(i64, u64)> = Some(($integer::MIN as i64, $integer::MAX as u64));
        }
    )*};
}

integers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

macro_rules! floats {
    ($($float:ident)*) => {$(
        impl Number for $float {
            type By = f64;
            const RANGE: Option<(i64, u64)> = None;
        }
    )*};
}

floats! { f32 f64 }
