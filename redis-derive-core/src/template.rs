//! The template of a key, `"user:{id}"`: text and placeholders, as in `format!`.

use crate::part::Part;
use crate::similar::nearest;
use proc_macro2::TokenStream;
use syn::{Error, Fields, Ident, LitStr, Member, Result, Type};

/// A template, resolved against the parts and the fields of the type.
pub(crate) struct Template<'a> {
    /// The text before the first placeholder.
    pub(crate) begin: String,
    pub(crate) placeholders: Vec<Placeholder<'a>>,
}

pub(crate) struct Placeholder<'a> {
    pub(crate) name: String,
    pub(crate) ty: &'a Type,
    pub(crate) value: Value<'a>,
    /// The text after it.
    pub(crate) then: String,
}

/// The source of a placeholder in the key of a value.
pub(crate) enum Value<'a> {
    Field(Member),
    Expression(&'a TokenStream),
    /// Only `key_for` takes it.
    Given,
}

/// The names that a template may use.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) parts: &'a [Part],
    /// `None` for an enum, whose values have different fields.
    pub(crate) fields: Option<&'a Fields>,
}

/// The characters of an escape. None of these can tell where a part ends.
const OF_ESCAPES: &str = "%0123456789ABCDEF";

impl<'a> Template<'a> {
    pub(crate) fn parse(template: &LitStr, names: Names<'a>, is_verbatim: bool) -> Result<Self> {
        let text = template.value();
        let mut pieces = Pieces { template, rest: &text };
        let begin = pieces.text()?;
        let mut placeholders = Vec::new();
        while let Some(name) = pieces.placeholder()? {
            let (ty, value) = find(template, name, names)?;
            let then = pieces.text()?;
            placeholders.push(Placeholder { name: name.to_owned(), ty, value, then });
        }
        if begin.is_empty() && placeholders.is_empty() {
            return Err(pieces.error("a key is not empty; write one such as `\"user:{id}\"`"));
        }
        if let (false, Some((_, followed))) = (is_verbatim, placeholders.split_last()) {
            let mut followed = followed.iter();
            let runs_on =
                |part: &&Placeholder<'_>| part.then.chars().all(|c| OF_ESCAPES.contains(c));
            if let Some(Placeholder { name, .. }) = followed.find(runs_on) {
                return Err(pieces.error(&nothing_between(name)));
            }
        }
        Ok(Self { begin, placeholders })
    }

    /// Tells whether a value makes all parts of its key.
    pub(crate) fn is_of_value(&self) -> bool {
        self.placeholders.iter().all(|part| !matches!(part.value, Value::Given))
    }
}

/// Returns the error of a placeholder whose end cannot be told: it needs a character after it that
/// a part never has.
fn nothing_between(name: &str) -> String {
    format!(
        "nothing tells where `{{{name}}}` ends and the next placeholder begins; \
         write a character such as `:` between them (not a digit, `%`, or `A` to `F`)"
    )
}

/// A template that is parsed from its beginning.
struct Pieces<'a> {
    template: &'a LitStr,
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    /// Returns the text up to the next placeholder, in which `{{` is `{`.
    fn text(&mut self) -> Result<String> {
        let mut text = String::new();
        while let Some(end) = self.rest.find(['{', '}']) {
            text.push_str(&self.rest[..end]);
            self.rest = &self.rest[end..];
            let brace = &self.rest[..1];
            if let Some(rest) = self.rest.strip_prefix(&brace.repeat(2)) {
                text.push_str(brace);
                self.rest = rest;
            } else if brace == "{" {
                return Ok(text);
            } else {
                return Err(self.error("`}` without `{`; a brace that stands for itself is `}}`"));
            }
        }
        text.push_str(self.rest);
        self.rest = "";
        Ok(text)
    }

    /// Returns the name in the next placeholder, or `None` at the end.
    fn placeholder(&mut self) -> Result<Option<&'a str>> {
        let Some(rest) = self.rest.strip_prefix('{') else { return Ok(None) };
        let Some((name, rest)) = rest.split_once('}') else {
            return Err(self.error("`{` without `}`; a brace that stands for itself is `{{`"));
        };
        self.rest = rest;
        let name = name.trim();
        if name.is_empty() || name.starts_with(':') {
            return Err(self.error("`{}` has no name; write one such as `{id}`"));
        }
        if let Some((name, format)) = name.split_once(':') {
            let name = name.trim();
            let part = part_for(name);
            let message = format!(
                "a placeholder is only a name; for a format write `{{{part}}}` and add \
                 `part({part}: String = format!(\"{{:{format}}}\", self.{name}))`"
            );
            return Err(self.error(&message));
        }
        let value = name.strip_prefix("self.").unwrap_or(name);
        if value.contains('.') {
            let part = part_for(value);
            let message = format!(
                "a placeholder is the name of a field or of a `part`; for what is in a field write \
                 `{{{part}}}` and add `part({part}: its type = self.{value})`"
            );
            return Err(self.error(&message));
        }
        if value != name {
            return Err(self.error(&format!("a field stands without `self`: `{{{value}}}`")));
        }
        Ok(Some(name))
    }

    fn error(&self, message: &str) -> Error {
        Error::new_spanned(self.template, message)
    }
}

