//! List: the types that a command can append to.

use serde::de::DeserializeOwned;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// A list that [`json_append_at`](crate::JsonPathCommands::json_append_at) appends to: a `Vec` or a
/// `VecDeque`, also in an `Option` or a `Box`.
///
/// # Examples
///
/// ```
/// use redis_derive::paths::List;
///
/// fn elements<L: List<Item = u8>>() {}
///
/// elements::<Vec<u8>>();
/// elements::<Option<Vec<u8>>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list to append to",
    label = "the path has to lead to a `Vec` or a `VecDeque`"
)]
pub trait List {
    /// The type of an element.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::paths::List;
    ///
    /// let first: <Vec<u8> as List>::Item = 7;
    /// assert_eq!(first, 7);
    /// ```
    type Item: DeserializeOwned;
}

impl<T: DeserializeOwned> List for Vec<T> {
    type Item = T;
}

impl<T: DeserializeOwned> List for VecDeque<T> {
    type Item = T;
}

impl<L: List> List for Option<L> {
    type Item = L::Item;
}

impl<L: List> List for Box<L> {
    type Item = L::Item;
}

impl<L: List> List for Arc<L> {
    type Item = L::Item;
}

impl<L: List> List for Rc<L> {
    type Item = L::Item;
}
