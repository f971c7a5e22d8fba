//! The second stage: parses the keys of `#[redis_json(...)]`.

use crate::cache::Cache;
use crate::errors::Errors;
use crate::part::Part;
use crate::similar::nearest;
use crate::ttl;
use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser, Result};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, LitStr, Meta, Path, Token, WherePredicate, parse_quote_spanned};

/// Examples for the strings of the keys.
const PATH: &str = "path::to::redis_derive";
const PREDICATES: &str = "T: serde::Serialize";

const TEMPLATE: &str = "user:{id}";
const TIME: &str = "30m";

#[rustfmt::skip]
const KEYS: [&str; 10] = [
    "crate", "write_only", "read_only", "bound", "key", "part", "verbatim", "ttl", "cache", "paths",
];

/// Keys of serde for a type, which a user may write here by mistake.
const KEYS_OF_SERDE: [&str; 13] = [
    "content",
    "default",
    "deny_unknown_fields",
    "expecting",
    "from",
    "into",
    "remote",
    "rename",
    "rename_all",
    "tag",
    "transparent",
    "try_from",
    "untagged",
];

/// The given keys, each at most once, with the place to report it at.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) facade: Key<Path>,
    pub(crate) write_only: Key<()>,
    pub(crate) read_only: Key<()>,
    pub(crate) bound: Key<Punctuated<WherePredicate, Token![,]>>,
    pub(crate) key: Key<LitStr>,
    /// Only this key can be given several times.
    pub(crate) parts: Vec<Part>,
    /// Whether a part had a mistake, so that its name is unknown.
    pub(crate) has_bad_part: bool,
    pub(crate) verbatim: Key<()>,
    /// In milliseconds.
    pub(crate) ttl: Key<u64>,
    pub(crate) cache: Key<Cache>,
    pub(crate) paths: Key<()>,
}

/// A key that can be given only once: a second value is reported. It has no value if the value was
/// a mistake, which has been reported.
pub(crate) struct Key<T>(Option<(Ident, Option<T>)>);

impl<T> Default for Key<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Key<T> {
    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref()?.1.as_ref()
    }

    pub(crate) fn is_given(&self) -> bool {
        self.0.is_some()
    }

    /// Returns the name of the key as the user wrote it.
    pub(crate) fn name(&self) -> Option<&Ident> {
        self.0.as_ref().map(|(name, _)| name)
    }

    /// Sets the value, unless it is a mistake. The name counts as given in both cases, so that what
    /// needs this key is no second mistake.
    fn set(&mut self, name: Ident, value: Result<T>) -> Result<()> {
        if self.0.is_some() {
            let message = format_args!("`{name}` is given twice; write it once");
            return value.and(Err(Error::new_spanned(&name, message)));
        }
        let (value, result) = match value {
            Ok(value) => (Some(value), Ok(())),
            Err(error) => (None, Err(error)),
        };
        self.0 = Some((name, value));
        result
    }
}