/// Returns a name for the part that a placeholder like `owner.id` needs.
fn part_for(value: &str) -> String {
    let (first, last) = (value.split('.').next(), value.rsplit('.').next());
    let names = last.into_iter().chain(first);
    let part = names.map(as_part).find(|name| is_identifier(name));
    part.unwrap_or_else(|| "id".to_owned())
}

/// Returns a name that a part can have: that of an element begins with `_`, as its path does.
fn as_part(name: &str) -> String {
    let is_element = name.starts_with(|c: char| c.is_ascii_digit());
    if is_element { format!("_{name}") } else { name.to_owned() }
}

fn is_identifier(name: &str) -> bool {
    syn::parse_str::<Ident>(name).is_ok()
}

/// Returns the part or the field that a placeholder names.
fn find<'a>(template: &LitStr, name: &str, names: Names<'a>) -> Result<(&'a Type, Value<'a>)> {
    let refuse = |message: String| Err(Error::new_spanned(template, message));
    if let Some(part) = names.parts.iter().find(|part| part.name() == name) {
        let value = part.value.as_ref().map_or(Value::Given, Value::Expression);
        return Ok((&part.ty, value));
    }
    let Some(fields) = names.fields else {
        let part = part_for(name);
        return refuse(format!(
            "`{{{name}}}`: the values of an enum have different fields; write `{{{part}}}` and add \
             `part({part}: its type = self...)`, or use one key for all values"
        ));
    };
    let mut members = fields.members().zip(fields);
    let Some((member, field)) = members.find(|(member, _)| name_of(member) == name) else {
        return refuse(format!(
            "`{{{name}}}` is no field of this type; {}",
            advice(name, fields, names.parts)
        ));
    };
    let skips = ["skip", "skip_serializing", "skip_deserializing"];
    if crate::serde_attr::has(&field.attrs, &skips) {
        return refuse(format!(
            "`{{{name}}}` is a field that serde skips, so a document does not have it; \
             let only `key_for` take it: `part({name}: its type)`"
        ));
    }
    Ok((&field.ty, Value::Field(member)))
}

fn advice(name: &str, fields: &Fields, parts: &[Part]) -> String {
    let names: Vec<String> = fields.members().map(|member| name_of(&member)).collect();
    let all = names.iter().cloned().chain(parts.iter().map(Part::name));
    // A name with one or two letters is similar to every other.
    let similar = nearest(name, all).filter(|_| name.len() > 2);
    if let Some(similar) = similar {
        return format!("did you mean `{similar}`?");
    }
    let fields = match &*names {
        [] => "it has none".to_owned(),
        names => format!("its fields are `{}`", names.join("`, `")),
    };
    if !is_identifier(name) {
        return fields;
    }
    format!("{fields}; if only `key_for` takes it, add `part({name}: its type)`")
}

