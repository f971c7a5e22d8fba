//! How a cache is filled: `cache`, or `cache(lease = "10s", fall_through)`.

use crate::ttl;
use proc_macro2::{Group, Ident, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser, Result};
use syn::punctuated::Punctuated;
use syn::{Error, LitStr, Path, Token, token};

/// The methods of the facade's `Cache` that are called, in their order.
pub(crate) struct Cache(Vec<Setting>);

struct Setting {
    name: Ident,
    /// In milliseconds.
    time: Option<u64>,
}

/// Those that take a time, and those that take none.
const OF_TIME: [&str; 2] = ["lease", "patience"];
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

    /// The facade's `Cache`.
    pub(crate) fn expand(&self, facade: &Path) -> TokenStream {
        let options = self.0.iter().map(|Setting { name, time }| {
            let Some(time) = time else { return quote! { .#name() } };
            let with = Ident::new(&format!("with_{name}"), name.span());
            quote! { .#with(#facade::__private::Duration::from_millis(#time)) }
        });
        quote! { #facade::Cache::new()#(#options)* }
    }
}

impl Setting {
    fn parse(input: ParseStream) -> Result<Self> {
        let name: Ident = input.parse()?;
        let text = name.to_string();
        if OF_TIME.contains(&&*text) {
            let value = || {
                input.parse::<Token![=]>()?;
                input.parse::<LitStr>()
            };
            let value = value().map_err(|_| {
                Error::new_spanned(&name, format_args!("`{name}` takes a time: `{name} = \"10s\"`"))
            })?;
            return Ok(Self { name, time: Some(ttl::parse(&value)?) });
        }
        if ALONE.contains(&&*text) {
            return Ok(Self { name, time: None });
        }
        let known = [OF_TIME, ALONE].concat().join("`, `");
        let message = format!("`{name}` is no setting of `cache`; the settings are `{known}`");
        Err(Error::new_spanned(&name, message))
    }
}
