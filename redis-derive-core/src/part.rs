//! A part of a key that is not a field: `key_for` takes `part(user: UserId)`, and a value computes
//! `part(owner: u64 = self.owner.id)`.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser, Result};
use syn::{Error, Token, Type};

pub(crate) struct Part {
    /// `part`, as the user wrote it.
    pub(crate) keyword: Ident,
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    /// `None` if only `key_for` takes it.
    pub(crate) value: Option<TokenStream>,
}

impl Part {
    pub(crate) fn parse(input: ParseStream, keyword: Ident) -> Result<Self> {
        let inside = input.parse::<Group>().map(|group| group.stream());
        let parse = |content: ParseStream| {
            let name = content.call(Ident::parse_any)?;
            let _: Token![:] = content.parse()?;
            let ty = content.parse()?;
            let equals: Option<Token![=]> = content.parse()?;
            let value = equals.map(|_| expression(content)).transpose()?;
            let _: Option<Token![,]> = content.parse()?;
            Ok((name, ty, value))
        };
        let (name, ty, value): (Ident, Type, _) =
            inside.and_then(|inside| parse.parse2(inside)).map_err(|_| {
                let message = "`part` takes a name with its type, and an expression unless only \
                           `key_for` takes the part: `part(user: u64)`, \
                           `part(owner: u64 = self.owner.id)`";
                Error::new_spanned(&keyword, message)
            })?;
        if syn::parse2::<Ident>(name.to_token_stream()).is_err() {
            let message =
                format!("`{name}` is a keyword; give the part another name, here and in the key");
            return Err(Error::new_spanned(&name, message));
        }
        if matches!(ty, Type::ImplTrait(_) | Type::Infer(_)) {
            let message = "a part has one type: write `String`, for which `key_for` also takes \
                           `&str`, or another type with `Display`";
            return Err(Error::new_spanned(&ty, message));
        }
        if elides_a_lifetime(ty.to_token_stream()) {
            let message = "a reference in the type of a part needs a lifetime: write \
                           `&'static str`, or `String`, for which `key_for` also takes `&str`";
            return Err(Error::new_spanned(&ty, message));
        }
        Ok(Self { keyword, name, ty, value })
    }

    /// Returns the name as a template has it: a raw identifier without `r#`.
    pub(crate) fn name(&self) -> String {
        self.name.unraw().to_string()
    }
}

/// Tells whether a type has a `&` without a lifetime.
fn elides_a_lifetime(ty: TokenStream) -> bool {
    let mut tokens = ty.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let elides = match token {
            TokenTree::Group(group) => elides_a_lifetime(group.stream()),
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                let next = tokens.peek();
                !matches!(next, Some(TokenTree::Punct(quote)) if quote.as_char() == '\'')
            }
            _ => false,
        };
        if elides {
            return true;
        }
    }
    false
}

/// Returns the rest up to a comma at its end. The compiler checks whether it is an expression.
fn expression(input: ParseStream) -> Result<TokenStream> {
    let mut tokens: Vec<TokenTree> = input.parse::<TokenStream>()?.into_iter().collect();
    tokens.pop_if(|last| matches!(last, TokenTree::Punct(comma) if comma.as_char() == ','));
    if tokens.is_empty() {
        return Err(input.error("expected an expression"));
    }
    Ok(with_our_self(tokens.into_iter().collect()))
}

/// Replaces each `self` by the `self` of the method that contains the expression, even if a macro
/// wrote it.
fn with_our_self(tokens: TokenStream) -> TokenStream {
    let ours = |token| match token {
        TokenTree::Ident(mut ident) if ident == "self" => {
            ident.set_span(ident.span().resolved_at(Span::call_site()));
            TokenTree::Ident(ident)
        }
        TokenTree::Group(group) => {
            let mut inside = Group::new(group.delimiter(), with_our_self(group.stream()));
            inside.set_span(group.span());
            TokenTree::Group(inside)
        }
        token => token,
    };
    tokens.into_iter().map(ours).collect()
}
