//! Types of every shape, with attributes that are right and wrong, from bytes that choose.

use arbitrary::{Result, Unstructured};

const CONTAINER: &[&str] = &[
    "#[redis_json(paths)]",
    "#[redis_json(write_only)]",
    "#[redis_json(read_only)]",
    "#[redis_json(paths, read_only, write_only,)]",
    "#[redis_json(key = \"user:{id}\", ttl = \"30m\")]",
    "#[redis_json(key = \"{{{a}}}:{0}:{type}\", paths)]",
    "#[redis_json(key = \"{id}{a}\")]",
    "#[redis_json(key = \"{a}{x}:{y}\", part(x: u8 = 1 + 2,), part(y: &'static str), verbatim)]",
    "#[redis_json(key = \"{x}:{id:#x}\", part(x: T = match self { _ => self.id }))]",
    "#[redis_json(key = \"{r}\", part(r#r: Vec<u8> = self.a::<A, B>()), part(r: u8), part(r))]",
    "#[redis_json(part(a = 1), part, part(), part(a:), verbatim = 1)]",
    "#[redis_json(key = \"{x}\", ttl = \"1m\", cache, part(x: u8 = ), part(x: u8 = ,))]",
    "#[redis_json(key = \"k\", ttl = \"99w\", cache(lease = \"1s\", stale = \"2h\", jitter = \"9%\"))]",
    "#[redis_json(key = \"k\", ttl = \"1m\", cache(absent, jitter = \"0%\", fall_through, x, 5))]",
    "#[redis_json(cache(), cache = \"x\", cache(keep_undecodable, keep_undecodable))]",
    "#[redis_json(key = \"\", ttl = \"0s\")]",
    "#[redis_json(key = 5, ttl, paths = \"x\")]",
    "#[redis_json(ttl = \"99999999999999999999d 1h\")]",
    "#[redis_json(bound = \"T: Clone, U: 'a\")]",
    "#[redis_json(bound = \"T: \", crate = \"a b\")]",
    "#[redis_json(crate = \"library::redis_derive\")]",
    "#[redis_json(crate = \"crate\", paht, rename = \"x\")]",
    "#[redis_json]",
    "#[redis_json = \"x\"]",
    "#[redis_json(,;=> [1] {2} 'a)]",
    "#[serde(rename_all = \"camelCase\")]",
    "#[serde(rename_all = \"x\", rename(serialize = \"a\"))]",
    "#[serde(tag = \"type\")]",
    "#[serde(tag = \"t\", content = \"c\")]",
    "#[serde(untagged)]",
    "#[serde(transparent)]",
    "#[serde(default, deny_unknown_fields)]",
    "#[serde(into = \"X\", from = \"Y\", try_from = \"Z\")]",
    "#[serde(bound(serialize = \"T: S\", deserialize = \"T: D\"))]",
    "#[serde(5)]",
    "#[deprecated]",
    "/// Words.\n",
];

const FIELD: &[&str] = &[
    "#[serde(skip)]",
    "#[serde(flatten)]",
    "#[serde(rename = \"\\\"]'\\u{0}\")]",
    "#[serde(rename(serialize = \"a\", deserialize = \"b\"))]",
    "#[serde(borrow)]",
    "#[serde(borrow = \"'a + 'b\")]",
    "#[serde(with = \"m\", default = \"d\")]",
    "#[serde(skip_serializing_if = \"Option::is_none\")]",
    "#[serde(skip_deserializing, other)]",
    "#[serde(getter = \"g\")]",
    "#[redis_json(paths)]",
    "#[cfg(any())]",
    "#[cfg_attr(all(), serde(skip))]",
];

const NAME: &[&str] = &[
    "id",
    "a",
    "b",
    "r#type",
    "r#fn",
    "__redis_out",
    "W",
    "WW",
    "T",
    "é",
    "_x",
    "paths",
    "key_for",
    "Super",
    "SELF",
    "Type",
    "Fields",
    "AB",
    "Ab",
    "Super_",
    "as_ref",
    "index",
    "steps",
    "__steps",
    "__Fields",
    "__Root",
    "___Of",
];

