//! The template of a key, `"user:{id}"`: text and placeholders, as in `format!`.

use crate::similar::is_similar;
use syn::{Error, Field, Fields, LitStr, Member, Result};

/// A template, resolved against the fields of the type.
pub(crate) struct Template<'a> {
    /// The text before the first placeholder.
    pub(crate) begin: String,
    pub(crate) placeholders: Vec<Placeholder<'a>>,
}

pub(crate) struct Placeholder<'a> {
    pub(crate) member: Member,
    pub(crate) field: &'a Field,
    /// The characters that its part must not have, or else it could be taken for the text behind it.
    pub(crate) escaped: String,
    /// Whether it is all that is in a hash tag.
    pub(crate) fills_tag: bool,
    /// The text behind it.
    pub(crate) then: String,
}

/// What a part writes when it escapes: none of these can tell where it ends.
const OF_ESCAPES: &str = "%0123456789ABCDEF";

impl<'a> Template<'a> {
    pub(crate) fn parse(template: &LitStr, fields: Option<&'a Fields>) -> Result<Self> {
        let text = template.value();
        let mut pieces = Pieces { template, rest: &text };
        let begin = pieces.text()?;
        let mut placeholders = Vec::new();
        while let Some(name) = pieces.placeholder()? {
            let (member, field) = find(template, name, fields)?;
            let then = pieces.text()?;
            placeholders.push(Placeholder {
                member,
                field,
                escaped: String::new(),
                fills_tag: false,
                then,
            });
        }
        if begin.is_empty() && placeholders.is_empty() {
            return Err(Error::new_spanned(
                template,
                "a key is not empty; write one such as `\"user:{id}\"`",
            ));
        }
        let mut template = Self { begin, placeholders };
        template.keep_tag_together();
        template.keep_parts_apart(pieces.template)?;
        Ok(template)
    }

    /// A part cannot begin or end a hash tag, nor leave one empty.
    fn keep_tag_together(&mut self) {
        let texts = |template: &Self| {
            let behind = template.placeholders.iter().map(|placeholder| placeholder.then.clone());
            [template.begin.clone()].into_iter().chain(behind).collect::<Vec<_>>()
        };
        let texts = texts(self);
        if !texts.iter().any(|text| text.contains(['{', '}'])) {
            return;
        }
        let first = texts.iter().position(|text| text.contains('{'));
        for (index, placeholder) in self.placeholders.iter_mut().enumerate() {
            placeholder.escaped.push_str("{}");
            let opens =
                first == Some(index) && texts[index].find('{') == Some(texts[index].len() - 1);
            placeholder.fills_tag = opens && placeholder.then.starts_with('}');
        }
    }

    /// Where a part ends is told by a character behind it that it does not have.
    fn keep_parts_apart(&mut self, literal: &LitStr) -> Result<()> {
        if let Some((_, followed)) = self.placeholders.split_last_mut() {
            for placeholder in followed {
                let mut behind = placeholder.then.chars();
                let Some(separator) = behind.find(|c| !OF_ESCAPES.contains(*c)) else {
                    return Err(Error::new_spanned(literal, nothing_between(&placeholder.member)));
                };
                if !placeholder.escaped.contains(separator) {
                    placeholder.escaped.push(separator);
                }
            }
        }
        for placeholder in &mut self.placeholders {
            if !placeholder.escaped.is_empty() {
                placeholder.escaped.push('%');
            }
        }
        Ok(())
    }
}

fn nothing_between(member: &Member) -> String {
    let name = name_of(member);
    format!(
        "nothing tells where `{{{name}}}` ends and the next placeholder begins; \
         write something like `:` between them (a digit, `%` or `A` to `F` will not do)"
    )
}

/// Takes a template apart from its beginning.
struct Pieces<'a> {
    template: &'a LitStr,
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    /// The text up to the next placeholder, in which `{{` is `{`.
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

    /// The name in the placeholder that comes next.
    fn placeholder(&mut self) -> Result<Option<&'a str>> {
        let Some(rest) = self.rest.strip_prefix('{') else { return Ok(None) };
        let Some((name, rest)) = rest.split_once('}') else {
            return Err(self.error("`{` without `}`; a brace that stands for itself is `{{`"));
        };
        self.rest = rest;
        let name = name.trim();
        if name.is_empty() {
            return Err(self.error("`{}` names no field; write one such as `{id}`"));
        }
        if let Some((field, _)) = name.split_once(':') {
            let message = format!(
                "a placeholder is the name of a field alone, without a format: `{{{field}}}`"
            );
            return Err(self.error(&message));
        }
        Ok(Some(name))
    }

    fn error(&self, message: &str) -> Error {
        Error::new_spanned(self.template, message)
    }
}

