//! Types of every shape, in a program that has shadowed whatever an expansion could lean on.

#![no_implicit_prelude]
#![deny(warnings, missing_docs, clippy::pedantic)]

use ::redis_derive::RedisJson;
use ::serde::{Deserialize, Serialize};
use ::std::{assert_eq, clone::Clone, cmp::PartialEq, convert::From, default::Default, fmt::Debug};
use ::tests::{assert_round_trip, assert_written};

/// What an expansion could mistake for the real thing.
#[allow(dead_code, unreachable_pub, unused_macros, reason = "here to be in the way")]
mod shadows {
    pub mod redis {}
    pub mod redis_1 {}
    pub mod redis_derive {}
    pub mod serde {}
    pub mod serde_json {}
    pub mod std {}
    pub mod core {}
    pub mod alloc {}
    pub struct Result;
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Vec;
    pub struct Box;
    pub struct String;
    pub struct Sized;
    pub struct Value;
    pub struct Encode;
    pub struct Decode;
    pub struct ToRedisArgs;
    pub struct FromRedisValue;
    pub trait Fn {}
    pub trait FnOnce {}
    #[allow(non_upper_case_globals, reason = "a name that a local may have")]
    pub static bytes: u8 = 0;
    #[allow(non_upper_case_globals, reason = "a name that a local may have")]
    pub const value: u8 = 0;
    #[allow(non_upper_case_globals, reason = "a name that a local may have")]
    pub const json: u8 = 0;
    #[allow(non_camel_case_types, reason = "a name that a local may have")]
    pub struct out;
    #[allow(non_camel_case_types, reason = "a name that a local may have")]
    pub struct W;
    macro_rules! implement {
        () => {};
    }
    macro_rules! panic {
        () => {};
    }
}
#[allow(unused_imports, reason = "here to be in the way")]
use shadows::*;

type Text = ::std::string::String;
type List<T> = ::std::vec::Vec<T>;
type Maybe<T> = ::std::option::Option<T>;
type Boxed<T> = ::std::boxed::Box<T>;
type Map<V> = ::std::collections::BTreeMap<Text, V>;

fn text(text: &str) -> Text {
    From::from(text)
}

macro_rules! shape {
    ($($item:item)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
        $item
    )*};
}

shape! {
    struct Unit;
    struct Empty {}
    struct EmptyTuple();
    struct Newtype(u8);
    struct Tuple(u8, Text);
    struct Named { id: u8, name: Text, }
    #[allow(non_camel_case_types, reason = "raw identifiers")]
    struct r#struct { r#type: u8, r#match: r#enum }
    #[allow(non_camel_case_types, reason = "raw identifiers")]
    enum r#enum { r#fn, Some }
    enum External { Unit, Newtype(u8), Tuple(u8, u8), Named { id: u8 } }
    #[serde(tag = "type")]
    enum Internal { Unit, Newtype(Named), Named { id: u8 } }
    #[serde(tag = "type", content = "content")]
    enum Adjacent { Unit, Newtype(u8), Tuple(u8, u8), Named { id: u8 } }
    #[serde(untagged)]
    enum Untagged { Unit, Newtype(u8), Tuple(u8, u8), Named { id: u8 } }
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Attributes {
        #[serde(rename = "ID", alias = "number")]
        some_id: u8,
        #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
        nick_name: Maybe<Text>,
        #[serde(skip)]
        not_there: u8,
        #[serde(with = "reversed")]
        back_wards: Text,
    }
    #[serde(transparent)]
    struct Transparent { inner: Named }
    #[serde(into = "u8", from = "u8")]
    struct Converted(Text);
    struct Flat { id: u8, #[serde(flatten)] rest: Map<u8> }
    struct Recursive { children: List<Recursive>, next: Maybe<Boxed<Recursive>> }
    struct Generic<T> { value: T }
    struct Bounded<T: Clone> where T: PartialEq { value: T }
    struct Defaulted<T = u8> { value: T }
    struct Writer<W> { value: W }
    struct Several<__W, T, Json, E> { w: __W, t: T, json: Json, e: E }
    struct Writers<W, WW, __RedisWriter, const WWW: usize> { w: W, ww: WW, writer: __RedisWriter }
    struct Ends<T: ?::std::marker::Sized> { id: u8, end: Boxed<T> }
    struct EndsInWhere<T> where T: ?::std::marker::Sized { id: u8, end: Boxed<T> }
    #[redis_json(key = "keyed:{name}:{id}", ttl = "1h")]
    struct Keyed { id: u8, name: Text }
    #[redis_json(key = "generic:{id}")]
    struct KeyedAndGeneric<T> where T: Clone { id: T }
    #[deprecated]
    struct Old { id: u8 }
    #[deprecated]
    struct OldAndGeneric<T> { id: T }
    struct Marked<T> { id: u8, marker: ::std::marker::PhantomData<T> }
    struct Tree<T> { value: T, children: List<Tree<T>> }
    #[serde(bound(
        serialize = "A::Name: Serialize, A::Id: Serialize",
        deserialize = "A::Name: Deserialize<'de>, A::Id: Deserialize<'de>"
    ))]
    struct Associated<A: Names> { name: A::Name, ids: List<A::Id> }
    #[serde(bound(serialize = "T: Serialize", deserialize = "T: ::serde::de::DeserializeOwned"))]
    #[redis_json(bound = "T: Serialize + ::serde::de::DeserializeOwned")]
    struct OwnBound<T> { value: T }
    struct Constant<const N: usize> { id: u8 }
    struct ConstantAndDefault<T = u8, const N: usize = 3> where T: Default { value: T }
    struct Owned<'a> { text: ::std::borrow::Cow<'a, str>, list: ::std::borrow::Cow<'a, [u8]> }
    struct OwnedAndGeneric<'a, T: 'a> { text: ::std::borrow::Cow<'a, str>, value: T }
    struct SkippedBorrow<'a> { id: u8, #[serde(skip)] text: &'a str }
    struct MarkedBorrow<'a> { id: u8, marker: ::std::marker::PhantomData<&'a str> }
}

