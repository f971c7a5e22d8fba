//! Flag: the types that a command can toggle.

use std::rc::Rc;
use std::sync::Arc;

/// A `bool` that [`json_toggle_at`](crate::JsonPathCommands::json_toggle_at) toggles, also in an
/// `Option` or a `Box`.
///
/// # Examples
///
/// ```
/// use redis_derive::paths::Flag;
///
/// fn is_flag<F: Flag>() {}
///
/// is_flag::<bool>();
/// is_flag::<Option<bool>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `bool` to toggle",
    label = "the path has to lead to a `bool`"
)]
pub trait Flag {}

impl Flag for bool {}
impl<F: Flag> Flag for Option<F> {}
impl<F: Flag> Flag for Box<F> {}
impl<F: Flag> Flag for Arc<F> {}
impl<F: Flag> Flag for Rc<F> {}