/// The field that a placeholder names.
fn find<'a>(
    template: &LitStr,
    name: &str,
    fields: Option<&'a Fields>,
) -> Result<(Member, &'a Field)> {
    let refuse = |message: String| Err(Error::new_spanned(template, message));
    let Some(fields) = fields else {
        return refuse(format!(
            "`{{{name}}}`: an enum has no fields that all of its values have; its key is one for all"
        ));
    };
    let mut members = fields.members().zip(fields);
    let Some((member, field)) = members.find(|(member, _)| name_of(member) == name) else {
        return refuse(format!("`{{{name}}}` is no field of this type; {}", advice(name, fields)));
    };
    let skips = ["skip", "skip_serializing", "skip_deserializing"];
    if crate::serde_attr::has(&field.attrs, &skips) {
        return refuse(format!(
            "`{{{name}}}` is a field that serde skips, so a document that is read does not have it"
        ));
    }
    Ok((member, field))
}

fn advice(name: &str, fields: &Fields) -> String {
    let names: Vec<String> = fields.members().map(|member| name_of(&member)).collect();
    match names.iter().find(|field| is_similar(name, field)) {
        _ if names.is_empty() => "it has none".to_owned(),
        // A name of one or two letters is similar to every other.
        Some(similar) if name.len() > 2 => format!("did you mean `{similar}`?"),
        _ => format!("its fields are `{}`", names.join("`, `")),
    }
}

/// As it is written in a template: a raw identifier without `r#`.
fn name_of(member: &Member) -> String {
    match member {
        Member::Named(name) => syn::ext::IdentExt::unraw(name).to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::Template;
    use proc_macro2::Span;
    use syn::{Fields, LitStr, parse_quote};

    fn fields() -> Fields {
        let fields: syn::FieldsNamed =
            parse_quote! { { tenant: String, id: u64, r#type: u8, #[serde(skip)] cache: u8 } };
        Fields::Named(fields)
    }

    /// The text before the first placeholder, and each placeholder as `field|escaped|then`, with `!` where it fills a tag.
    fn parse(template: &str) -> Result<Vec<String>, String> {
        let fields = fields();
        let literal = LitStr::new(template, Span::call_site());
        let template =
            Template::parse(&literal, Some(&fields)).map_err(|error| error.to_string())?;
        let placeholder = |placeholder: &super::Placeholder<'_>| {
            let name = super::name_of(&placeholder.member);
            let tag = if placeholder.fills_tag { "!" } else { "" };
            format!("{name}|{}{tag}|{}", placeholder.escaped, placeholder.then)
        };
        Ok([template.begin.clone()]
            .into_iter()
            .chain(template.placeholders.iter().map(placeholder))
            .collect())
    }

    #[test]
    fn text_and_placeholders() {
        assert_eq!(parse("settings").unwrap(), ["settings"]);
        assert_eq!(parse("user:{id}").unwrap(), ["user:", "id||"]);
        assert_eq!(parse("{ id }").unwrap(), ["", "id||"]);
        assert_eq!(parse("user:{id}:profile").unwrap(), ["user:", "id||:profile"]);
        assert_eq!(parse("{type}").unwrap(), ["", "type||"]);
    }

    #[test]
    fn a_part_does_not_run_into_the_text_behind_it() {
        assert_eq!(parse("{tenant}:{id}").unwrap(), ["", "tenant|:%|:", "id||"]);
        assert_eq!(
            parse("{tenant}::{id}:{type}").unwrap(),
            ["", "tenant|:%|::", "id|:%|:", "type||"]
        );
        assert_eq!(parse("{tenant}1/{id}").unwrap(), ["", "tenant|/%|1/", "id||"]);
        assert_eq!(parse("{tenant}é{id}").unwrap(), ["", "tenant|é%|é", "id||"]);
    }

    #[test]
    fn a_part_does_not_leave_a_hash_tag() {
        assert_eq!(parse("{{user:{id}}}:cart").unwrap(), ["{user:", "id|{}%|}:cart"]);
        assert_eq!(parse("{{{id}}}:cart").unwrap(), ["{", "id|{}%!|}:cart"]);
        assert_eq!(parse("{tenant}:{{{id}}}").unwrap(), ["", "tenant|{}:%|:{", "id|{}%!|}"]);
        assert_eq!(parse("{{a}}{{{id}}}").unwrap(), ["{a}{", "id|{}%|}"]);
    }

    #[test]
    fn mistakes() {
        for (template, message) in [
            ("", "a key is not empty"),
            ("user:{", "`{` without `}`"),
            ("user:{id", "`{` without `}`"),
            ("user:}", "`}` without `{`"),
            ("user:{}", "names no field"),
            ("user:{id:08}", "without a format: `{id}`"),
            ("user:{tenat}", "did you mean `tenant`?"),
            ("user:{0}", "its fields are `tenant`, `id`, `type`, `cache`"),
            ("user:{cache}", "serde skips"),
            ("{tenant}{id}", "nothing tells where `{tenant}` ends"),
            ("{tenant}7{id}", "nothing tells where `{tenant}` ends"),
        ] {
            let error = parse(template).unwrap_err();
            assert!(error.contains(message), "{template}: {error}");
        }
    }
}
