//! Whether a field borrows from the text that it is read from.
//!
//! A reply does not outlive its decoding, so a type with such a field can only be written. The rule
//! is serde's own (<https://serde.rs/lifetimes.html>), plus every other reference, which serde
//! cannot read at all.

use proc_macro2::TokenTree;
use syn::{Attribute, Field, GenericArgument, Meta, PathArguments, Type};

pub(crate) fn borrows(field: &Field, variant_attributes: &[Attribute]) -> bool {
    let has = |key| serde_has(&field.attrs, key);
    if has("skip") || has("skip_deserializing") {
        return false;
    }
    has("borrow") || serde_has(variant_attributes, "borrow") || holds_reference(&field.ty)
}

/// Whether a value of this type holds a reference. A `PhantomData` and a function do not.
fn holds_reference(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) => true,
        Type::Array(ty) => holds_reference(&ty.elem),
        Type::Group(ty) => holds_reference(&ty.elem),
        Type::Paren(ty) => holds_reference(&ty.elem),
        Type::Slice(ty) => holds_reference(&ty.elem),
        Type::Tuple(ty) => ty.elems.iter().any(holds_reference),
        Type::Path(ty) => ty.path.segments.iter().any(|segment| {
            segment.ident != "PhantomData" && argument_holds_reference(&segment.arguments)
        }),
        _ => false,
    }
}

fn argument_holds_reference(arguments: &PathArguments) -> bool {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return false;
    };
    arguments.args.iter().any(|argument| match argument {
        GenericArgument::Type(ty) => holds_reference(ty),
        _ => false,
    })
}

/// Whether one of the `#[serde(...)]` attributes has this key. What serde refuses is left to serde.
fn serde_has(attributes: &[Attribute], key: &str) -> bool {
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde.into_iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => {
            let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
            let mut items =
                tokens.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ','));
            items.any(|item| matches!(item.first(), Some(TokenTree::Ident(name)) if name == key))
        }
        Meta::Path(_) | Meta::NameValue(_) => false,
    })
}
