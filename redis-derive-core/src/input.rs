//! The second stage: the properties of the type besides its name and generics.

use crate::attr::is_ours;
use crate::borrow::{self, Around};
use crate::errors::Errors;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DeriveInput, Field, Fields, GenericParam, Meta, MetaList, Path, Token,
    TraitBound, TypeParamBound, Visibility, WherePredicate,
};

pub(crate) struct Input<'a> {
    pub(crate) original: &'a DeriveInput,
    /// The first field that borrows from the JSON, so that the type cannot be read.
    pub(crate) borrowing: Option<&'a Field>,
}

impl<'a> Input<'a> {
    pub(crate) fn new(original: &'a DeriveInput, errors: &mut Errors) -> Self {
        let mut borrowing = None;
        for (variant, fields) in parts(&original.data) {
            refuse_ours(variant, errors);
            for field in fields {
                refuse_ours(&field.attrs, errors);
                let around = Around { container: &original.attrs, variant };
                if borrowing.is_none() && borrow::borrows(field, around) {
                    borrowing = Some(field);
                }
            }
        }
        Self { original, borrowing }
    }

    /// Tells whether the type may have serde's traits for some arguments and not for others.
    pub(crate) fn is_generic(&self) -> bool {
        let mut parameters = self.original.generics.params.iter();
        parameters.any(|parameter| !matches!(parameter, GenericParam::Lifetime(_)))
    }

    /// Returns the lints that the type allows, by `allow` or `expect`, but not those of dead code:
    /// an impl that may be dead counts as a use of the type, which is then not as dead as expected.
    pub(crate) fn lints(&self) -> Vec<Path> {
        let attributes = self.lists("allow").chain(self.lists("expect"));
        let parse = Punctuated::<Meta, Token![,]>::parse_terminated;
        let items = attributes.filter_map(|list| list.parse_args_with(parse).ok()).flatten();
        let names = items.filter_map(|item| item.require_path_only().ok().cloned());
        names.filter(|name| !name.is_ident("dead_code") && !name.is_ident("unused")).collect()
    }

    /// Tells whether nobody may refer to the fields, since they can stand at any address.
    pub(crate) fn is_packed(&self) -> bool {
        self.lists("repr").any(|list| list.tokens.to_string().contains("packed"))
    }

    /// Returns the attributes of this name with something in parentheses.
    fn lists<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b MetaList> {
        let lists = self.original.attrs.iter().filter_map(|attribute| match &attribute.meta {
            Meta::List(list) => Some(list),
            _ => None,
        });
        lists.filter(move |list| list.path.is_ident(name))
    }

    /// Returns the name of the type. A `#[deprecated]` type gets a span of the expansion, where the
    /// compiler does not warn. Any other type keeps the user's span, where errors are reported.
    pub(crate) fn type_name(&self) -> Ident {
        let mut ident = self.original.ident.clone();
        if self.original.attrs.iter().any(|attribute| attribute.path().is_ident("deprecated")) {
            ident.set_span(Span::mixed_site().located_at(ident.span()));
        }
        ident
    }

    /// Tells whether a parameter is `?Sized`, so that the type may be unsized for some arguments.
    pub(crate) fn may_be_unsized(&self) -> bool {
        let generics = &self.original.generics;
        let on_parameters = generics.type_params().flat_map(|parameter| &parameter.bounds);
        let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let in_where_clause = predicates.filter_map(|predicate| match predicate {
            WherePredicate::Type(predicate) => Some(&predicate.bounds),
            _ => None,
        });
        on_parameters
            .chain(in_where_clause.flatten())
            .any(|bound| matches!(bound, TypeParamBound::Trait(TraitBound { maybe: Some(_), .. })))
    }

    /// Refuses a variant with the name of a function of the type, since `Type::name` would mean the
    /// variant.
    pub(crate) fn refuse_hidden_function(&self, function: &str, errors: &mut Errors) {
        let Data::Enum(data) = &self.original.data else { return };
        for variant in data.variants.iter().filter(|variant| variant.ident.unraw() == function) {
            let ty = self.original.ident.unraw();
            let message = format!(
                "the variant `{function}` hides the function `{ty}::{function}`; rename it, and \
                 keep its name in JSON with `#[serde(rename = \"...\")]`"
            );
            errors.push_at(&variant.ident, message);
        }
    }

    /// Returns a name that no parameter of the type has, for the type parameter of a method.
    pub(crate) fn free_type_parameter(&self) -> Ident {
        let is_taken = |name: &str| {
            self.original.generics.params.iter().any(|parameter| match parameter {
                GenericParam::Type(parameter) => parameter.ident == name,
                GenericParam::Const(parameter) => parameter.ident == name,
                GenericParam::Lifetime(_) => false,
            })
        };
        let mut name = "W".to_owned();
        while is_taken(&name) {
            name.push('W');
        }
        Ident::new(&name, Span::mixed_site())
    }
}

/// Returns the fields of a struct, or of each variant of an enum, with the variant's attributes.
fn parts(data: &Data) -> Vec<(&[Attribute], &Fields)> {
    match data {
        Data::Struct(data) => vec![(&[], &data.fields)],
        Data::Enum(data) => {
            let variants = data.variants.iter();
            variants.map(|variant| (&*variant.attrs, &variant.fields)).collect()
        }
        // `check` refuses a union.
        Data::Union(_) => Vec::new(),
    }
}

fn refuse_ours(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| is_ours(attribute)) {
        errors.push_at(
            attribute,
            "`#[redis_json(...)]` belongs on the type; \
             how a field or variant looks in JSON is set with `#[serde(...)]`",
        );
    }
}

/// Returns a visibility that is written here. In a type that a `macro_rules` writes, its own place
/// would be the one of the function, and the compiler would warn of a function that is not used.
pub(crate) fn written_here(visibility: &Visibility) -> TokenStream {
    let here = |mut token: TokenTree| {
        token.set_span(token.span().resolved_at(Span::call_site()));
        token
    };
    visibility.to_token_stream().into_iter().map(here).collect()
}
