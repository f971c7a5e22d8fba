//! Names: those that only the expansion uses, and the methods for variants.

use crate::keyed::identifier;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use std::fmt::Display;
use syn::DeriveInput;
use syn::ext::IdentExt;

/// Names that do not occur in a type, so that no field and no type is taken for one. They begin
/// with more underscores than any name there.
pub(crate) struct Own {
    underscores: String,
}

impl Own {
    pub(crate) fn new(input: &DeriveInput) -> Self {
        Self { underscores: "_".repeat(1 + most_underscores(input.to_token_stream()).max(1)) }
    }

    pub(crate) fn name(&self, name: impl Display) -> Ident {
        Ident::new(&format!("{}{name}", self.underscores), Span::mixed_site())
    }
}

/// Returns the largest number of underscores that a name begins with.
fn most_underscores(tokens: TokenStream) -> usize {
    let underscores = |token| match token {
        TokenTree::Ident(ident) => {
            ident.unraw().to_string().chars().take_while(|c| *c == '_').count()
        }
        TokenTree::Group(group) => most_underscores(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => 0,
    };
    tokens.into_iter().map(underscores).max().unwrap_or_default()
}

/// Returns the name of the method for a variant.
pub(crate) fn method_of(variant: &Ident) -> Ident {
    let mut name = String::new();
    let mut previous_is_lower = false;
    for c in variant.unraw().to_string().chars() {
        if c.is_uppercase() && previous_is_lower {
            name.push('_');
        }
        previous_is_lower = !c.is_uppercase() && c != '_';
        name.extend(c.to_lowercase());
    }
    match &*name {
        // These cannot be raw identifiers.
        "crate" | "self" | "super" => format_ident!("{name}_", span = variant.span()),
        name => identifier(name, variant.span()),
    }
}

#[cfg(test)]
mod tests {
    use super::method_of;
    use proc_macro2::TokenStream;
    use std::collections::HashSet;
    use syn::ext::IdentExt;
    use syn::{Ident, ImplItem, Item};

    const NAMES: &[&str] = &[
        "Fields",
        "FieldsOf",
        "Of",
        "OfFields",
        "Root",
        "Matches",
        "AB",
        "Ab",
        "A_B",
        "aB",
        "Super",
        "Super_",
        "SELF",
        "Self_",
        "r#type",
        "Type",
        "Gen",
        "gen",
        "as_ref",
        "index",
        "paths",
        "_Steps",
        "steps",
        "__steps",
        "___steps",
        "__Root",
        "__Matches",
        "__Fields",
        "__OfFields",
        "__FieldsOfOf",
        "größe",
        "GRÖßE",
        "名前",
        "_0",
        "__",
        "T",
    ];

    /// Chooses names by a seed, without one that is there.
    fn some_names(random: &mut u64) -> Vec<&'static str> {
        let mut next = |below: usize| {
            *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040);
            usize::try_from(*random >> 33).unwrap() % below
        };
        let count = 1 + next(6);
        let mut names = HashSet::new();
        (0..count).map(|_| NAMES[next(NAMES.len())]).filter(|name| names.insert(*name)).collect()
    }

    /// Tells where the expansion defines a name twice, or one of its own is one of the type's.
    fn clashes(expanded: &TokenStream, names: &[&str]) -> Vec<String> {
        let file: syn::File = syn::parse2(expanded.clone()).unwrap();
        let records = file.items.iter().find_map(|item| match item {
            Item::Const(item) if item.ident == "_" => Some(&item.expr),
            _ => None,
        });
        let Some(syn::Expr::Block(records)) = records.map(|block| &**block) else { return vec![] };
        let mut clashes = Vec::new();
        let mut types: HashSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
        for statement in &records.block.stmts {
            let syn::Stmt::Item(item) = statement else { continue };
            let defined = match item {
                Item::Struct(item) => Some(&item.ident),
                Item::Trait(item) => Some(&item.ident),
                _ => None,
            };
            clashes
                .extend(defined.map(Ident::to_string).filter(|name| !types.insert(name.clone())));
            let mut methods = HashSet::new();
            let Item::Impl(item) = item else { continue };
            let defined = item.items.iter().filter_map(|item| match item {
                ImplItem::Fn(method) => Some(method.sig.ident.unraw().to_string()),
                _ => None,
            });
            clashes.extend(defined.filter(|name| !methods.insert(name.clone())));
        }
        clashes
    }

    #[test]
    fn a_variant_is_called_like_a_method() {
        for (variant, method) in [
            ("Circle", "circle"),
            ("BigCircle", "big_circle"),
            ("Big_Circle", "big_circle"),
            ("HTTP", "http"),
            ("A1B", "a1_b"),
            ("r#fn", "r#fn"),
            ("Type", "r#type"),
            ("Gen", "r#gen"),
            ("Super", "super_"),
        ] {
            let method_of_variant = method_of(&syn::parse_str(variant).unwrap());
            assert_eq!(method_of_variant.to_string(), method, "{variant}");
        }
    }

    #[test]
    fn a_type_of_any_names_expands_to_names_of_its_own_or_to_one_error() {
        let mut random = 7;
        for _ in 0..200 {
            let (ty, names) = (some_names(&mut random)[0], some_names(&mut random));
            let of = |each: &str| {
                names.iter().flat_map(|name| [*name, " ", each, ","]).collect::<String>()
            };
            let [fields, ours] = [": u8", "{ a: T, b: __Fields }"].map(of);
            let methods: HashSet<String> = names
                .iter()
                .map(|name| method_of(&syn::parse_str::<Ident>(name).unwrap_or_else(|_| raw(name))))
                .map(|method| method.unraw().to_string())
                .collect();
            let hidden = names.contains(&"paths");
            let is_refused = hidden || methods.len() < names.len();
            for (text, is_refused) in [
                (format!("#[redis_json(paths)] struct {ty} {{ {fields} }}"), false),
                (format!("#[redis_json(paths)] enum {ty} {{ {ours} }}"), is_refused),
            ] {
                let expanded = crate::expand::derive(&syn::parse_str(&text).unwrap());
                assert_eq!(clashes(&expanded, &names), Vec::<String>::new(), "{text}");
                let refused = expanded.to_string().contains("compile_error");
                assert_eq!(refused, is_refused, "{text}");
            }
        }
    }

    fn raw(name: &str) -> Ident {
        Ident::new_raw(name.trim_start_matches("r#"), proc_macro2::Span::call_site())
    }
}
