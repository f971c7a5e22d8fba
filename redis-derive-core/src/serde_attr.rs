//! The attributes of serde that matter here. serde itself reports mistakes in them.

use proc_macro2::TokenTree;
use syn::{Attribute, Meta};

/// Tells whether the `#[serde(...)]` attributes have one of these keys.
pub(crate) fn has(attributes: &[Attribute], keys: &[&str]) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("serde")).any(|attribute| {
        let Meta::List(list) = &attribute.meta else { return false };
        let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
        let is_comma =
            |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
        let mut names = tokens.split(is_comma).filter_map(<[TokenTree]>::first);
        names.any(|name| keys.iter().any(|key| name.to_string() == *key))
    })
}