/// Returns the name as a template has it: a raw identifier without `r#`.
fn name_of(member: &Member) -> String {
    match member {
        Member::Named(name) => syn::ext::IdentExt::unraw(name).to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, Placeholder, Template, Value};
    use crate::part::Part;
    use proc_macro2::Span;
    use syn::{Fields, LitStr, parse_quote};

    fn fields() -> Fields {
        let fields: syn::FieldsNamed =
            parse_quote! { { tenant: String, id: u64, r#type: u8, #[serde(skip)] cache: u8 } };
        Fields::Named(fields)
    }

    /// Returns the text before the first placeholder, and each placeholder with what stands for it.
    fn parse(template: &str) -> Result<Vec<String>, String> {
        let fields = fields();
        let part: Part = parse_quote_part();
        let names = Names { parts: &[part], fields: Some(&fields) };
        let literal = LitStr::new(template, Span::call_site());
        let template =
            Template::parse(&literal, names, false).map_err(|error| error.to_string())?;
        let placeholder = |Placeholder { name, value, then, .. }: &Placeholder<'_>| {
            let value = match value {
                Value::Field(_) => "field",
                Value::Expression(_) => "expression",
                Value::Given => "given",
            };
            format!("{name}|{value}|{then}")
        };
        let begin = [template.begin.clone()];
        Ok(begin.into_iter().chain(template.placeholders.iter().map(placeholder)).collect())
    }

    /// Parses `part(user: u64)`
    fn parse_quote_part() -> Part {
        let name = |name| syn::Ident::new(name, Span::call_site());
        let (keyword, name, ty) = (name("part"), name("user"), parse_quote!(u64));
        Part { keyword, name, ty, value: None }
    }

    #[test]
    fn text_and_placeholders() {
        assert_eq!(parse("settings").unwrap(), ["settings"]);
        assert_eq!(parse("user:{id}").unwrap(), ["user:", "id|field|"]);
        assert_eq!(parse("{ id }").unwrap(), ["", "id|field|"]);
        assert_eq!(parse("{user}:{id}:x").unwrap(), ["", "user|given|:", "id|field|:x"]);
        assert_eq!(parse("{type}").unwrap(), ["", "type|field|"]);
        assert_eq!(parse("{{{id}}}:cart").unwrap(), ["{", "id|field|}:cart"]);
    }

    #[test]
    fn mistakes() {
        for (template, message) in [
            ("", "a key is not empty"),
            ("user:{", "`{` without `}`"),
            ("user:{id", "`{` without `}`"),
            ("user:}", "`}` without `{`"),
            ("user:{}", "has no name"),
            ("user:{ : }", "has no name"),
            ("user:{:08}", "has no name"),
            ("user:{id:08}", "`{id}` and add `part(id: String = format!(\"{:08}\", self.id))`"),
            ("user:{0:?}", "`{_0}` and add `part(_0: String = format!(\"{:?}\", self.0))`"),
            ("user:{owner.id}", "`{id}` and add `part(id: its type = self.owner.id)`"),
            ("user:{self.owner.id}", "`{id}` and add `part(id: its type = self.owner.id)`"),
            ("user:{owner.0}", "`{_0}` and add `part(_0: its type = self.owner.0)`"),
            ("user:{id.len()}", "`{id}` and add `part(id: its type = self.id.len())`"),
            ("user:{f().len()}", "`{id}` and add `part(id: its type = self.f().len())`"),
            ("user:{self.id}", "a field stands without `self`: `{id}`"),
            ("user:{tenat}", "did you mean `tenant`?"),
            ("user:{usr}", "did you mean `user`?"),
            ("user:{di}", "its fields are `tenant`, `id`, `type`, `cache`"),
            ("user:{0}", "its fields are `tenant`, `id`, `type`, `cache`"),
            ("user:{0}", "`type`, `cache`$"),
            ("user:{id name}", "`type`, `cache`$"),
            ("user:{name}", "add `part(name: its type)`"),
            ("user:{cache}", "serde skips"),
            ("{tenant}{id}", "nothing tells where `{tenant}` ends"),
            ("{tenant}7{id}", "nothing tells where `{tenant}` ends"),
        ] {
            let error = parse(template).unwrap_err();
            let is_so = message
                .strip_suffix('$')
                .map_or_else(|| error.contains(message), |end| error.ends_with(end));
            assert!(is_so, "{template}: {error}");
        }
    }
}
