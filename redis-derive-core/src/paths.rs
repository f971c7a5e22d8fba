//! The additional code for `paths`: a method for each field, which extends a path by a step, and
//! the function `paths`.
//!
//! The names in JSON are those of serde's own derive, from the crate that serde uses for them. The
//! methods belong to a trait object that stands for the steps so far, so that a path to any type
//! can have them (see `paths::fields` in the facade).

use crate::attr::Attributes;
use crate::errors::Errors;
use crate::input::{Input, written_here};
use crate::keyed::identifier;
use crate::names::{Own, method_of};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use serde_derive_internals::ast::{Container, Data, Field, Style, Variant};
use serde_derive_internals::attr::{self, Default, TagType};
use serde_derive_internals::name::Name;
use serde_derive_internals::{Ctxt, Derive};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Generics, Member, Path, Visibility, parse_quote};

pub(crate) fn expand(
    input: &Input<'_>,
    attributes: &Attributes,
    errors: &mut Errors,
) -> TokenStream {
    let Some(key) = attributes.paths.name() else { return TokenStream::new() };
    let context = Ctxt::new();
    let private = Ident::new("private", Span::call_site());
    let container = Container::from_ast(&context, input.original, Derive::Serialize, &private);
    // serde reports its own mistakes.
    _ = context.check();
    let Some(container) = container else { return TokenStream::new() };
    refuse_other_shapes(&container, key, errors);
    input.refuse_hidden_function("paths", errors);
    let expansion = Expansion::new(input, attributes);
    let records = match &container.data {
        Data::Struct(style, fields) => expansion.fields_of_struct(fields, *style, &container.attrs),
        Data::Enum(variants) => {
            let variants = with_methods(variants, errors);
            expansion.variants(&variants, container.attrs.tag())
        }
    };
    let paths = expansion.paths();
    let nearer = expansion.nearer();
    quote! {
        const _: () = { #nearer #records };
        #paths
    }
}

/// Refuses a type whose fields are not the fields of its document, or whose document does not tell
/// which fields it has.
fn refuse_other_shapes(container: &Container<'_>, key: &Ident, errors: &mut Errors) {
    let attributes = &container.attrs;
    let into = attributes.type_into().is_some();
    if into || attributes.type_from().is_some() || attributes.type_try_from().is_some() {
        let message = "`paths` has a path for each field, but serde writes or reads this type as \
                       another type; put `paths` on that type";
        errors.push_at(key, message);
    }
    if let (Data::Enum(_), TagType::None) = (&container.data, attributes.tag()) {
        let message = "an untagged enum does not tell which fields it has; leave out `paths`, or \
                       tag the enum";
        errors.push_at(key, message);
    }
}

/// Returns the variants that a path can go through, each with its own method.
fn with_methods<'a>(variants: &'a [Variant<'a>], errors: &mut Errors) -> Vec<&'a Variant<'a>> {
    // The document of an untagged variant may look like another variant.
    if variants.iter().any(|variant| variant.attrs.untagged()) {
        return Vec::new();
    }
    let mut known = HashMap::new();
    let with_data = variants.iter().filter(|variant| !matches!(variant.style, Style::Unit));
    let written = with_data.filter(|variant| {
        let attributes = &variant.attrs;
        let with = attributes.serialize_with().is_some() || attributes.deserialize_with().is_some();
        !attributes.skip_serializing() && !attributes.skip_deserializing() && !with
    });
    let is_first = |variant: &&Variant<'_>| {
        let method = method_of(&variant.ident);
        let (earlier, later) = match known.entry(method.unraw()) {
            Entry::Vacant(entry) => {
                entry.insert(variant.ident.clone());
                return true;
            }
            Entry::Occupied(entry) => (entry.get().unraw(), variant.ident.unraw()),
        };
        let json = &variant.attrs.name().serialize_name().value;
        let message = format!(
            "the variants `{earlier}` and `{later}` have the same method in a path, `{method}`; \
             rename this one, and keep its name in JSON with `#[serde(rename = {json:?})]`"
        );
        errors.push_at(&variant.ident, message);
        false
    };
    written.filter(is_first).collect()
}

