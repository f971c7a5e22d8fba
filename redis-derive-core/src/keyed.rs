//! The additional impls for `key = "..."`: the facade's `Templated`, `Keyed` and `Patterned`, and
//! the function `key_for`.

use crate::attr::Attributes;
use crate::cache::Cache;
use crate::errors::Errors;
use crate::input::{Input, written_here};
use crate::part::Part;
use crate::template::{Names, Placeholder, Template, Value};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, LitStr, Path, Type};

const NO_EXPRESSION: &str =
    "expected one expression after `=`; each part has a `part(...)` of its own";

/// Returns the template, or `None` if the type has none or it has a mistake.
pub(crate) fn template<'a>(
    input: &Input<'a>,
    attributes: &'a Attributes,
    errors: &mut Errors,
) -> Option<Template<'a>> {
    let fields = match &input.original.data {
        Data::Struct(data) => Some(&data.fields),
        Data::Enum(_) => None,
        // `check` refuses it.
        Data::Union(_) => return None,
    };
    if attributes.key.is_given() {
        input.refuse_hidden_function("key_for", errors);
        input.refuse_hidden_function("key_pattern", errors);
    }
    let names = Names { parts: &attributes.parts, fields };
    let literal = attributes.key.get().filter(|_| !attributes.has_bad_part)?;
    let template = Template::parse(literal, names, attributes.verbatim.is_given());
    let template = template.map_err(|error| errors.push(error)).ok()?;
    for (index, part) in attributes.parts.iter().enumerate() {
        refuse_useless(part, &attributes.parts[..index], &template, errors);
    }
    Some(template)
}

fn refuse_useless(part: &Part, before: &[Part], template: &Template<'_>, errors: &mut Errors) {
    let name = part.name();
    if before.iter().any(|earlier| earlier.name() == name) {
        errors.push_at(&part.name, format_args!("the part `{name}` is given twice; give it once"));
    } else if template.placeholders.iter().all(|placeholder| placeholder.name != name) {
        let message = format!("the key has no `{{{name}}}`; write it there, or leave the part out");
        errors.push_at(&part.name, message);
    }
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
        // Most templates have one placeholder.
        (None, _) if attributes.key.is_given() => expand_unchecked(input, attributes, 1),
        (None, _) => TokenStream::new(),
    }
}

/// The parts of the expansion of a template.
struct Pieces {
    /// The arguments of the facade's `Template::new`.
    template: TokenStream,
    /// The text of the key that a value makes.
    own: TokenStream,
    is_of_value: bool,
    /// The predicates that this needs for a generic type.
    predicates: TokenStream,
    /// The function `key_for` with its attributes.
    key_for: TokenStream,
}

