//! The pipeline, and its last stage: one call of the facade's macro for each direction.

use crate::attr::Attributes;
use crate::check::check;
use crate::errors::Errors;
use crate::input::Input;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{DeriveInput, Path, parse_quote_spanned};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let attributes = Attributes::parse(&input.attrs, &mut errors);
    let input = Input::new(input, &mut errors);
    check(&input, &attributes, &mut errors);
    if errors.is_empty() {
        expand(&input, &attributes)
    } else {
        expand_unchecked(&input, &attributes, &errors)
    }
}

fn expand(input: &Input<'_>, attributes: &Attributes) -> TokenStream {
    let written = !attributes.read_only.is_given();
    // Who gives the bounds knows whether the type can be read.
    let borrows = input.borrowing.is_some() && !attributes.bound.is_given();
    let read = !attributes.write_only.is_given() && !borrows;
    let encode = written.then(|| implement(input, attributes, "Encode", Some("Serialize")));
    let decode = read.then(|| implement(input, attributes, "Decode", Some("DeserializeOwned")));
    quote! { #encode #decode }
}

/// Impls that check nothing, so that neither the type nor its uses add to the mistakes.
fn expand_unchecked(input: &Input<'_>, attributes: &Attributes, errors: &Errors) -> TokenStream {
    let errors = errors.to_compile_errors();
    let encode = implement(input, attributes, "Encode", None);
    let decode = implement(input, attributes, "Decode", None);
    quote! { #errors #encode #decode }
}

/// One direction: the facade's trait for it, and the trait of serde's that it stands on.
fn implement(
    input: &Input<'_>,
    attributes: &Attributes,
    facade_trait: &str,
    serde_trait: Option<&str>,
) -> TokenStream {
    let ident = &input.original.ident;
    let (generics, arguments, where_clause) = input.original.generics.split_for_impl();
    let declared = where_clause.iter().flat_map(|clause| &clause.predicates);
    let facade = facade(attributes, Span::mixed_site());
    let facade_trait = format_ident!("{facade_trait}");
    let serde_trait = serde_trait.map(|name| format_ident!("{name}"));
    let added = match (&serde_trait, attributes.bound.get()) {
        (Some(_), Some(bound)) => quote! { #bound },
        // A type without parameters gets no predicate: a false one is reported at every use.
        (Some(serde_trait), None) if input.is_generic() => {
            quote! { #ident #arguments: #facade::derive::#serde_trait }
        }
        _ => TokenStream::new(),
    };
    let codec = codec(attributes, serde_trait.is_some(), ident);
    quote! {
        #facade::derive::implement! {
            #facade_trait [#generics] [#ident #arguments] [#(#declared,)* #added] [#codec]
        }
    }
}

/// What the facade checks serde's trait by, at the name of the type.
fn codec(attributes: &Attributes, checked: bool, ident: &Ident) -> TokenStream {
    let at_ident = Span::mixed_site().located_at(ident.span());
    let facade = facade(attributes, at_ident);
    let name = if checked { "Serde" } else { "Unchecked" };
    let name = Ident::new(name, at_ident);
    quote_spanned! { at_ident=> #facade::derive::#name }
}

fn facade(attributes: &Attributes, span: Span) -> Path {
    let given = attributes.facade.get().cloned();
    given.unwrap_or_else(|| parse_quote_spanned! { span=> ::redis_derive })
}