/// The number of matches of a path with these methods.
#[derive(Clone, Copy)]
enum Many {
    Any,
    /// One match. Only for one match can be told whether an enum has the right variant.
    One,
}

/// A type with fields, as the impls name it.
struct Owner {
    /// The type with its arguments.
    ty: TokenStream,
    /// The trait whose objects have the methods.
    methods: Ident,
}

/// The context of all parts of the expansion.
struct Expansion<'a> {
    input: &'a Input<'a>,
    /// Those of the type, for items that the program does not have. Lints skip their lifetimes.
    generics: Generics,
    facade: Path,
    own: Own,
    /// The parameters for the type of the document and for the number of matches.
    root: Ident,
    matches: Ident,
    /// The method that returns the steps, and the parameter with the steps.
    steps: Ident,
    /// Whether the type is written and read, so that a default can be asked for its JSON.
    has_both_directions: bool,
}

impl<'a> Expansion<'a> {
    fn new(input: &'a Input<'a>, attributes: &Attributes) -> Self {
        let facade = attributes.facade(Span::mixed_site());
        let own = Own::new(input.original);
        let [root, matches, steps] = ["Root", "Matches", "steps"].map(|name| own.name(name));
        let has_both_directions =
            !attributes.read_only.is_given() && !attributes.write_only.is_given();
        let mut generics = input.original.generics.clone();
        for parameter in generics.lifetimes_mut() {
            let span = parameter.lifetime.span().resolved_at(Span::call_site());
            parameter.lifetime.set_span(span);
        }
        Self { input, generics, facade, own, root, matches, steps, has_both_directions }
    }

