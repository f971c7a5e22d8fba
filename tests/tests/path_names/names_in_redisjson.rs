//! What a real RedisJSON has at the path of a field is what serde writes for that field.

use redis_1 as redis;
use redis_derive::{ErrorKind, JsonPath, JsonPathCommands, Key, Patch, RedisJson};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use tests::{key, url_with_json};

/// A document at a key, which is removed at the end.
struct Stored<T> {
    con: redis::Connection,
    key: Key<T>,
}

impl<T: RedisJson> Stored<T> {
    fn new(value: &T) -> Self {
        let client = redis::Client::open(url_with_json()).unwrap();
        let mut con = client.get_connection().unwrap();
        let key = Key::new(key("path"));
        con.json_save((&key, value)).unwrap();
        Self { con, key }
    }

    /// What is there, as JSON.
    fn at<F, M>(&mut self, path: &JsonPath<T, F, M>) -> Value {
        let path = path.to_string();
        let found: redis_derive::path::One<Json> =
            redis::cmd("JSON.GET").arg(&self.key).arg(path).query(&mut self.con).unwrap();
        found.0.0
    }
}

#[derive(serde::Deserialize)]
struct Json(Value);

impl<T> Drop for Stored<T> {
    fn drop(&mut self) {
        let _: redis::RedisResult<()> = redis::cmd("DEL").arg(&self.key).query(&mut self.con);
    }
}

#[derive(Clone, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Plain {
    id: u64,
    r#type: String,
    #[serde(rename = "e-mail")]
    email: String,
    #[serde(rename(serialize = "written", deserialize = "written",))]
    renamed: u8,
    #[serde(alias = "old")]
    new: u8,
    #[serde(default)]
    defaulted: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    optional: Option<u8>,
    #[serde(skip)]
    #[allow(dead_code)]
    skipped: u8,
}

fn plain() -> Plain {
    Plain {
        id: u64::MAX >> 1,
        r#type: "admin".into(),
        email: "ada@example.com".into(),
        renamed: 2,
        new: 3,
        defaulted: 4,
        optional: Some(5),
        skipped: 6,
    }
}