/// Types to associate.
trait Names {
    type Name: Clone + Debug + PartialEq;
    type Id: Clone + Debug + PartialEq;
}

/// Neither `Serialize` nor anything else of what `Associated` needs.
#[derive(Clone, Debug, PartialEq)]
struct Known;

impl Names for Known {
    type Name = Text;
    type Id = u8;
}

impl From<Converted> for u8 {
    fn from(converted: Converted) -> Self {
        ::std::convert::TryInto::try_into(converted.0.len()).unwrap_or(0)
    }
}

impl From<u8> for Converted {
    fn from(length: u8) -> Self {
        Converted("x".repeat(From::from(length)))
    }
}

mod reversed {
    use super::{Deserialize, Text};
    use ::std::iter::Iterator;

    pub(crate) fn serialize<S: ::serde::Serializer>(
        text: &str,
        serializer: S,
    ) -> ::std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&text.chars().rev().collect::<Text>())
    }

    pub(crate) fn deserialize<'de, D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::std::result::Result<Text, D::Error> {
        ::std::result::Result::map(Text::deserialize(deserializer), |text| {
            text.chars().rev().collect()
        })
    }
}

#[test]
fn structs() {
    assert_round_trip(&Unit, "null");
    assert_round_trip(&Empty {}, "{}");
    assert_round_trip(&EmptyTuple(), "[]");
    assert_round_trip(&Newtype(1), "1");
    assert_round_trip(&Tuple(1, text("a")), r#"[1,"a"]"#);
    assert_round_trip(&Named { id: 1, name: text("a") }, r#"{"id":1,"name":"a"}"#);
    assert_round_trip(&r#struct { r#type: 1, r#match: r#enum::r#fn }, r#"{"type":1,"match":"fn"}"#);
    assert_round_trip(&r#enum::Some, r#""Some""#);
}

#[test]
fn enums() {
    assert_round_trip(&External::Unit, r#""Unit""#);
    assert_round_trip(&External::Newtype(1), r#"{"Newtype":1}"#);
    assert_round_trip(&External::Tuple(1, 2), r#"{"Tuple":[1,2]}"#);
    assert_round_trip(&External::Named { id: 1 }, r#"{"Named":{"id":1}}"#);
    assert_round_trip(&Internal::Unit, r#"{"type":"Unit"}"#);
    let named = Named { id: 1, name: text("a") };
    assert_round_trip(&Internal::Newtype(named), r#"{"type":"Newtype","id":1,"name":"a"}"#);
    assert_round_trip(&Internal::Named { id: 1 }, r#"{"type":"Named","id":1}"#);
    assert_round_trip(&Adjacent::Unit, r#"{"type":"Unit"}"#);
    assert_round_trip(&Adjacent::Newtype(1), r#"{"type":"Newtype","content":1}"#);
    assert_round_trip(&Adjacent::Tuple(1, 2), r#"{"type":"Tuple","content":[1,2]}"#);
    assert_round_trip(&Adjacent::Named { id: 1 }, r#"{"type":"Named","content":{"id":1}}"#);
    assert_round_trip(&Untagged::Unit, "null");
    assert_round_trip(&Untagged::Newtype(1), "1");
    assert_round_trip(&Untagged::Tuple(1, 2), "[1,2]");
    assert_round_trip(&Untagged::Named { id: 1 }, r#"{"id":1}"#);
}

#[test]
fn serde_attributes() {
    let nick_name = Maybe::None;
    let back_wards = text("abc");
    let attributes = Attributes { some_id: 1, nick_name, not_there: 0, back_wards };
    assert_round_trip(&attributes, r#"{"ID":1,"backWards":"cba"}"#);
    let inner = Named { id: 1, name: text("a") };
    assert_round_trip(&Transparent { inner }, r#"{"id":1,"name":"a"}"#);
    assert_round_trip(&Converted(text("xxx")), "3");
    let rest = From::from([(text("a"), 2)]);
    assert_round_trip(&Flat { id: 1, rest }, r#"{"id":1,"a":2}"#);
}

#[test]
fn generics() {
    assert_round_trip(&Generic { value: text("a") }, r#"{"value":"a"}"#);
    assert_round_trip(&Generic { value: Generic { value: 1 } }, r#"{"value":{"value":1}}"#);
    assert_round_trip(&Bounded { value: 1 }, r#"{"value":1}"#);
    assert_round_trip::<Defaulted>(&Defaulted { value: 1 }, r#"{"value":1}"#);
    assert_round_trip(&Writer { value: 1 }, r#"{"value":1}"#);
    let several = Several { w: 1, t: 2, json: 3, e: 4 };
    assert_round_trip(&several, r#"{"w":1,"t":2,"json":3,"e":4}"#);
    let writers = Writers::<_, _, _, 1> { w: 1, ww: 2, writer: 3 };
    assert_round_trip(&writers, r#"{"w":1,"ww":2,"writer":3}"#);
    let marked = Marked::<Known> { id: 1, marker: ::std::marker::PhantomData };
    assert_round_trip(&marked, r#"{"id":1,"marker":null}"#);
    let leaf = Tree { value: 2, children: List::new() };
    let tree = Tree { value: 1, children: From::from([leaf]) };
    assert_round_trip(&tree, r#"{"value":1,"children":[{"value":2,"children":[]}]}"#);
    let associated = Associated::<Known> { name: text("a"), ids: From::from([1, 2]) };
    assert_round_trip(&associated, r#"{"name":"a","ids":[1,2]}"#);
    assert_round_trip(&OwnBound { value: 1 }, r#"{"value":1}"#);
    assert_round_trip(&Constant::<5> { id: 1 }, r#"{"id":1}"#);
    assert_round_trip::<ConstantAndDefault>(&ConstantAndDefault { value: 1 }, r#"{"value":1}"#);
    let leaf = Recursive { children: List::new(), next: Maybe::None };
    let next = Maybe::Some(Boxed::new(leaf.clone()));
    let tree = Recursive { children: From::from([leaf]), next };
    assert_round_trip(
        &tree,
        r#"{"children":[{"children":[],"next":null}],"next":{"children":[],"next":null}}"#,
    );
}

#[test]
fn lifetimes() {
    let owned = Owned { text: From::from("a\n"), list: From::from(&[1][..]) };
    assert_round_trip(&owned, r#"{"text":"a\n","list":[1]}"#);
    let owned = OwnedAndGeneric { text: From::from("a"), value: 1 };
    assert_round_trip(&owned, r#"{"text":"a","value":1}"#);
    assert_round_trip(&SkippedBorrow { id: 1, text: "" }, r#"{"id":1}"#);
    let marked = MarkedBorrow { id: 1, marker: ::std::marker::PhantomData };
    assert_round_trip(&marked, r#"{"id":1,"marker":null}"#);
}

/// Types that borrow get the way in alone, with and without a `Deserialize` of their own.
mod borrowing {
    use super::{List, Maybe, RedisJson};
    use ::serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize, RedisJson)]
    pub(crate) struct View<'a> {
        pub(crate) name: &'a str,
        pub(crate) nick: Maybe<&'a str>,
    }

    #[derive(Serialize, RedisJson)]
    pub(crate) struct Envelope<'a, T> {
        pub(crate) to: &'a T,
        pub(crate) copies: List<&'a T>,
    }

    #[derive(Serialize, Deserialize, RedisJson)]
    pub(crate) enum Borrowed<'a> {
        Static(&'static str),
        #[serde(borrow)]
        Cow(::std::borrow::Cow<'a, str>),
    }

    #[derive(Serialize, RedisJson)]
    #[redis_json(write_only)]
    pub(crate) struct Declared<'a>(pub(crate) View<'a>);
}

#[test]
fn borrowing_types_are_written() {
    use borrowing::{Borrowed, Declared, Envelope, View};
    let view = View { name: "a", nick: Maybe::None };
    assert_written(&view, r#"{"name":"a","nick":null}"#);
    assert_written(&Declared(view), r#"{"name":"a","nick":null}"#);
    let envelope = Envelope { to: &1, copies: From::from([&2]) };
    assert_written(&envelope, r#"{"to":1,"copies":[2]}"#);
    assert_written(&Borrowed::Static("a"), r#"{"Static":"a"}"#);
    assert_written(&Borrowed::Cow(From::from("a")), r#"{"Cow":"a"}"#);
}

macro_rules! user {
    ($name:ident { $($field:ident: $type:ty),* }, $value:expr, $json:literal) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
        struct $name<T> { $($field: $type,)* value: T }
        assert_round_trip(&$value, $json);
    };
}

#[test]
fn inside_a_function_and_through_macros() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
    struct Inner {
        id: u8,
    }
    assert_round_trip(&Inner { id: 1 }, r#"{"id":1}"#);
    user!(User { id: u8 }, User { id: 1, value: text("a") }, r#"{"id":1,"value":"a"}"#);
    let nested = || {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
        #[redis_json(crate = "::redis_derive")]
        enum Inner {
            Deeper,
        }
        assert_round_trip(&Inner::Deeper, r#""Deeper""#);
        1
    };
    assert_eq!(nested(), 1);
}

/// Documented, as `missing_docs` demands of what is public.
pub mod public {
    /// A generic type that others can name.
    #[derive(
        Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize, ::redis_derive::RedisJson,
    )]
    pub struct Public<T> {
        /// The value.
        pub value: T,
    }
}

#[test]
fn public_types() {
    assert_round_trip(&public::Public { value: 1 }, r#"{"value":1}"#);
}

#[test]
fn types_with_a_key() {
    let keyed = Keyed { id: 1, name: text("a") };
    assert_round_trip(&keyed, r#"{"id":1,"name":"a"}"#);
    assert_eq!(::redis_derive::Keyed::key(&keyed), Keyed::key_for("a", 1));
    assert_eq!(KeyedAndGeneric::<u8>::key_for(1).as_str(), "generic:1");
}

/// What ends in a value without a size is written by reference alone, as the client has it.
#[derive(Serialize, RedisJson)]
#[redis_json(write_only)]
struct Unsized<T: ?::std::marker::Sized> {
    id: u8,
    end: T,
}

#[test]
#[allow(deprecated, reason = "here to see that the derive does not warn")]
fn types_with_a_size_or_without_and_deprecated_ones() {
    assert_written(&Unsized { id: 1, end: 2 }, r#"{"id":1,"end":2}"#);
    assert_round_trip(&Ends { id: 1, end: Boxed::new(2) }, r#"{"id":1,"end":2}"#);
    assert_round_trip(&EndsInWhere { id: 1, end: Boxed::new(2) }, r#"{"id":1,"end":2}"#);
    assert_round_trip(&Old { id: 1 }, r#"{"id":1}"#);
    assert_round_trip(&OldAndGeneric { id: 1 }, r#"{"id":1}"#);
}
