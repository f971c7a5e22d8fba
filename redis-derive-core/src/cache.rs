//! The settings of a cache: `cache`, or `cache(lease = "10s", fall_through)`.

use crate::attr::{each_item, end_of_key};
use crate::similar::nearest;
use crate::ttl;
use proc_macro2::{Group, Ident, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser, Result};
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
        let mut settings = Vec::new();
        let mut setting = |input: ParseStream| {
            let setting = Setting::parse(input)?;
            refuse_second(&setting, &settings, keyword)?;
            settings.push(setting);
            Ok(())
        };
        let mistakes = |input: ParseStream| Ok(each_item(input, &mut setting));
        let mistakes = mistakes.parse2(group.stream())?.into_iter().reduce(|mut all, next| {
            all.combine(next);
            all
        });
        mistakes.map_or(Ok(Self(settings)), Err)
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
        let name: Ident = input.parse().map_err(|error| {
            Error::new(error.span(), format_args!("expected a setting; {}", the_settings()))
        })?;
        let text = name.to_string();
        let value = match &*text {
            of_time if OF_TIME.contains(&of_time) => {
                Value::Time(ttl::parse(&literal(input, &name, "a time", "10s")?)?)
            }
            of_percent if OF_PERCENT.contains(&of_percent) => {
                Value::Percent(percent(&literal(input, &name, "a percentage", "10%")?)?)
            }
            alone if ALONE.contains(&alone) => Value::None,
            unknown => return Err(Error::new_spanned(&name, not_a_setting(unknown))),
        };
        end_of_key(input, &name)?;
        Ok(Self { name, value })
    }
}

fn refuse_second(setting: &Setting, earlier: &[Setting], keyword: &Ident) -> Result<()> {
    let name = &setting.name;
    if earlier.iter().all(|earlier| earlier.name != *name) {
        return Ok(());
    }
    let message = format_args!("`{name}` is given twice in `{keyword}`; write it once");
    Err(Error::new_spanned(name, message))
}

fn not_a_setting(unknown: &str) -> String {
    let advice = match nearest(unknown, settings()) {
        Some(setting) => format!("did you mean `{setting}`?"),
        None if unknown == "ttl" => "write `ttl` beside `cache`: `ttl = \"30m\", cache`".to_owned(),
        None => the_settings(),
    };
    format!("`{unknown}` is no setting of `cache`; {advice}")
}

fn the_settings() -> String {
    format!("the settings are `{}`", settings().join("`, `"))
}

fn settings() -> Vec<&'static str> {
    [&OF_TIME[..], &OF_PERCENT, &ALONE].concat()
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