const TYPE: &[&str] = &[
    "u8",
    "String",
    "T",
    "Self",
    "&'a str",
    "&str",
    "&'static [u8]",
    "Vec<T>",
    "Option<Box<Self>>",
    "Cow<'a, str>",
    "std::borrow::Cow<'a, [u8]>",
    "[T; N]",
    "[u8; { 1 + 2 }]",
    "(T, U)",
    "()",
    "!",
    "_",
    "dyn Fn(&'a T) -> U + 'a",
    "impl Trait",
    "for<'b> fn(&'b u8) -> &'b u8",
    "*const T",
    "<T as Trait>::Item",
    "T::Item",
    "macro_type!(T)",
    "PhantomData<&'a T>",
    "HashMap<String, Vec<Option<(u8, T)>>>",
];

const GENERICS: &[&str] = &[
    "",
    "<>",
    "<T>",
    "<'a>",
    "<'a: 'b, 'b, T: 'a + ?Sized + Clone = u8, const N: usize = 3>",
    "<W, WW, T, U,>",
    "<const N: usize>",
    "<T: ~const Clone>",
    "<#[cfg(any())] T, 'a>",
];

const WHERE: &[&str] = &[
    "",
    "where",
    "where T: Clone + ?Sized, 'a: 'b,",
    "where for<'b> T: Fn(&'b u8) -> U, [T; N]: Copy",
];

const VISIBILITY: &[&str] = &["", "pub", "pub(crate)", "pub(in a::b)"];

/// The text of a type. Where there are no bytes any more, every choice is the first.
pub(crate) fn type_of(choices: &[u8]) -> String {
    let mut choices = Unstructured::new(choices);
    write_type(&mut choices).unwrap_or_default()
}

fn write_type(choices: &mut Unstructured<'_>) -> Result<String> {
    let attributes = some(choices, CONTAINER)?;
    let visibility = one(choices, VISIBILITY)?;
    let name = one(choices, NAME)?;
    let generics = one(choices, GENERICS)?;
    let predicates = one(choices, WHERE)?;
    let head = |keyword: &str| format!("{attributes} {visibility} {keyword} {name} {generics}");
    Ok(match choices.int_in_range(0..=5)? {
        0 => format!("{} {predicates} {{ {} }}", head("struct"), fields(choices, true)?),
        1 => format!("{} ({}) {predicates};", head("struct"), fields(choices, false)?),
        2 => format!("{} {predicates};", head("struct")),
        3 => format!("{} {predicates} {{ {} }}", head("union"), fields(choices, true)?),
        _ => format!("{} {predicates} {{ {} }}", head("enum"), variants(choices)?),
    })
}

fn variants(choices: &mut Unstructured<'_>) -> Result<String> {
    repeat(choices, |choices| {
        let attributes = some(choices, FIELD)?;
        let name = one(choices, NAME)?;
        Ok(match choices.int_in_range(0..=3)? {
            0 => format!("{attributes} {name}"),
            1 => format!("{attributes} {name}({})", fields(choices, false)?),
            2 => format!("{attributes} {name} {{ {} }}", fields(choices, true)?),
            _ => format!("{attributes} {name} = {{ 1 + 2 }}"),
        })
    })
}

fn fields(choices: &mut Unstructured<'_>, are_named: bool) -> Result<String> {
    repeat(choices, |choices| {
        let attributes = some(choices, FIELD)?;
        let visibility = one(choices, VISIBILITY)?;
        let name = if are_named { format!("{}:", one(choices, NAME)?) } else { String::new() };
        Ok(format!("{attributes} {visibility} {name} {}", one(choices, TYPE)?))
    })
}

fn repeat<F>(choices: &mut Unstructured<'_>, mut each: F) -> Result<String>
where
    F: FnMut(&mut Unstructured<'_>) -> Result<String>,
{
    let mut text = String::new();
    for _ in 0..choices.int_in_range(0..=4)? {
        text += &each(choices)?;
        text += ", ";
    }
    Ok(text)
}

fn some(choices: &mut Unstructured<'_>, of: &[&'static str]) -> Result<String> {
    let count = choices.int_in_range(0..=2)?;
    (0..count).map(|_| one(choices, of)).collect()
}

fn one(choices: &mut Unstructured<'_>, of: &[&'static str]) -> Result<&'static str> {
    choices.choose(of).copied()
}