impl Attributes {
    /// Returns the path to the facade.
    pub(crate) fn facade(&self, span: Span) -> Path {
        let given = self.facade.get().cloned();
        given.unwrap_or_else(|| parse_quote_spanned! { span=> ::redis_derive })
    }

    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut parsed = Self::default();
        for attribute in attributes.iter().filter(|attribute| is_ours(attribute)) {
            match &attribute.meta {
                Meta::List(list) => {
                    let keys = |input: ParseStream| {
                        parsed.parse_keys(input, errors);
                        Ok(())
                    };
                    if let Err(error) = keys.parse2(list.tokens.clone()) {
                        errors.push(error);
                    }
                }
                other => errors
                    .push_at(other, format_args!("expected `#[redis_json(...)]`; {}", the_keys())),
            }
        }
        parsed
    }

    fn parse_keys(&mut self, input: ParseStream, errors: &mut Errors) {
        for error in each_item(input, |input| self.parse_key(input)) {
            errors.push(error);
        }
    }

    /// Parses a key. A misspelt key is taken for the one that is meant, so that its uses are no
    /// further mistakes.
    fn parse_key(&mut self, input: ParseStream) -> Result<()> {
        let name = input.call(Ident::parse_any).map_err(|error| {
            Error::new(error.span(), format_args!("expected a key; {}", the_keys()))
        })?;
        let text = name.to_string();
        let parsed = self.parse_value(&text, name.clone(), input);
        if let Some(meant) = misspelt(&text) {
            _ = self.parse_value(meant, name, input);
        }
        parsed
    }

    fn parse_value(&mut self, key: &str, name: Ident, input: ParseStream) -> Result<()> {
        match key {
            // #[redis_json(crate = "path::to::redis_derive")]
            "crate" => {
                let path = code(input, &name, Path::parse_mod_style, PATH);
                self.facade.set(name, path)
            }
            // #[redis_json(write_only)]
            "write_only" => self.write_only.set(name.clone(), end_of_key(input, &name)),
            // #[redis_json(read_only)]
            "read_only" => self.read_only.set(name.clone(), end_of_key(input, &name)),
            // #[redis_json(bound = "T: serde::Serialize")]
            "bound" => {
                let predicates = code(input, &name, Punctuated::parse_terminated, PREDICATES);
                self.bound.set(name, predicates)
            }
            // #[redis_json(key = "user:{id}")]
            "key" => {
                let template = string(input, &name, TEMPLATE);
                self.key.set(name, template)
            }
            // #[redis_json(part(owner: u64 = self.owner.id))]
            "part" => {
                let part = Part::parse(input, name.clone());
                self.has_bad_part |= part.is_err();
                self.parts.push(part?);
                end_of_key(input, &name)
            }
            // #[redis_json(verbatim)]
            "verbatim" => self.verbatim.set(name.clone(), end_of_key(input, &name)),
            // #[redis_json(ttl = "30m")]
            "ttl" => {
                let time = string(input, &name, TIME).and_then(|value| ttl::parse(&value));
                self.ttl.set(name, time)
            }
            // #[redis_json(cache(lease = "10s"))]
            "cache" => {
                let cache = Cache::parse(input, &name);
                let cache = cache.and_then(|cache| end_of_key(input, &name).map(|()| cache));
                self.cache.set(name, cache)
            }
            // #[redis_json(paths)]
            "paths" => self.paths.set(name.clone(), end_of_key(input, &name)),
            unknown => Err(Error::new_spanned(&name, not_a_key(unknown))),
        }
    }
}

/// Parses items with commas between them, and returns the mistakes. Continues after a mistake at
/// the next comma, so that each item is checked.
pub(crate) fn each_item(
    input: ParseStream,
    mut item: impl FnMut(ParseStream) -> Result<()>,
) -> Vec<Error> {
    let mut mistakes = Vec::new();
    while !input.is_empty() {
        mistakes.extend(item(input).err());
        while !input.is_empty() && !input.peek(Token![,]) {
            let _: Result<TokenTree> = input.parse();
        }
        let _: Result<Token![,]> = input.parse();
    }
    mistakes
}

pub(crate) fn is_ours(attribute: &Attribute) -> bool {
    attribute.path().is_ident("redis_json")
}

fn not_a_key(unknown: &str) -> String {
    let advice = if let Some(key) = misspelt(unknown) {
        format!("did you mean `{key}`?")
    } else if KEYS_OF_SERDE.contains(&unknown) {
        "it is serde's: write it in `#[serde(...)]`".to_owned()
    } else {
        the_keys()
    };
    format!("`{unknown}` is not a key of `#[redis_json(...)]`; {advice}")
}

/// Returns the key that is meant, if a word is none.
fn misspelt(word: &str) -> Option<&'static str> {
    let is_key = KEYS.contains(&word) || KEYS_OF_SERDE.contains(&word);
    nearest(word, KEYS).filter(|_| !is_key)
}

fn the_keys() -> String {
    format!("the keys are `{}`", KEYS.join("`, `"))
}

/// Parses `key = "..."`
fn string(input: ParseStream, key: &Ident, example: &str) -> Result<LitStr> {
    let value = || {
        input.parse::<Token![=]>()?;
        input.parse()
    };
    let value = value().map_err(|_| {
        let message = format!("`{key}` takes a string: `{key} = \"{example}\"`");
        Error::new_spanned(key, message)
    })?;
    end_of_key(input, key)?;
    Ok(value)
}

/// Parses `key = "..."` with code in the string.
fn code<T>(
    input: ParseStream,
    key: &Ident,
    parser: impl FnOnce(ParseStream) -> Result<T>,
    example: &str,
) -> Result<T> {
    let value = string(input, key, example)?;
    value.parse_with(parser).map_err(|error| {
        let message = format!("expected something like `\"{example}\"`: {error}");
        Error::new_spanned(value, message)
    })
}

pub(crate) fn end_of_key(input: ParseStream, key: &Ident) -> Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(input.error(format_args!("expected `,` or nothing more after `{key}`")))
}
