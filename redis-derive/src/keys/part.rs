//! Part: the text that replaces a placeholder in a key.

use std::borrow::Cow;
use std::fmt::Display;
use std::rc::Rc;
use std::sync::Arc;

/// A field that can be a part of a key.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a key: it does not implement `Display`",
    label = "a placeholder of the key stands for a field of this type",
    note = "use a type that implements `Display`, such as a number or text, or a `part` with an \
            expression"
)]
pub trait KeyPart: Display {}

#[diagnostic::do_not_recommend]
impl<T: Display + ?Sized> KeyPart for T {}

/// A value for a placeholder of the type `F`: a value or a reference of that type, or any text for
/// a type that owns text.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for a placeholder of the type `{F}`",
    label = "expected `{F}` or `&{F}`"
)]
pub trait PartOf<F: ?Sized> {
    /// Returns the part itself. The bound on the field is here and not on the impls, so that the
    /// compiler does not report it for the value.
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