    fn of_type(&self) -> Owner {
        let ident = self.input.type_name();
        let (_, arguments, _) = self.input.original.generics.split_for_impl();
        Owner { ty: quote! { #ident #arguments }, methods: self.own.name("Fields") }
    }

    fn fields_of_struct(
        &self,
        fields: &[Field<'_>],
        style: Style,
        attributes: &attr::Container,
    ) -> TokenStream {
        let methods = if attributes.transparent() {
            self.transparent(fields)
        } else {
            self.fields(fields, style, attributes.default())
        };
        let is_flat = matches!(style, Style::Struct) && !attributes.transparent();
        self.record(&self.of_type(), &methods, Many::Any, is_flat)
    }

    /// Makes a method for each field that serde writes and reads in the same way.
    fn fields(&self, fields: &[Field<'_>], style: Style, of_all: &Default) -> Vec<TokenStream> {
        // A field that is left out of an array moves the others.
        let is_moved = matches!(style, Style::Tuple)
            && fields.iter().any(|field| {
                let attributes = &field.attrs;
                attributes.skip_serializing() != attributes.skip_deserializing()
                    || attributes.skip_serializing_if().is_some()
            });
        let written = fields.iter().filter(|field| !field.attrs.skip_serializing());
        let methods = (0_i64..).zip(written).filter_map(|(index, field)| {
            let step = match style {
                _ if is_moved || !is_plain(field) => return None,
                // An older document may end before it, and RedisJSON adds nothing at an index.
                Style::Tuple if self.default(field, of_all).is_some() => return None,
                // A newtype is written as its field.
                Style::Newtype => Step::Place(quote! { .inner() }),
                Style::Tuple => Step::Place(quote! { .index(#index) }),
                Style::Struct | Style::Unit if field.attrs.flatten() => Step::Flattened,
                Style::Struct | Style::Unit => Step::Name(self.named(field, of_all)?),
            };
            Some(self.field(field, &step))
        });
        methods.collect()
    }

    /// Makes the method for the field whose JSON a transparent type has.
    fn transparent(&self, fields: &[Field<'_>]) -> Vec<TokenStream> {
        let shown = fields.iter().filter(|field| field.attrs.transparent() && is_plain(field));
        let step = Step::Place(quote! { .transparent() });
        shown.map(|field| self.field(field, &step)).collect()
    }

    /// Returns the step to a field, or `None` if the field is not read under the name that is
    /// written.
    fn named(&self, field: &Field<'_>, of_all: &Default) -> Option<Named> {
        let names = names(field.attrs.name().serialize_name(), field.attrs.aliases())?;
        Some(Named { names, default: self.default(field, of_all) })
    }

    /// Returns the value of a field that a document does not have, with the bounds for a generic
    /// type.
    fn default(&self, field: &Field<'_>, of_all: &Default) -> Option<OfDefault> {
        let facade = &self.facade;
        let ty = self.without_self(field.ty);
        let whole = self.of_type().ty;
        let member = &field.member;
        let call =
            |path: &syn::ExprPath| replace_self(path.to_token_stream(), &quote! { <#whole> });
        let default = quote! { #facade::__private::Default };
        let (value, asked) = match (field.attrs.default(), of_all) {
            (Default::Default, _) => {
                (quote! { <#ty as #default>::default() }, quote! { #ty: #default, })
            }
            (Default::Path(path), _) => {
                let call = call(path);
                (quote! { #call() }, TokenStream::new())
            }
            (Default::None, Default::Default) => {
                (quote! { <#whole as #default>::default().#member }, quote! { #whole: #default, })
            }
            (Default::None, Default::Path(path)) => {
                let call = call(path);
                (quote! { #call().#member }, TokenStream::new())
            }
            (Default::None, Default::None) => return None,
        };
        if !self.has_both_directions {
            let json = quote! { #facade::__private::unknown_default::<#ty> };
            return Some(OfDefault { json, bounds: None });
        }
        let json = quote! { || #facade::__private::default_json(&#value) };
        let is_generic = self.input.original.generics.type_params().next().is_some();
        let bounds = is_generic.then(|| quote! { where #asked #ty: #facade::__private::Serialize });
        Some(OfDefault { json, bounds })
    }

    fn field(&self, field: &Field<'_>, step: &Step) -> TokenStream {
        let Self { facade, root, matches, steps, .. } = self;
        let ty = self.without_self(field.ty);
        let at_type = Span::mixed_site().located_at(field.ty.span());
        let steps = quote! { self.#steps() };
        let mut bounds = None;
        let (reply, body) = match step {
            Step::Flattened => (
                quote_spanned! { at_type=>
                    &<#ty as #facade::__private::Flattened>::Fields<#root, #matches>
                },
                quote_spanned! { at_type=>
                    <#ty as #facade::__private::Flattened>::fields::<#root, #matches>(
                        #steps.flattened()
                    )
                },
            ),
            Step::Name(Named { names, default }) => {
                let step = names_as_step(names);
                let default = default.as_ref().map(|default| {
                    bounds.clone_from(&default.bounds);
                    let json = &default.json;
                    quote! { .or_default(#json) }
                });
                (
                    quote! { #facade::JsonPath<#root, #ty, #matches> },
                    quote! { #facade::__private::path(#steps #step #default) },
                )
            }
            Step::Place(step) => (
                quote! {
                    #facade::JsonPath<#root, #ty, <#matches as #facade::__private::Matches>::Fixed>
                },
                quote! { #facade::__private::path(#steps #step) },
            ),
        };
        method(&field.member, self.visibility(field), &reply, bounds.as_ref(), &body)
    }

    /// Returns the visibility of a field, which in an enum is that of the enum.
    fn visibility<'b>(&'b self, field: &'b Field<'_>) -> &'b Visibility {
        match &self.input.original.data {
            syn::Data::Enum(_) => &self.input.original.vis,
            _ => &field.original.vis,
        }
    }

    /// Makes a method for each variant with data, and the methods of its fields.
    fn variants(&self, variants: &[&Variant<'_>], tag: &TagType) -> TokenStream {
        let (methods, inner): (Vec<_>, Vec<_>) =
            variants.iter().filter_map(|variant| self.variant(variant, tag)).unzip();
        // Where it is flattened, serde reads the first of several variants whose names are keys.
        let is_flat = !matches!(tag, TagType::External | TagType::None);
        let record = self.record(&self.of_type(), &methods, Many::One, is_flat);
        quote! { #(#inner)* #record }
    }

    fn variant(&self, variant: &Variant<'_>, tag: &TagType) -> Option<(TokenStream, TokenStream)> {
        let Self { facade, root, steps, .. } = self;
        let names = names(variant.attrs.name().serialize_name(), variant.attrs.aliases())?;
        let steps = quote! { self.#steps() };
        let steps = match tag {
            TagType::External | TagType::None => {
                let (name, aliases) = names.split_first()?;
                quote! { #steps.variant(#name, &[#(#aliases),*]) }
            }
            TagType::Internal { tag } => quote! { #steps.beside_tag(#tag, &[#(#names),*]) },
            TagType::Adjacent { tag, content } => {
                quote! { #steps.tagged(#tag, &[#(#names),*]).name(#content) }
            }
        };
        let is_inside = matches!(tag, TagType::Internal { .. });
        let member = Member::Named(method_of(&variant.ident));
        let visibility = &self.input.original.vis;
        if let (Style::Newtype, [field]) = (variant.style, &*variant.fields) {
            let ty = self.without_self(field.ty);
            let reply = if is_inside {
                quote! { #facade::__private::Inside<#root, #ty> }
            } else {
                quote! { #facade::JsonPath<#root, #ty, #facade::__private::Fixed> }
            };
            let new = if is_inside { quote!(inside) } else { quote!(path) };
            let body = quote! { #facade::__private::#new(#steps) };
            let method = method(&member, visibility, &reply, None, &body);
            return Some((method, TokenStream::new()));
        }
        let owner = self.of_variant(&variant.ident);
        let ty = &owner.ty;
        let reply = quote! { #facade::__private::Inside<#root, #ty> };
        let body = quote! { #facade::__private::inside(#steps) };
        let methods = self.fields(&variant.fields, variant.style, &Default::None);
        let marker = self.marker(&variant.ident);
        let record = self.record(&owner, &methods, Many::Any, true);
        Some((method(&member, visibility, &reply, None, &body), quote! { #marker #record }))
    }

    fn of_variant(&self, variant: &Ident) -> Owner {
        let (_, arguments, _) = self.input.original.generics.split_for_impl();
        let marker = self.marker_name(variant);
        let methods = self.own.name(format_args!("FieldsOf{}", variant.unraw()));
        Owner { ty: quote! { #marker #arguments }, methods }
    }

    fn marker_name(&self, variant: &Ident) -> Ident {
        self.own.name(format_args!("Of{}", variant.unraw()))
    }

    /// Makes a type for the fields of a variant.
    fn marker(&self, variant: &Ident) -> TokenStream {
        let facade = &self.facade;
        let (generics, _, where_clause) = self.generics.split_for_impl();
        let marker = self.marker_name(variant);
        let whole = self.of_type().ty;
        quote! {
            #[doc(hidden)]
            pub struct #marker #generics (#facade::__private::PhantomData<#whole>) #where_clause;
        }
    }

    /// Makes the methods of a type. They also belong to a type that flattens it, if its fields are
    /// members.
    fn record(
        &self,
        owner: &Owner,
        methods: &[TokenStream],
        many: Many,
        is_flat: bool,
    ) -> TokenStream {
        let Self { facade, root, matches, steps, .. } = self;
        let Owner { ty, methods: name } = owner;
        let mut with_root = self.generics.clone();
        with_root.params.push(parse_quote!(#root: ?#facade::__private::Sized));
        let mut of_trait = with_root.clone();
        of_trait.params.push(parse_quote!(#matches: #facade::__private::Matches));
        let (plain, _, where_clause) = self.generics.split_for_impl();
        let (all, arguments, _) = of_trait.split_for_impl();
        let (in_impl, of_impl) = match many {
            Many::Any => (quote! { #all }, quote! { #arguments }),
            Many::One => {
                let (one, _, _) = with_root.split_for_impl();
                (quote! { #one }, with_field(&quote! { #arguments }, matches, facade))
            }
        };
        let over = quote! {
            #root: ?#facade::__private::Sized, #matches: #facade::__private::Matches
        };
        let implemented = |name: TokenStream, fields: TokenStream, found: TokenStream| {
            quote! {
                impl #plain #facade::__private::#name for #ty #where_clause {
                    type Fields<#over> = #fields;
                    fn fields<#over>(
                        #steps: &#facade::__private::Steps
                    ) -> &<Self as #facade::__private::#name>::Fields<#root, #matches> {
                        #found
                    }
                }
            }
        };
        let paths =
            implemented(quote! { Paths }, quote! { dyn #name #arguments }, quote! { #steps });
        let (fields, found) = if is_flat {
            let fields = quote! { <Self as #facade::__private::Paths>::Fields<#root, #matches> };
            (fields, quote! { #steps })
        } else {
            let none = quote! { #facade::__private::FlattenedWithoutPaths };
            (none.clone(), quote! { #none::ONE })
        };
        let flattened = implemented(quote! { Flattened }, fields, found);
        quote! {
            #[doc(hidden)]
            pub trait #name #all #where_clause {
                fn #steps(&self) -> &#facade::__private::Steps;
            }
            impl #all #name #arguments for #facade::__private::Steps #where_clause {
                fn #steps(&self) -> &#facade::__private::Steps {
                    self
                }
            }
            impl #in_impl dyn #name #of_impl #where_clause { #(#methods)* }
            #paths
            #flattened
        }
    }

    /// Returns a function that shadows a static or a constant of the program, since a parameter
    /// cannot have such a name.
    fn nearer(&self) -> TokenStream {
        let steps = &self.steps;
        quote! { fn #steps() {} }
    }

    fn paths(&self) -> TokenStream {
        let facade = &self.facade;
        let (generics, _, where_clause) = self.input.original.generics.split_for_impl();
        let Owner { ty, .. } = self.of_type();
        let visibility = written_here(&self.input.original.vis);
        quote! {
            #[automatically_derived]
            impl #generics #ty #where_clause {
                /// Returns the path to the whole document, with a method for each field.
                #[must_use]
                #visibility fn paths() -> #facade::JsonPath<Self, Self> {
                    #facade::__private::root()
                }
            }
        }
    }

    /// Replaces `Self`, which is the trait object in a method.
    fn without_self(&self, ty: &syn::Type) -> TokenStream {
        replace_self(ty.to_token_stream(), &self.of_type().ty)
    }
}

/// Tells whether a function of the program writes or reads the field. (serde itself reads a `Cow`
/// that borrows by a function of its own.)
fn is_written_by_hand(field: &Field<'_>) -> bool {
    let is_of_program = |with: &syn::ExprPath| {
        with.path.segments.first().is_none_or(|first| first.ident != "_serde")
    };
    let attributes = &field.attrs;
    attributes.deserialize_with().is_some_and(is_of_program)
        || attributes.serialize_with().is_some()
}

/// Tells whether a path leads to the field: it is written and read, as its type says.
fn is_plain(field: &Field<'_>) -> bool {
    let attributes = &field.attrs;
    let is_skipped = attributes.skip_serializing() || attributes.skip_deserializing();
    !is_skipped && !is_written_by_hand(field)
}

/// The step to a field.
enum Step {
    Name(Named),
    /// A place that always exists in the value around it, by this call.
    Place(TokenStream),
    /// The field's own fields belong to the type around it, so no path leads to the field itself.
    Flattened,
}

/// A field with its names, and the value that is read if it is missing.
struct Named {
    /// The first name is written.
    names: Vec<String>,
    default: Option<OfDefault>,
}

struct OfDefault {
    /// A function that returns the default.
    json: TokenStream,
    bounds: Option<TokenStream>,
}

/// Returns the name that is written, and then the other names that are read. Returns `None` if the
/// name that is written is not read.
fn names(written: &Name, read: &BTreeSet<Name>) -> Option<Vec<String>> {
    let others = read.iter().filter(|name| name.value != written.value);
    let names = [written].into_iter().chain(others).map(|name| name.value.clone());
    read.iter().any(|name| name.value == written.value).then(|| names.collect())
}

fn names_as_step(names: &[String]) -> TokenStream {
    let (name, aliases) = names.split_at(1);
    let or = (!aliases.is_empty()).then(|| quote! { .or(&[#(#aliases),*]) });
    quote! { .name(#(#name)*) #or }
}

fn method(
    member: &Member,
    visibility: &Visibility,
    reply: &TokenStream,
    bounds: Option<&TokenStream>,
    body: &TokenStream,
) -> TokenStream {
    // Lints then skip the method, since they have already checked the field. (An `allow` is an
    // error under `forbid`.)
    let span = member.span().resolved_at(Span::call_site());
    let shown = match member {
        Member::Named(name) => name.unraw().to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    };
    let name = match member {
        Member::Named(_) => identifier(&shown, span),
        Member::Unnamed(_) => format_ident!("_{shown}", span = span),
    };
    let iter = matches!(&*shown, "iter" | "iter_mut")
        .then(|| quote! { #[allow(clippy::iter_not_returning_iterator)] });
    let documentation = format!("Returns the path to `{shown}`.");
    let visibility = written_here(visibility);
    quote! {
        #iter
        #[doc = #documentation]
        #[must_use]
        #visibility fn #name(&self) -> #reply #bounds { #body }
    }
}

/// Returns the arguments with `Field` in place of the last one.
fn with_field(arguments: &TokenStream, matches: &Ident, facade: &Path) -> TokenStream {
    let tokens = arguments.clone().into_iter().map(|token| match &token {
        TokenTree::Ident(ident) if ident == matches => quote! { #facade::__private::Field },
        _ => token.into(),
    });
    tokens.collect()
}

fn replace_self(tokens: TokenStream, ty: &TokenStream) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => ty.clone(),
        TokenTree::Group(group) => {
            let inner = replace_self(group.stream(), ty);
            let mut replaced = Group::new(group.delimiter(), inner);
            replaced.set_span(group.span());
            TokenTree::from(replaced).into()
        }
        token => token.into(),
    });
    tokens.collect()
}

#[cfg(test)]
mod tests {
    /// Returns the methods of a type, each with its visibility and with what it adds to a path.
    fn methods(input: &str) -> Vec<String> {
        let expanded = crate::expand::derive(&syn::parse_str(input).unwrap()).to_string();
        let expanded = expanded.replace(' ', "");
        let method = |text: &str| {
            let (name, body) = text.split_once("(&self)").unwrap();
            let (_, steps) = body.split_once("__steps()").unwrap();
            let (steps, _) = steps.split_once('}').unwrap();
            format!("{}{}", name.replace("fn", " ").trim(), steps.strip_suffix(')').unwrap())
        };
        let paths = expanded.split("#[doc=\"Returnsthepathto").skip(1);
        paths.map(|text| method(text.split_once("#[must_use]").unwrap().1)).collect()
    }

    #[test]
    fn what_is_written_and_read_has_a_path() {
        for (item, expected) in [
            ("struct S { a: u8, pub b: u8 }", &["a.name(\"a\")", "pub b.name(\"b\")"][..]),
            ("struct S { #[serde(skip)] a: u8, #[serde(skip_serializing)] b: u8 }", &[]),
            ("struct S { #[serde(skip_deserializing)] a: u8 }", &[]),
            ("struct S { #[serde(rename(serialize = \"b\"))] a: u8 }", &[]),
            (
                "struct S { #[serde(rename = \"b\", alias = \"c\")] a: u8 }",
                &["a.name(\"b\").or(&[\"c\"])"],
            ),
            ("struct S(u8);", &["_0.inner()"]),
            ("struct S(u8, u8);", &["_0.index(0i64)", "_1.index(1i64)"]),
            ("struct S(#[serde(skip)] u8, u8, u8);", &["_1.index(0i64)", "_2.index(1i64)"]),
            ("struct S(u8, #[serde(skip_serializing)] u8, u8);", &[]),
            ("struct S(u8, #[serde(skip_deserializing)] u8, u8);", &[]),
            ("struct S(u8, #[serde(skip_serializing_if = \"f\")] u8);", &[]),
            ("#[serde(transparent)] struct S { a: u8 }", &["a.transparent()"]),
            (
                "#[serde(transparent)] struct S { a: u8, #[serde(skip)] b: u8 }",
                &["a.transparent()"],
            ),
            ("#[serde(transparent)] struct S { #[serde(with = \"f\")] a: u8 }", &[]),
            (
                "pub enum S { A, B(u8), C { a: u8 } }",
                &["pub b.variant(\"B\",&[])", "pub c.variant(\"C\",&[])", "pub a.name(\"a\")"],
            ),
            (
                "enum S { #[serde(skip_serializing)] A(u8), #[serde(skip_deserializing)] B(u8) }",
                &[],
            ),
            (
                "enum S { #[serde(serialize_with = \"f\")] A(u8), \
                 #[serde(deserialize_with = \"f\")] B(u8) }",
                &[],
            ),
            ("enum S { A(u8), #[serde(untagged)] B(u8) }", &[]),
        ] {
            let mut methods = methods(&format!("#[redis_json(paths)] {item}"));
            let mut expected = expected.to_vec();
            methods.sort();
            expected.sort_unstable();
            assert_eq!(methods, expected, "{item}");
        }
    }

    #[test]
    fn what_is_an_object_can_be_flattened() {
        for (item, is_object) in [
            ("struct S { a: u8 }", true),
            ("struct S(u8, u8);", false),
            ("#[serde(transparent)] struct S { a: u8 }", false),
        ] {
            let input = format!("#[redis_json(paths)] {item}");
            let expanded = crate::expand::derive(&syn::parse_str(&input).unwrap()).to_string();
            assert_eq!(!expanded.contains("FlattenedWithoutPaths"), is_object, "{item}");
        }
    }

    #[test]
    fn a_field_that_a_function_of_the_program_reads_has_no_path() {
        let has_path = |attribute: &str| {
            let text = format!(
                "#[redis_json(paths)] struct S<'a> {{ #[serde({attribute})] field: Cow<'a, str> }}"
            );
            let expanded = crate::expand::derive(&syn::parse_str(&text).unwrap()).to_string();
            expanded.contains("fn field (")
        };
        assert!(has_path("borrow"));
        for attribute in ["with = \"f\"", "deserialize_with = \"f\"", "serialize_with = \"f\""] {
            assert!(!has_path(attribute) && !has_path(&format!("borrow, {attribute}")));
        }
    }
    #[test]
    fn an_element_with_a_default_has_no_path() {
        let expanded = |text: &str| {
            let text = format!("#[redis_json(paths)] {text}");
            crate::expand::derive(&syn::parse_str(&text).unwrap()).to_string()
        };
        let added = expanded("struct S(u8, #[serde(default)] u8);");
        assert!(added.contains("fn _0 (") && !added.contains("fn _1 ("));
        assert!(!expanded("#[serde(default)] struct S(u8, u8);").contains("fn _0 ("));
        assert!(!expanded("enum E { V(u8, #[serde(default)] u8) }").contains("fn _1 ("));
        assert!(expanded("struct S(#[serde(default)] u8);").contains("fn _0 ("));
    }
}
