//! Part: what stands in a key in place of a placeholder.

use std::borrow::Cow;
use std::fmt::Display;
use std::rc::Rc;
use std::sync::Arc;

/// A field that can be a part of a key.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a key: it does not implement `Display`",
    label = "a placeholder of the key stands for a field of this type",
    note = "numbers, text and other types with one form of their own can"
)]
pub trait KeyPart: Display {}

#[diagnostic::do_not_recommend]
impl<T: Display + ?Sized> KeyPart for T {}

/// A value for a placeholder that stands for a field of the type `F`: one of that type, by value or
/// by reference, and text for any type that owns text.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for a placeholder of the type `{F}`",
    label = "expected `{F}` or `&{F}`"
)]
pub trait PartOf<F: ?Sized> {
    /// Returns the part itself. That the field can be one is asked here and not of the impls, as it
    /// is no fault of a value's.
    fn part(&self) -> &dyn Display
    where
        F: KeyPart;
}

#[diagnostic::do_not_recommend]
impl<F> PartOf<F> for F {
    fn part(&self) -> &dyn Display
    where
        F: KeyPart,
    {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<F> PartOf<F> for &F {
    fn part(&self) -> &dyn Display
    where
        F: KeyPart,
    {
        *self
    }
}

macro_rules! text {
    ($($owner:ty: $($given:ty),*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl PartOf<$owner> for $given {
            fn part(&self) -> &dyn Display {
                self
            }
        }
    )*)*};
}

text! {
    String: &str, &&str, Cow<'_, str>, Box<str>, Arc<str>, Rc<str>;
    Cow<'_, str>: &str, &&str, String, &String;
    Box<str>: &str, &&str, String, &String;
    Arc<str>: &str, &&str, String, &String;
    Rc<str>: &str, &&str, String, &String;
    &str: String, &String;
    str: &str, &&str, String, &String;
}