fn expand_template(
    input: &Input<'_>,
    attributes: &Attributes,
    literal: &LitStr,
    template: &Template<'_>,
) -> TokenStream {
    let facade = attributes.facade(Span::mixed_site());
    let Template { begin, placeholders } = template;
    let consts = placeholders.iter().map(|Placeholder { name, then, .. }| {
        quote! { #facade::__private::Placeholder::new(#name, #then) }
    });
    // A type without parameters gets no predicate: a false one is reported at every use.
    let checked = placeholders.iter().filter(|_| input.is_generic()).map(|part| part.ty);
    let pieces = Pieces {
        template: quote! { #begin, const { &[#(#consts),*] } },
        own: own(input, attributes, &facade, template),
        is_of_value: template.is_of_value(),
        predicates: quote! { #(#checked: #facade::__private::Display,)* },
        key_for: key_for(input, &facade, literal, placeholders),
    };
    implement(input, attributes, &facade, &pieces)
}

/// Returns the text of the key that a value makes.
fn own(
    input: &Input<'_>,
    attributes: &Attributes,
    facade: &Path,
    template: &Template<'_>,
) -> TokenStream {
    let placeholders = &template.placeholders;
    let expressions =
        distinct(placeholders).filter_map(|Placeholder { name, ty, value, .. }| {
            let Value::Expression(expression) = value else { return None };
            let at_expression = Span::mixed_site().located_at(expression.span());
            let mut name = binding(name);
            name.set_span(at_expression);
            let facade = attributes.facade(at_expression);
            // A `ref` binding borrows a place and keeps a temporary value. The compiler points to
            // the expression if it has another type.
            Some(quote_spanned! { at_expression=>
                let ref #name: #ty = #facade::__private::expression! {
                    [#facade::__private::compile_error! { #NO_EXPRESSION }] #expression
                };
            })
        });
    let parts = placeholders.iter().map(|placeholder| {
        let Some(value) = value_of(placeholder, input.is_packed()) else { return quote! { &"" } };
        let part = part_of(facade, placeholder.ty);
        quote! { #part(&#value) }
    });
    quote! { #(#expressions)* #facade::__private::fill::<Self>(&[#(#parts),*]) }
}

/// Returns a reference to the value of a placeholder, or `None` if only `key_for` takes it.
fn value_of(
    Placeholder { name, value, .. }: &Placeholder<'_>,
    is_packed: bool,
) -> Option<TokenStream> {
    match value {
        // A packed field is copied.
        Value::Field(member) if is_packed => Some(quote! { &{ self.#member } }),
        Value::Field(member) => Some(quote! { &self.#member }),
        Value::Expression(_) => Some(binding(name).into_token_stream()),
        Value::Given => None,
    }
}

/// Returns the function that checks a part, with the span of its type, which the user would have to
/// change.
fn part_of(facade: &Path, ty: &Type) -> TokenStream {
    let at_type = Span::mixed_site().located_at(ty.span());
    quote_spanned! { at_type=> #facade::__private::PartOf::<#ty>::part }
}

/// Returns the parts without repetitions: a name that occurs twice in the key is given once.
fn distinct<'a>(placeholders: &'a [Placeholder<'_>]) -> impl Iterator<Item = &'a Placeholder<'a>> {
    placeholders.iter().enumerate().filter_map(|(index, part)| {
        let is_new = placeholders[..index].iter().all(|earlier| earlier.name != part.name);
        is_new.then_some(part)
    })
}

fn key_for(
    input: &Input<'_>,
    facade: &Path,
    literal: &LitStr,
    placeholders: &[Placeholder<'_>],
) -> TokenStream {
    let visibility = written_here(&input.original.vis);
    let documentation = format!("Returns the key `{}` with these parts.", literal.value());
    let parameters = distinct(placeholders).map(|Placeholder { name, ty, .. }| {
        let name = parameter(name);
        quote! { #name: impl #facade::__private::PartOf<#ty> }
    });
    let parts = placeholders.iter().map(|Placeholder { name, ty, .. }| {
        let (name, part) = (parameter(name), part_of(facade, ty));
        quote! { #part(&#name) }
    });
    quote! {
        #[doc = #documentation]
        #[must_use]
        #[allow(clippy::too_many_arguments)]
        #visibility fn key_for(#(#parameters),*) -> #facade::Key<Self> {
            #facade::__private::key_of(&[#(#parts),*])
        }
    }
}

/// Returns `key_for` for a template with a mistake. It has as many parameters as the template seems
/// to have, of any type, so that its uses cause no second error.
fn expand_unchecked(
    input: &Input<'_>,
    attributes: &Attributes,
    placeholders: usize,
) -> TokenStream {
    let facade = attributes.facade(Span::mixed_site());
    let visibility = written_here(&input.original.vis);
    let parameters = (0..placeholders).map(|index| format_ident!("_part_{index}"));
    let key_for = quote! {
        #[doc(hidden)]
        #visibility fn key_for(
            #(#parameters: impl #facade::__private::Sized),*
        ) -> #facade::Key<Self> {
            #facade::__private::key_of(&[])
        }
    };
    let pieces = Pieces {
        template: quote! { "", &[] },
        own: quote! { #facade::__private::fill::<Self>(&[]) },
        is_of_value: true,
        predicates: TokenStream::new(),
        key_for,
    };
    implement(input, attributes, &facade, &pieces)
}

fn implement(
    input: &Input<'_>,
    attributes: &Attributes,
    facade: &Path,
    Pieces { template, own, is_of_value, predicates, key_for }: &Pieces,
) -> TokenStream {
    let (generics, arguments, where_clause) = input.original.generics.split_for_impl();
    let ident = input.type_name();
    let declared = where_clause.iter().flat_map(|clause| &clause.predicates);
    let predicates = quote! { #(#declared,)* #predicates };
    let implemented = |name: TokenStream, items: TokenStream| {
        quote! {
            #[automatically_derived]
            impl #generics #facade::#name for #ident #arguments where #predicates {
                #items
            }
        }
    };
    let expiry = expiry(attributes, facade);
    let is_cache = attributes.cache.is_given();
    let is_verbatim = attributes.verbatim.is_given();
    let has_paths = attributes
        .paths
        .is_given()
        .then(|| quote! { const HAS_PATHS: #facade::__private::bool = true; });
    let templated = implemented(
        quote! { __private::Templated },
        quote! {
            const TEMPLATE: &'static #facade::__private::Template =
                &#facade::__private::Template::new(#template);
            const VERBATIM: #facade::__private::bool = #is_verbatim;
            const IS_WHOLE: #facade::__private::bool = #is_of_value;
            const EXPIRY: #facade::Expiry = #expiry;
            const IS_CACHE: #facade::__private::bool = #is_cache;
            #has_paths
            fn own(&self) -> #facade::__private::String {
                #own
            }
        },
    );
    let keyed = is_of_value.then(|| implemented(quote! { Keyed }, own_key(facade)));
    let patterned = (!is_verbatim).then(|| implemented(quote! { Patterned }, pattern_of(facade)));
    let entry = is_cache.then(|| implemented(quote! { CacheEntry }, cache(attributes, facade)));
    let key_pattern = key_pattern(input, facade, is_verbatim);
    quote! {
        #templated
        #keyed
        #patterned
        #entry
        #[automatically_derived]
        impl #generics #ident #arguments where #predicates {
            #key_for
            #key_pattern
        }
    }
}

fn own_key(facade: &Path) -> TokenStream {
    quote! {
        fn key(&self) -> #facade::Key<Self> {
            #facade::__private::own_key(self)
        }
    }
}

fn pattern_of(facade: &Path) -> TokenStream {
    quote! {
        fn key_pattern() -> #facade::KeyPattern<Self> {
            #facade::__private::pattern_of()
        }
    }
}

fn cache(attributes: &Attributes, facade: &Path) -> TokenStream {
    let cache = attributes.cache.get();
    let cache = cache.map_or(quote! { #facade::Cache::new() }, |cache| cache.expand(facade));
    quote! { const CACHE: #facade::Cache = #cache; }
}

/// Returns the function `key_pattern`, which works without importing a trait. A `verbatim` key has
/// one too, for a better error at its use: because of the lifetime, the bound is only checked
/// there.
fn key_pattern(input: &Input<'_>, facade: &Path, is_verbatim: bool) -> TokenStream {
    let visibility = written_here(&input.original.vis);
    let (documentation, bound) = if is_verbatim {
        (quote! { #[doc(hidden)] }, quote! { where for<'__any> Self: #facade::Patterned })
    } else {
        (quote! { #[doc = "Returns the pattern of the keys of all values."] }, TokenStream::new())
    };
    quote! {
        #documentation
        #[must_use]
        #visibility fn key_pattern() -> #facade::KeyPattern<Self> #bound {
            #facade::__private::pattern_of()
        }
    }
}

fn expiry(attributes: &Attributes, facade: &Path) -> TokenStream {
    let Some(milliseconds) = attributes.ttl.get() else {
        return quote! { #facade::Expiry::Keep };
    };
    let milliseconds = milliseconds + attributes.cache.get().map_or(0, Cache::stale);
    quote! {
        #facade::Expiry::After(#facade::__private::Duration::from_millis(#milliseconds))
    }
}

/// Returns the name that an expression is bound to. No static of the program has it.
fn binding(name: &str) -> Ident {
    format_ident!("__redis_part_{name}", span = Span::mixed_site())
}

/// Returns the parameter for a part.
fn parameter(name: &str) -> Ident {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format_ident!("__part_{name}", span = Span::mixed_site());
    }
    // `self` and similar names are never fields, and a part with such a name was refused.
    identifier(name, Span::mixed_site())
}

/// Returns a name, raw if it is a keyword. The expansion has the edition of this crate, where `gen`
/// is one too.
pub(crate) fn identifier(name: &str, span: Span) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(_) if name != "gen" => Ident::new(name, span),
        _ => Ident::new_raw(name, span),
    }
}
