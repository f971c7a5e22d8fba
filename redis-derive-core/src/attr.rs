//! The second stage: parses the keys of `#[redis_json(...)]`.

use crate::cache::Cache;
use crate::errors::Errors;
use crate::part::Part;
use crate::similar::is_similar;
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

    fn set(&mut self, name: Ident, value: T) -> Result<()> {
        if self.0.is_some() {
            return Err(Error::new_spanned(
                &name,
                format_args!("`{name}` is given twice; write it once"),
            ));
        }
        self.0 = Some((name, Some(value)));
        Ok(())
    }

    /// Sets the value, unless it is a mistake. The name counts as given in both cases.
    fn set_result(&mut self, name: Ident, value: Result<T>) -> Result<()> {
        match value {
            Ok(value) => self.set(name, value),
            Err(error) => {
                self.0.get_or_insert((name, None));
                Err(error)
            }
        }
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

    /// Continues after a mistake at the next comma, so that each key is checked.
    fn parse_keys(&mut self, input: ParseStream, errors: &mut Errors) {
        while !input.is_empty() {
            if let Err(error) = self.parse_key(input) {
                errors.push(error);
            }
            while !input.is_empty() && !input.peek(Token![,]) {
                let _: Result<TokenTree> = input.parse();
            }
            let _: Result<Token![,]> = input.parse();
        }
    }

    fn parse_key(&mut self, input: ParseStream) -> Result<()> {
        let name = input.call(Ident::parse_any).map_err(|error| {
            Error::new(error.span(), format_args!("expected a key; {}", the_keys()))
        })?;
        match name.to_string().as_str() {
            // #[redis_json(crate = "path::to::redis_derive")]
            "crate" => {
                let value = string(input, &name, PATH)?;
                let path = parse(&value, Path::parse_mod_style, PATH)?;
                self.facade.set(name, path)
            }
            // #[redis_json(write_only)]
            "write_only" => {
                end_of_key(input, &name)?;
                self.write_only.set(name, ())
            }
            // #[redis_json(read_only)]
            "read_only" => {
                end_of_key(input, &name)?;
                self.read_only.set(name, ())
            }
            // #[redis_json(bound = "T: serde::Serialize")]
            "bound" => {
                let value = string(input, &name, PREDICATES)?;
                let predicates = parse(&value, Punctuated::parse_terminated, PREDICATES)?;
                self.bound.set(name, predicates)
            }
            // #[redis_json(key = "user:{id}")]
            "key" => {
                let template = string(input, &name, TEMPLATE);
                self.key.set_result(name, template)
            }
            // #[redis_json(part(owner: u64 = self.owner.id))]
            "part" => {
                let part = Part::parse(input, name.clone());
                self.has_bad_part |= part.is_err();
                self.parts.push(part?);
                end_of_key(input, &name)
            }
            // #[redis_json(verbatim)]
            "verbatim" => {
                end_of_key(input, &name)?;
                self.verbatim.set(name, ())
            }
            // #[redis_json(ttl = "30m")]
            "ttl" => {
                let value = string(input, &name, TIME)?;
                self.ttl.set(name, ttl::parse(&value)?)
            }
            // #[redis_json(cache(lease = "10s"))]
            "cache" => {
                let cache = Cache::parse(input, &name);
                self.cache.set_result(name.clone(), cache)?;
                end_of_key(input, &name)
            }
            // #[redis_json(paths)]
            "paths" => {
                end_of_key(input, &name)?;
                self.paths.set(name, ())
            }
            unknown => Err(Error::new_spanned(&name, not_a_key(unknown))),
        }
    }
}

pub(crate) fn is_ours(attribute: &Attribute) -> bool {
    attribute.path().is_ident("redis_json")
}

fn not_a_key(unknown: &str) -> String {
    let advice = if let Some(key) = KEYS.into_iter().find(|key| is_similar(unknown, key)) {
        format!("did you mean `{key}`?")
    } else if KEYS_OF_SERDE.contains(&unknown) {
        "it is serde's: write it in `#[serde(...)]`".to_owned()
    } else {
        the_keys()
    };
    format!("`{unknown}` is not a key of `#[redis_json(...)]`; {advice}")
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

/// Parses the string of a key.
fn parse<T>(
    value: &LitStr,
    parser: impl FnOnce(ParseStream) -> Result<T>,
    example: &str,
) -> Result<T> {
    value.parse_with(parser).map_err(|error| {
        let message = format!("expected something like `\"{example}\"`: {error}");
        Error::new_spanned(value, message)
    })
}

fn end_of_key(input: ParseStream, key: &Ident) -> Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(input.error(format_args!("expected `,` or nothing more after `{key}`")))
}
