//! What a type with `key = "..."` expands to besides: its `Keyed`, and the function `key_for`.

use crate::attr::Attributes;
use crate::errors::Errors;
use crate::input::Input;
use crate::template::{Placeholder, Template};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, LitStr, Member, Path};

/// The template, if the type has one without a mistake.
pub(crate) fn template<'a>(
    input: &Input<'a>,
    attributes: &Attributes,
    errors: &mut Errors,
) -> Option<Template<'a>> {
    let fields = match &input.original.data {
        Data::Struct(data) => Some(&data.fields),
        Data::Enum(_) | Data::Union(_) => None,
    };
    let template = Template::parse(attributes.key.get()?, fields);
    template.map_err(|error| errors.push(error)).ok()
}

pub(crate) fn expand(
    input: &Input<'_>,
    attributes: &Attributes,
    template: Option<&Template<'_>>,
) -> TokenStream {
    match (attributes.key.get(), template) {
        (Some(literal), Some(template)) => expand_template(input, attributes, literal, template),
        (Some(literal), None) => {
            let placeholders = literal.value().replace("{{", "").matches('{').count();
            expand_unchecked(input, attributes, placeholders)
        }
        // Most have one.
        (None, _) if attributes.key.is_given() => expand_unchecked(input, attributes, 1),
        (None, _) => TokenStream::new(),
    }
}

/// What the template of a type comes to.
#[derive(Default)]
struct Pieces {
    /// The arguments of the facade's `Template::new`.
    template: TokenStream,
    /// The key of a value.
    key: TokenStream,
    /// What generic types have to hold for that.
    predicates: TokenStream,
    /// The function `key_for` with its attributes.
    key_for: TokenStream,
}

fn expand_template(
    input: &Input<'_>,
    attributes: &Attributes,
    literal: &LitStr,
    Template { begin, placeholders }: &Template<'_>,
) -> TokenStream {
    let facade = attributes.facade(Span::mixed_site());
    let consts = placeholders.iter().map(|Placeholder { escaped, fills_tag, then, .. }| {
        quote! { #facade::__private::Placeholder::new(#escaped, #fills_tag, #then) }
    });
    let types: Vec<_> = placeholders.iter().map(|part| &part.field.ty).collect();
    let members = distinct(placeholders).map(|part| &part.member);
    // Of a type without parameters a predicate that is false would be reported at every use.
    let checked = types.iter().filter(|_| input.is_generic());
    let pieces = Pieces {
        template: quote! { #begin, &[#(#consts),*] },
        key: quote! { Self::key_for(#(&self.#members),*) },
        predicates: quote! { #(#checked: #facade::__private::KeyPart,)* },
        key_for: key_for(input, &facade, literal, placeholders),
    };
    implement(input, attributes, &facade, &pieces)
}

/// A field that stands in the key twice is given once.
fn distinct<'a>(placeholders: &'a [Placeholder<'_>]) -> impl Iterator<Item = &'a Placeholder<'a>> {
    placeholders.iter().enumerate().filter_map(|(index, part)| {
        let is_new = placeholders[..index].iter().all(|earlier| earlier.member != part.member);
        is_new.then_some(part)
    })
}

fn key_for(
    input: &Input<'_>,
    facade: &Path,
    literal: &LitStr,
    placeholders: &[Placeholder<'_>],
) -> TokenStream {
    let visibility = &input.original.vis;
    let documentation = format!("The key `{}` with these parts.", literal.value());
    let parameters = distinct(placeholders).map(|Placeholder { member, field, .. }| {
        let (name, ty) = (parameter(member), &field.ty);
        quote! { #name: impl #facade::__private::PartOf<#ty> }
    });
    let parts = placeholders.iter().map(|Placeholder { member, field, .. }| {
        let (name, ty) = (parameter(member), &field.ty);
        // Checked at the field, which is what would have to change.
        let at_field = Span::mixed_site().located_at(ty.span());
        let part = quote_spanned! { at_field=> #facade::__private::PartOf::<#ty>::part };
        quote! { #part(&#name) }
    });
    quote! {
        #[doc = #documentation]
        #[must_use]
        #[allow(dead_code, private_bounds, clippy::needless_pass_by_value, clippy::too_many_arguments)]
        #visibility fn key_for(#(#parameters),*) -> #facade::Key<Self> {
            #facade::__private::key_of(&[#(#parts),*])
        }
    }
}

/// The same for a template with a mistake: as many parameters as it seems to have, of any type, so that there is no second error
/// at the uses.
fn expand_unchecked(
    input: &Input<'_>,
    attributes: &Attributes,
    placeholders: usize,
) -> TokenStream {
    let facade = attributes.facade(Span::mixed_site());
    let visibility = &input.original.vis;
    let parameters = (0..placeholders).map(|index| format_ident!("_part_{index}"));
    let key_for = quote! {
        #[doc(hidden)]
        #[allow(dead_code)]
        #visibility fn key_for(#(#parameters: impl #facade::__private::Sized),*) -> #facade::Key<Self> {
            #facade::__private::key_of(&[])
        }
    };
    let key = quote! { #facade::__private::key_of(&[]) };
    let pieces = Pieces { template: quote! { "", &[] }, key, key_for, ..Pieces::default() };
    implement(input, attributes, &facade, &pieces)
}

fn implement(
    input: &Input<'_>,
    attributes: &Attributes,
    facade: &Path,
    Pieces { template, key, predicates, key_for }: &Pieces,
) -> TokenStream {
    let (generics, arguments, where_clause) = input.original.generics.split_for_impl();
    let ident = input.type_name();
    let declared = where_clause.iter().flat_map(|clause| &clause.predicates);
    let predicates = quote! { #(#declared,)* #predicates };
    let expiry = expiry(attributes, facade);
    quote! {
        #[automatically_derived]
        impl #generics #facade::Keyed for #ident #arguments where #predicates {
            const TEMPLATE: #facade::__private::Template = #facade::__private::Template::new(#template);
            const EXPIRY: #facade::Expiry = #expiry;
            fn key(&self) -> #facade::Key<Self> {
                #key
            }
        }
        #[automatically_derived]
        impl #generics #ident #arguments where #predicates {
            #key_for
        }
    }
}

fn expiry(attributes: &Attributes, facade: &Path) -> TokenStream {
    let Some(milliseconds) = attributes.ttl.get() else {
        return quote! { #facade::Expiry::Keep };
    };
    quote! {
        #facade::Expiry::After(#facade::__private::Duration::from_millis(#milliseconds))
    }
}

/// The parameter that stands for a field.
fn parameter(member: &Member) -> Ident {
    match member {
        Member::Named(name) => {
            let mut name = name.clone();
            name.set_span(Span::mixed_site());
            name
        }
        Member::Unnamed(index) => format_ident!("part_{}", index.index, span = Span::mixed_site()),
    }
}
