//! The pipeline, and its last stage: a call of the facade's macro for each direction, and the impls
//! for a key.

use crate::attr::Attributes;
use crate::check::check;
use crate::errors::Errors;
use crate::input::Input;
use crate::keyed;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{DeriveInput, Path};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let attributes = Attributes::parse(&input.attrs, &mut errors);
    let input = Input::new(input, &mut errors);
    let template = keyed::template(&input, &attributes, &mut errors);
    check(&input, &attributes, &mut errors);
    let paths = paths(&input, &attributes, &mut errors);
    let directions = if errors.is_empty() {
        expand(&input, &attributes)
    } else {
        expand_unchecked(&input, &attributes, &errors)
    };
    let keyed = keyed::expand(&input, &attributes, template.as_ref());
    with_lints(&input.lints(), quote! { #directions #keyed #paths })
}

/// Lets the lint levels of a type hold for its impls too, as the language's own derives do.
fn with_lints(lints: &[Path], impls: TokenStream) -> TokenStream {
    if lints.is_empty() {
        return impls;
    }
    quote! { #[allow(#(#lints),*)] const _: () = { #impls }; }
}

#[cfg(any(feature = "paths", test))]
use crate::paths::expand as paths;

/// Reports that `paths` needs a feature. The names of paths come from serde's crate, which programs
/// without paths do not compile.
#[cfg(not(any(feature = "paths", test)))]
fn paths(_: &Input<'_>, attributes: &Attributes, errors: &mut Errors) -> TokenStream {
    if let Some(key) = attributes.paths.name() {
        let message =
            "`paths` needs the feature `paths` of `redis-derive`; switch it on in `Cargo.toml`";
        errors.push_at(key, message);
    }
    TokenStream::new()
}

fn expand(input: &Input<'_>, attributes: &Attributes) -> TokenStream {
    let written = !attributes.read_only.is_given();
    // With `bound`, the bounds decide whether the type can be read.
    let borrows = input.borrowing.is_some() && !attributes.bound.is_given();
    let read = !attributes.write_only.is_given() && !borrows;
    let encode = written.then(|| implement(input, attributes, Direction::Encode, true));
    let decode = read.then(|| implement(input, attributes, Direction::Decode, true));
    quote! { #encode #decode }
}

/// Expands to impls that check nothing, so that the type and its uses cause no further errors.
fn expand_unchecked(input: &Input<'_>, attributes: &Attributes, errors: &Errors) -> TokenStream {
    let errors = errors.to_compile_errors();
    let encode = implement(input, attributes, Direction::Encode, false);
    let decode = implement(input, attributes, Direction::Decode, false);
    quote! { #errors #encode #decode }
}

#[derive(Clone, Copy)]
enum Direction {
    Encode,
    Decode,
}

impl Direction {
    /// Returns the facade's trait.
    fn facade_trait(self) -> Ident {
        format_ident!("{}", if self.is_encode() { "Encode" } else { "Decode" })
    }

    /// Returns serde's trait for this direction.
    fn serde_trait(self) -> Ident {
        format_ident!("{}", if self.is_encode() { "Serialize" } else { "DeserializeOwned" })
    }

    fn is_encode(self) -> bool {
        matches!(self, Self::Encode)
    }
}

fn implement(
    input: &Input<'_>,
    attributes: &Attributes,
    direction: Direction,
    checked: bool,
) -> TokenStream {
    let (generics, arguments, where_clause) = input.original.generics.split_for_impl();
    let ident = input.type_name();
    let declared = where_clause.iter().flat_map(|clause| &clause.predicates);
    let facade = attributes.facade(Span::mixed_site());
    let facade_trait = direction.facade_trait();
    let added = match attributes.bound.get() {
        Some(bound) if checked => quote! { #bound },
        // A type without parameters gets no predicate: a false one is reported at every use.
        None if checked && input.is_generic() => {
            let serde_trait = direction.serde_trait();
            // serde writes an unsized type, but the client does not take it as an argument.
            let sized = (direction.is_encode() && input.may_be_unsized())
                .then(|| quote! { + #facade::__private::Sized });
            quote! { #ident #arguments: #facade::__private::#serde_trait #sized }
        }
        _ => TokenStream::new(),
    };
    let writer = direction.is_encode().then(|| input.free_type_parameter());
    let codec = codec(attributes, checked, &input.original.ident);
    quote! {
        #facade::__private::implement! {
            #facade_trait [#generics] [#ident #arguments] [#(#declared,)* #added] [#writer] [#codec]
        }
    }
}

/// Returns the codec by which the facade checks serde's trait, with the span of the type's name.
fn codec(attributes: &Attributes, checked: bool, ident: &Ident) -> TokenStream {
    let at_ident = Span::mixed_site().located_at(ident.span());
    let facade = attributes.facade(at_ident);
    let name = if checked { "Serde" } else { "Unchecked" };
    let name = Ident::new(name, at_ident);
    quote_spanned! { at_ident=> #facade::__private::#name }
}

#[cfg(test)]
mod tests {
    #[test]
    fn lints_that_a_type_allows_are_allowed_for_its_impls() {
        let expanded = |attributes: &str| {
            let item = syn::parse_str(&format!("{attributes} struct S;")).unwrap();
            super::derive(&item).to_string()
        };
        let allowed =
            expanded("#[allow(a, dead_code)] #[expect(b::c, reason = \"d\")] #[warn(e)] #[allow]");
        let begin = "# [allow (a , b :: c)] const _ : () = {";
        assert!(allowed.starts_with(begin), "{allowed}");
        for attributes in ["#[deny(a)]", "#[expect(dead_code)]", "#[expect(unused)]"] {
            assert!(!expanded(attributes).contains("const _"), "{attributes}");
        }
    }
}
