//! The settings of a cache: `cache`, or `cache(lease = "10s", fall_through)`.

use crate::ttl;
use proc_macro2::{Group, Ident, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser, Result};
use syn::punctuated::Punctuated;
use syn::{Error, LitStr, Path, Token, token};

/// The calls of methods of the facade's `Cache`, in order.
pub(crate) struct Cache(Vec<Setting>);

struct Setting {
    name: Ident,
    value: Value,
}

enum Value {
    None,
    /// In milliseconds.
    Time(u64),
    Percent(u8),
}

/// The settings with a time, with a percentage, and without a value.
const OF_TIME: [&str; 4] = ["lease", "patience", "absent", "stale"];
const OF_PERCENT: [&str; 1] = ["jitter"];
const ALONE: [&str; 2] = ["fall_through", "keep_undecodable"];

impl Cache {
    pub(crate) fn parse(input: ParseStream, keyword: &Ident) -> Result<Self> {
        if !input.peek(token::Paren) {
            return Ok(Self(Vec::new()));
        }
        let group: Group = input.parse()?;
        let options = Punctuated::<_, Token![,]>::parse_terminated_with;
        let options =
            (|input: ParseStream| options(input, Setting::parse)).parse2(group.stream())?;
        let options: Vec<Setting> = options.into_iter().collect();
        for (index, option) in options.iter().enumerate() {
            if options[..index].iter().any(|earlier| earlier.name == option.name) {
                let message =
                    format!("`{}` is given twice in `{keyword}`; write it once", option.name);
                return Err(Error::new_spanned(&option.name, message));
            }
        }
        Ok(Self(options))
    }

    /// Returns the milliseconds in which an entry is stale.
    pub(crate) fn stale(&self) -> u64 {
        let stale = self.0.iter().find(|setting| setting.name == "stale");
        stale.map_or(0, |stale| match stale.value {
            Value::Time(time) => time,
            _ => 0,
        })
    }

    /// Returns an expression for the facade's `Cache`.
    pub(crate) fn expand(&self, facade: &Path) -> TokenStream {
        let options = self.0.iter().map(|Setting { name, value }| {
            let with = Ident::new(&format!("with_{name}"), name.span());
            match value {
                Value::None => quote! { .#name() },
                Value::Time(time) => {
                    quote! { .#with(#facade::__private::Duration::from_millis(#time)) }
                }
                Value::Percent(percent) => quote! { .#with(#percent) },
            }
        });
        quote! { #facade::Cache::new()#(#options)* }
    }
}

impl Setting {
    fn parse(input: ParseStream) -> Result<Self> {
        let name: Ident = input.parse()?;
        let text = name.to_string();
        let value = match &*text {
            of_time if OF_TIME.contains(&of_time) => {
                Value::Time(ttl::parse(&literal(input, &name, "a time", "10s")?)?)
            }
            of_percent if OF_PERCENT.contains(&of_percent) => {
                Value::Percent(percent(&literal(input, &name, "a percentage", "10%")?)?)
            }
            alone if ALONE.contains(&alone) => Value::None,
            _ => {
                let known = [&OF_TIME[..], &OF_PERCENT, &ALONE].concat().join("`, `");
                let message =
                    format!("`{name}` is no setting of `cache`; the settings are `{known}`");
                return Err(Error::new_spanned(&name, message));
            }
        };
        Ok(Self { name, value })
    }
}

/// Parses `= "10s"`
fn literal(input: ParseStream, name: &Ident, what: &str, example: &str) -> Result<LitStr> {
    let value = || {
        input.parse::<Token![=]>()?;
        input.parse()
    };
    value().map_err(|_| {
        Error::new_spanned(name, format_args!("`{name}` takes {what}: `{name} = \"{example}\"`"))
    })
}

fn percent(text: &LitStr) -> Result<u8> {
    let value = text.value();
    let percent = value.trim().strip_suffix('%').and_then(|number| number.trim().parse().ok());
    let percent = percent.filter(|percent| (1..=100).contains(percent));
    percent.ok_or_else(|| {
        Error::new_spanned(text, "expected a percentage from `\"1%\"` to `\"100%\"`")
    })
}