#[test]
fn names_and_renames() {
    let mut stored = Stored::new(&plain());
    let paths = Plain::paths();
    assert_eq!(stored.at(&paths.id()), u64::MAX >> 1);
    assert_eq!(stored.at(&paths.r#type()), "admin");
    assert_eq!(stored.at(&paths.email()), "ada@example.com");
    assert_eq!(stored.at(&paths.renamed()), 2);
    assert_eq!(stored.at(&paths.new()), 3);
    assert_eq!(stored.at(&paths.defaulted()), 4);
    assert_eq!(stored.at(&paths.optional()), 5);
}

macro_rules! every_rule {
    ($($rule:literal $name:ident;)*) => {$(
        #[derive(Serialize, Deserialize, RedisJson)]
        #[redis_json(paths)]
        #[serde(rename_all = $rule)]
        struct $name {
            one: u8,
            two_words: u8,
            _under_score_: u8,
            with_1_digit: u8,
        }
    )*

    #[test]
    fn every_rule_of_rename_all() {
        $({
            let mut stored =
                Stored::new(&$name { one: 1, two_words: 2, _under_score_: 3, with_1_digit: 4 });
            let paths = $name::paths();
            assert_eq!(stored.at(&paths.one()), 1);
            assert_eq!(stored.at(&paths.two_words()), 2);
            assert_eq!(stored.at(&paths._under_score_()), 3);
            assert_eq!(stored.at(&paths.with_1_digit()), 4);
        })*
    }
    };
}

every_rule! {
    "lowercase" Lower;
    "UPPERCASE" Upper;
    "PascalCase" Pascal;
    "camelCase" Camel;
    "snake_case" Snake;
    "SCREAMING_SNAKE_CASE" ScreamingSnake;
    "kebab-case" Kebab;
    "SCREAMING-KEBAB-CASE" ScreamingKebab;
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Strange {
    #[serde(rename = "say \"hi\"")]
    double: u8,
    #[serde(rename = "it's")]
    single: u8,
    #[serde(rename = "a.b[0]")]
    dots: u8,
    #[serde(rename = "back\\slash")]
    backslash: u8,
    #[serde(rename = "größe 大")]
    unicode: u8,
    #[serde(rename = "")]
    empty: u8,
    #[serde(rename = "0")]
    digit: u8,
    #[serde(rename = "$")]
    dollar: u8,
    #[serde(rename = "*")]
    star: u8,
    #[serde(rename = "line\nbreak")]
    line_break: u8,
}

#[test]
fn strange_names_are_escaped() {
    let mut stored = Stored::new(&Strange {
        double: 1,
        single: 2,
        dots: 3,
        backslash: 4,
        unicode: 5,
        empty: 6,
        digit: 7,
        dollar: 8,
        star: 9,
        line_break: 10,
    });
    let paths = Strange::paths();
    let all = [
        paths.double(),
        paths.single(),
        paths.dots(),
        paths.backslash(),
        paths.unicode(),
        paths.empty(),
        paths.digit(),
        paths.dollar(),
        paths.star(),
        paths.line_break(),
    ];
    for (expected, path) in (1..).zip(all) {
        assert_eq!(stored.at(&path), expected, "{path}");
    }
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Nested {
    plain: Plain,
    boxed: Box<Plain>,
    shared: Option<Arc<Plain>>,
    list: Vec<Plain>,
    queue: VecDeque<u8>,
    array: [u8; 3],
    map: BTreeMap<String, Plain>,
    hash_map: HashMap<String, u8>,
    matrix: Vec<Vec<u8>>,
    this: Option<Box<Self>>,
}

impl Nested {
    fn new(this: Option<Box<Self>>) -> Self {
        Self {
            plain: plain(),
            boxed: Box::new(plain()),
            shared: Some(Arc::new(plain())),
            list: vec![plain(), Plain { new: 9, ..plain() }],
            queue: VecDeque::from([1, 2]),
            array: [1, 2, 3],
            map: BTreeMap::from([("say \"hi\"".to_owned(), plain())]),
            hash_map: HashMap::from([("ü".to_owned(), 7)]),
            matrix: vec![vec![1], vec![2, 3]],
            this,
        }
    }
}

#[test]
fn paths_go_through_fields_elements_and_entries() {
    let mut stored = Stored::new(&Nested::new(Some(Box::new(Nested::new(None)))));
    let paths = Nested::paths();
    assert_eq!(stored.at(&paths.plain().email()), "ada@example.com");
    assert_eq!(stored.at(&paths.boxed().new()), 3);
    assert_eq!(stored.at(&paths.shared().new()), 3);
    assert_eq!(stored.at(&paths.list().index(1).new()), 9);
    assert_eq!(stored.at(&paths.list().last().new()), 9);
    assert_eq!(stored.at(&paths.this().plain().new()), 3);
    let (con, key) = (&mut stored.con, &stored.key);
    assert_eq!(con.json_get_at(key, paths.list().all().new()).unwrap(), Some(vec![3, 9]));
    assert_eq!(con.json_get_at(key, paths.queue().last()).unwrap(), Some(Some(2)));
    assert_eq!(con.json_get_at(key, paths.array().index(2)).unwrap(), Some(3));
    assert_eq!(con.json_get_at(key, paths.map().key("say \"hi\"").new()).unwrap(), Some(3));
    assert_eq!(con.json_get_at(key, paths.hash_map().key("ü")).unwrap(), Some(Some(7)));
    assert_eq!(con.json_get_at(key, paths.hash_map().key("u")).unwrap(), Some(None));
    assert_eq!(
        con.json_get_at(key, paths.matrix().all().index(1)).unwrap(),
        Some(vec![None, Some(3)])
    );
    assert_eq!(con.json_get_at(key, paths.matrix().index(1).all()).unwrap(), Some(vec![2, 3]));
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Pair(
    u8,
    #[serde(skip)]
    #[allow(dead_code)]
    u8,
    String,
);

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Newtype(Plain);

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(transparent)]
struct Transparent {
    inner: Plain,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Holder {
    pair: Pair,
    newtype: Newtype,
    transparent: Transparent,
}

#[test]
fn tuples_newtypes_and_transparent_types() {
    let mut stored = Stored::new(&Holder {
        pair: Pair(1, 2, "three".into()),
        newtype: Newtype(plain()),
        transparent: Transparent { inner: plain() },
    });
    let paths = Holder::paths();
    assert_eq!(stored.at(&paths.pair()._0()), 1);
    assert_eq!(stored.at(&paths.pair()._2()), "three");
    assert_eq!(stored.at(&paths.newtype()._0().new()), 3);
    assert_eq!(stored.at(&paths.transparent().inner().new()), 3);
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Flattened {
    id: u8,
    #[serde(flatten)]
    address: Address,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(rename_all = "UPPERCASE")]
struct Address {
    city: String,
}

#[test]
fn flattened_fields_stand_beside_the_others() {
    let mut stored = Stored::new(&Flattened {
        id: 1,
        address: Address { city: "Oslo".into() },
        rest: BTreeMap::from([("extra".to_owned(), 3)]),
    });
    let paths = Flattened::paths();
    assert_eq!(stored.at(&paths.address().city()), "Oslo");
    // Its entries cannot be told from the fields.
    _ = paths.rest();
}

/// Each way to tag an enum.
macro_rules! enums {
    ($($name:ident $(#[$attribute:meta])*;)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
        #[redis_json(paths)]
        #[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
        $(#[$attribute])*
        enum $name {
            Nothing,
            Home(Street),
            PostBox { box_number: u32, #[serde(rename = "zip code")] zip: String },
            #[serde(rename = "other one")]
            Other { zip: String },
        }
    )*};
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Street {
    name: String,
}

enums! {
    External;
    Internal #[serde(tag = "the kind")];
    Adjacent #[serde(tag = "kind", content = "what it is")];
}

macro_rules! every_variant_is_found {
    ($($name:ident $test:ident;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Serialize, Deserialize, RedisJson)]
            #[redis_json(paths)]
            struct Letter { to: $name }

            let paths = Letter::paths();
            let to = |to: $name| Stored::new(&Letter { to });
            let missing = |error: redis_derive::Error| {
                let error = error.to_string();
                assert!(error.contains("has nothing at the path"), "{error}");
            };

            let mut home = to($name::Home(Street { name: "Rd".into() }));
            let name = home.con.json_get_at(&home.key, paths.to().home().name());
            assert_eq!(name.unwrap().as_deref(), Some("Rd"));
            missing(home.con.json_get_at(&home.key, paths.to().post_box().zip()).unwrap_err());
            missing(home.con.json_set_at(&home.key, paths.to().other().zip(), "1").unwrap_err());

            let mut post_box = to($name::PostBox { box_number: 7, zip: "0150".into() });
            let number = post_box.con.json_increment_at(&post_box.key, paths.to().post_box().box_number(), 1);
            assert_eq!(number.unwrap(), Some(8));
            // A field of the same name in another variant, to which this document does not belong.
            missing(post_box.con.json_set_at(&post_box.key, paths.to().other().zip(), "1").unwrap_err());
            assert!(post_box.con.json_set_at(&post_box.key, paths.to().post_box().zip(), "0151").unwrap());
            let letter = post_box.con.json_load(&post_box.key).unwrap().unwrap();
            assert_eq!(letter.to, $name::PostBox { box_number: 8, zip: "0151".into() });

            let mut nothing = to($name::Nothing);
            missing(nothing.con.json_get_at(&nothing.key, paths.to().home().name()).unwrap_err());
            let whole = json!(nothing.con.json_get_at(&nothing.key, paths.to()).unwrap());
            assert_eq!(whole, json!($name::Nothing));
        }
    )*};
}

every_variant_is_found! {
    External an_externally_tagged_enum;
    Internal an_internally_tagged_enum;
    Adjacent an_adjacently_tagged_enum;
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Generic<'a, T, const N: usize>
where
    T: Clone,
{
    value: T,
    many: [T; 2],
    #[serde(borrow)]
    text: std::borrow::Cow<'a, str>,
}

#[test]
fn generic_types_have_paths() {
    let value = Generic::<_, 2> { value: plain(), many: [plain(), plain()], text: "ü".into() };
    let json = serde_json::to_value(&value).unwrap();
    let paths = Generic::<'static, Plain, 2>::paths();
    assert_eq!(paths.value().email().to_string(), r#"$.value["e-mail"]"#);
    assert_eq!(paths.many().index(1).new().to_string(), "$.many[1].new");
    assert_eq!(paths.text().to_string(), "$.text");
    assert_eq!(json["many"][1]["new"], 3);
}

/// Names that the expansion must not take for its own.
mod hostile_names {
    #![no_implicit_prelude]

    mod redis {}
    mod serde {}

    #[derive(::serde::Serialize, ::serde::Deserialize, ::redis_derive::RedisJson)]
    #[redis_json(paths)]
    pub(super) struct M {
        pub(super) r: R,
        pub(super) into: ::std::primitive::u8,
        pub(super) fields: Fields,
    }

    #[derive(::serde::Serialize, ::serde::Deserialize, ::redis_derive::RedisJson)]
    #[redis_json(paths)]
    pub(super) struct R(pub(super) ::std::primitive::u8);

    #[derive(::serde::Serialize, ::serde::Deserialize, ::redis_derive::RedisJson)]
    #[redis_json(paths)]
    pub(super) enum Fields {
        Type { steps: ::std::primitive::u8 },
        Of(R),
    }
}

#[test]
fn names_of_the_program_are_its_own() {
    use hostile_names::{Fields, M, R};
    let mut stored = Stored::new(&M { r: R(1), into: 2, fields: Fields::Of(R(3)) });
    let paths = M::paths();
    assert_eq!(stored.at(&paths.r()._0()), 1);
    assert_eq!(stored.at(&(*paths).into()), 2);
    assert_eq!(stored.at(&paths.fields().of()._0()), 3);
    let mut stored = Stored::new(&M { r: R(1), into: 2, fields: Fields::Type { steps: 4 } });
    assert_eq!(stored.at(&paths.fields().r#type().steps()), 4);
}

/// Variants that are keywords, or whose names in snake case are.
mod keywords {
    #[derive(serde::Serialize, serde::Deserialize, redis_derive::RedisJson)]
    #[redis_json(paths)]
    #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "a keyword in the end")]
    pub(super) enum Word {
        r#fn {
            width: u8,
        },
        Crate(u8),
        Super {
            r#type: u8,
        },
        #[serde(rename = "self")]
        SELF(u8, u8),
    }
}

#[test]
fn a_variant_may_be_a_keyword() {
    use keywords::Word;
    fn at<M>(word: &Word, path: &JsonPath<Word, u8, M>) -> Value {
        Stored::new(word).at(path)
    }
    let paths = Word::paths();
    assert_eq!(at(&Word::r#fn { width: 1 }, &paths.r#fn().width()), 1);
    // What cannot be a raw identifier has an underscore behind it.
    assert_eq!(at(&Word::Crate(2), &paths.crate_()), 2);
    assert_eq!(at(&Word::Super { r#type: 3 }, &paths.super_().r#type()), 3);
    assert_eq!(at(&Word::SELF(4, 5), &paths.self_()._1()), 5);
}

#[test]
fn a_patch_writes_a_name_that_no_path_reads() {
    #[derive(Serialize, Deserialize, RedisJson)]
    #[redis_json(paths)]
    struct Note {
        #[serde(rename = " text")]
        text: Option<String>,
        #[serde(rename = " size")]
        size: u8,
        #[serde(rename = " inner")]
        inner: Inner,
    }

    #[derive(Serialize, Deserialize, RedisJson)]
    #[redis_json(paths)]
    struct Inner {
        text: Option<String>,
    }

    let (paths, patch) = (Note::paths(), Patch::<Note>::new);
    let text = paths.text();
    assert_eq!(patch().remove(&text).unwrap().to_json(), r#"{" text":null}"#);
    assert_eq!(patch().set(text, "a").unwrap().to_json(), r#"{" text":"a"}"#);
    // The server would have to look there first.
    for refused in [patch().set(paths.size(), 1), patch().set(paths.inner().text(), "a")] {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::NoMatch);
    }
}
