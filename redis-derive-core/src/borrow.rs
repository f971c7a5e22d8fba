//! Whether a field borrows from the text that it is read from.
//!
//! A reply is dropped after reading, so a type with such a field can only be written. serde
//! [borrows](https://serde.rs/lifetimes.html) some types itself. Any other reference counts as a
//! borrow if serde's derive would have to read it, which serde cannot do.

use crate::serde_attr;
use syn::{Attribute, Field, GenericArgument, PathArguments, Type, TypePath};

/// Containers of the standard library, which read their elements one by one.
const CONTAINERS: [&str; 12] = [
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "Box",
    "HashMap",
    "HashSet",
    "LinkedList",
    "Option",
    "Rc",
    "Vec",
    "VecDeque",
];

/// The attributes of a type, and of the variant of an enum that has the field.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) container: &'a [Attribute],
    pub(crate) variant: &'a [Attribute],
}

pub(crate) fn borrows(field: &Field, around: Around<'_>) -> bool {
    let skips = |attributes| serde_attr::has(attributes, &["skip", "skip_deserializing"]);
    if skips(&field.attrs) {
        return false;
    }
    let is_borrowed_by_serde = serde_attr::has(&field.attrs, &["borrow"])
        || serde_attr::has(around.variant, &["borrow"])
        || is_implicitly_borrowed(&field.ty);
    let is_read_otherwise = serde_attr::has(&field.attrs, &["deserialize_with", "with"])
        || serde_attr::has(around.container, &["from", "try_from", "remote"])
        || skips(around.variant);
    is_borrowed_by_serde || (holds_reference(&field.ty) && !is_read_otherwise)
}

/// Tells whether serde borrows a type without an attribute: `&str`, `&[u8]`, and an `Option` of
/// these.
fn is_implicitly_borrowed(ty: &Type) -> bool {
    match ty {
        Type::Group(ty) => is_implicitly_borrowed(&ty.elem),
        Type::Reference(ty) => match &*ty.elem {
            Type::Path(ty) => ty.path.is_ident("str"),
            Type::Slice(ty) => matches!(&*ty.elem, Type::Path(ty) if ty.path.is_ident("u8")),
            _ => false,
        },
        Type::Path(ty) => arguments(ty, &["Option"]).any(is_implicitly_borrowed),
        _ => false,
    }
}

/// Tells whether serde's derive would have to read a reference in this type.
fn holds_reference(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) => true,
        Type::Array(ty) => holds_reference(&ty.elem),
        Type::Group(ty) => holds_reference(&ty.elem),
        Type::Paren(ty) => holds_reference(&ty.elem),
        Type::Slice(ty) => holds_reference(&ty.elem),
        Type::Tuple(ty) => ty.elems.iter().any(holds_reference),
        Type::Path(ty) => arguments(ty, &CONTAINERS).any(holds_reference),
        _ => false,
    }
}

/// Returns the type arguments of a path, if its last segment is one of these names.
fn arguments<'a>(ty: &'a TypePath, names: &[&str]) -> impl Iterator<Item = &'a Type> {
    let last = ty.path.segments.last();
    let arguments = last.filter(|last| names.iter().any(|name| last.ident == name));
    let arguments = arguments.and_then(|last| match &last.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    });
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::errors::Errors;
    use crate::input::Input;
    use proc_macro2::{Delimiter, Group};
    use quote::quote;
    use syn::{DeriveInput, parse_quote};

    #[track_caller]
    fn assert_borrows(expected: bool, input: &DeriveInput) {
        let borrowing = Input::new(input, &mut Errors::default()).borrowing;
        assert_eq!(borrowing.is_some(), expected);
    }

    #[test]
    fn what_serde_borrows() {
        assert_borrows(true, &parse_quote! { struct S<'a> { f: &'a str } });
        assert_borrows(true, &parse_quote! { struct S(&'static [u8]); });
        assert_borrows(true, &parse_quote! { struct S<'a>(std::option::Option<&'a str>); });
        assert_borrows(true, &parse_quote! { struct S<'a>(#[serde(borrow)] Cow<'a, str>); });
        assert_borrows(
            true,
            &parse_quote! { struct S<'a>(#[serde(default, borrow = "'a")] V<'a>); },
        );
        assert_borrows(true, &parse_quote! { enum S<'a> { A, #[serde(borrow)] B(V<'a>) } });
        // Also where the field plays no part in reading, serde asks that the input lives as long.
        assert_borrows(true, &parse_quote! { #[serde(from = "T")] struct S<'a>(&'a str); });
        assert_borrows(true, &parse_quote! { enum S { #[serde(skip)] A(&'static str) } });
        assert_borrows(true, &parse_quote! { struct S(#[serde(with = "m")] &'static str); });
        assert_borrows(true, &parse_quote! { struct S(#[serde(with = "m")] &'static [u8]); });
        assert_borrows(
            true,
            &parse_quote! { struct S(#[serde(with = "m")] Option<&'static str>); },
        );
    }

    /// Looks through what a macro passes on a type that it was given.
    #[test]
    fn what_a_macro_passes_on() {
        let [str, other] =
            [quote!(&'static str), quote!(&'static Info)].map(|ty| Group::new(Delimiter::None, ty));
        assert_borrows(true, &parse_quote! { struct S(#[serde(with = "m")] #str); });
        assert_borrows(true, &parse_quote! { struct S(#other); });
        assert_borrows(false, &parse_quote! { struct S(#[serde(with = "m")] #other); });
    }

    #[test]
    fn what_serde_cannot_read() {
        assert_borrows(true, &parse_quote! { struct S<'a, T>(&'a T); });
        assert_borrows(true, &parse_quote! { struct S<'a, T>(Vec<Option<&'a T>>); });
        assert_borrows(true, &parse_quote! { struct S<'a, T>((u8, [&'a T; 2])); });
        assert_borrows(true, &parse_quote! { struct S<'a, T>(Box<[(&'a T)]>); });
        assert_borrows(true, &parse_quote! { struct S<'a, T>(HashMap<String, &'a T>); });
    }

    #[test]
    fn what_can_be_read() {
        assert_borrows(false, &parse_quote! { struct S; });
        assert_borrows(false, &parse_quote! { struct S<'a>(Cow<'a, str>); });
        assert_borrows(false, &parse_quote! { struct S<'a>(#[serde(skip)] &'a str); });
        assert_borrows(
            false,
            &parse_quote! { struct S<'a>(#[serde(skip_deserializing)] &'a str); },
        );
        assert_borrows(false, &parse_quote! { struct S<'a>(PhantomData<&'a str>, Id<&'a str>); });
        assert_borrows(false, &parse_quote! { struct S(PhantomData<fn(&str) -> &str>); });
        assert_borrows(false, &parse_quote! { struct S(Vec<fn(&str) -> &str>); });
        assert_borrows(false, &parse_quote! { #[serde(try_from = "T")] struct S(&'static Info); });
        assert_borrows(false, &parse_quote! { struct S(#[serde(with = "m")] &'static Info); });
        assert_borrows(false, &parse_quote! { struct S(#[serde(with = "m")] &'static [u16]); });
        assert_borrows(false, &parse_quote! { enum S { #[serde(skip)] A(&'static Info), B } });
    }
}
