//! The types that serde's derive can be put on, in their variety: generics, attributes, the
//! representations of enums, and the types that fields have. What only the expansion could stumble
//! over is in `shapes.rs`.

use redis_derive::{RedisJson, from_redis_json};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::fmt::Debug;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::num::{NonZeroU8, Wrapping};
use std::rc::Rc;
use std::sync::Arc;
use tests::{assert_round_trip, assert_written};

macro_rules! shapes {
    ($($item:item)*) => {$(
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
        $item
    )*};
}

/// Asserts that a value is read from JSON that it is not written as.
#[track_caller]
fn assert_read<T: DeserializeOwned + PartialEq + Debug>(json: &str, value: &T) {
    assert_eq!(from_redis_json(json.as_bytes()).as_ref(), Ok(value), "{json}");
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// A field of other types.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    RedisJson,
)]
struct Item {
    id: u8,
}

mod generics {
    use super::*;

    /// Names types, and is not a value itself.
    pub(crate) trait Schema {
        type Key: Clone + Debug + PartialEq;
        type Of<T: Clone + Debug + PartialEq>: Clone + Debug + PartialEq;
    }

    #[derive(Clone, Debug, PartialEq)]
    pub(crate) struct Plain;

    impl Schema for Plain {
        type Key = u8;
        type Of<T: Clone + Debug + PartialEq> = Vec<T>;
    }

    shapes! {
        struct Inline<T: Ord + Hash + 'static, U: Into<T> + Copy> { value: T, from: U }
        struct AssociatedInBound<T: ToOwned<Owned: Debug> + Clone> { value: T }
        struct InWhere<T> where T: Copy, Vec<T>: Clone, Option<T>: PartialEq { value: T }
        struct HigherRanked<T> where for<'a> &'a T: IntoIterator<Item = &'a u8> { value: T }
        struct OfItself<T> where Self: Sized, T: Clone { value: T, next: Option<Box<Self>> }
        struct UnsizedLast<T, U: ?Sized> where T: Clone { head: T, tail: Box<U> }
        struct Refers<'a, T: ?Sized + ToOwned> where T::Owned: Clone + Debug + PartialEq {
            #[serde(bound(deserialize = "T::Owned: serde::Deserialize<'de>"))]
            value: Cow<'a, T>,
        }
        struct Projected<S: Schema> { key: S::Key, schema: PhantomData<S> }
        #[serde(bound(
            serialize = "S::Of<T>: serde::Serialize",
            deserialize = "S::Of<T>: serde::de::DeserializeOwned",
        ))]
        struct Family<S: Schema, T: Clone + Debug + PartialEq> { all: S::Of<T> }
        #[serde(bound = "")]
        struct Key<T> { raw: u64, #[serde(skip)] of: PhantomData<fn(T) -> T> }
        struct Marked<'a, T>(u8, PhantomData<(&'a T, *const T, [T; 2])>);
        struct Page<T, C = Vec<T>> { first: T, rest: C }
        struct Bytes<const N: usize = 2>(#[serde(with = "array")] [u8; N]);
        struct Matrix<T, const R: usize, const C: usize> where T: Copy {
            #[serde(bound(
                serialize = "T: serde::Serialize",
                deserialize = "T: serde::Deserialize<'de>",
            ))]
            #[serde(with = "array")]
            rows: [Row<T, C>; R],
        }
        #[serde(bound(
            serialize = "T: serde::Serialize",
            deserialize = "T: serde::Deserialize<'de>",
        ))]
        #[serde(transparent)]
        struct Row<T, const C: usize>(#[serde(with = "array")] [T; C]);
        struct Constants<const YES: bool, const LETTER: char, const LESS: i8>;
        struct List<T>(Vec<T>);
        struct Table<K: Ord, V>(BTreeMap<K, V>);
        enum Cons<T> { Nil, Cons(T, Box<Cons<T>>) }
        enum Expression<N, O> { Number(N), Apply { operator: O, operands: Vec<Self> } }
        struct Tree<K: Ord, V> { value: V, children: BTreeMap<K, Tree<K, V>> }
        struct Shared<T> { value: T, next: Option<Rc<Shared<T>>> }
        struct Even<T> { value: T, odd: Option<Box<Odd<T>>> }
        struct Odd<T> { value: T, even: Option<Arc<Even<T>>> }
        struct Deeper<T> { inner: Option<Box<List<T>>>, both: (T, [T; 2]) }
        enum Either<L, R = L> { Left(L), Right { right: R }, Both(L, R), Neither }
        #[serde(tag = "is")]
        enum EitherInside<L, R> { Left(L), Right { right: R }, Neither }
        #[serde(tag = "is", content = "of")]
        enum EitherBeside<L, R> { Left(L), Right { right: R }, Both(L, R), Neither }
        #[serde(untagged)]
        enum EitherBare<L, R> { Left(L), Right { right: R }, Both(L, R), Neither }
    }

    /// A `Map` that is told its hasher.
    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
    #[serde(bound(
        serialize = "K: serde::Serialize, V: serde::Serialize",
        deserialize = "K: serde::Deserialize<'de>, V: serde::Deserialize<'de>, H: Default",
    ))]
    struct Hashed<K: Eq + Hash, V: PartialEq, H: BuildHasher>(HashMap<K, V, H>);

    type Hasher = std::hash::BuildHasherDefault<std::hash::DefaultHasher>;

    /// Arrays of every length, which serde has up to 32 alone.
    mod array {
        use super::*;

        pub(super) fn serialize<T: Serialize, S: Serializer, const N: usize>(
            array: &[T; N],
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(array)
        }

        pub(super) fn deserialize<'de, T, D, const N: usize>(
            deserializer: D,
        ) -> Result<[T; N], D::Error>
        where
            T: Deserialize<'de>,
            D: Deserializer<'de>,
        {
            let elements = Vec::deserialize(deserializer)?;
            elements.try_into().map_err(|_| serde::de::Error::custom("another length"))
        }
    }

    #[test]
    fn with_bounds_of_each_kind() {
        assert_round_trip(&Inline { value: 1u16, from: 2u8 }, r#"{"value":1,"from":2}"#);
        assert_round_trip(&AssociatedInBound { value: text("a") }, r#"{"value":"a"}"#);
        assert_round_trip(&InWhere { value: 'a' }, r#"{"value":"a"}"#);
        assert_round_trip(&HigherRanked { value: vec![1, 2] }, r#"{"value":[1,2]}"#);
        let last = OfItself { value: 2, next: None };
        let first = OfItself { value: 1, next: Some(last.into()) };
        assert_round_trip(&first, r#"{"value":1,"next":{"value":2,"next":null}}"#);
        let tail: Box<(u8, bool)> = Box::new((2, true));
        assert_round_trip(&UnsizedLast { head: 1, tail }, r#"{"head":1,"tail":[2,true]}"#);
    }

    #[test]
    fn with_types_that_are_known_by_way_of_others() {
        let refers: Refers<'_, str> = Refers { value: "a".into() };
        assert_round_trip(&refers, r#"{"value":"a"}"#);
        let refers: Refers<'_, [u8]> = Refers { value: vec![1].into() };
        assert_round_trip(&refers, r#"{"value":[1]}"#);
        let projected = Projected::<Plain> { key: 1, schema: PhantomData };
        assert_round_trip(&projected, r#"{"key":1,"schema":null}"#);
        let family = Family::<Plain, Item> { all: vec![Item { id: 1 }] };
        assert_round_trip(&family, r#"{"all":[{"id":1}]}"#);
        assert_round_trip(&Key::<Plain> { raw: 1, of: PhantomData }, r#"{"raw":1}"#);
        assert_round_trip(&Marked::<'_, Plain>(1, PhantomData), "[1,null]");
    }

    #[test]
    fn with_defaults_and_constants() {
        let page: Page<u8> = Page { first: 1, rest: vec![2] };
        assert_round_trip(&page, r#"{"first":1,"rest":[2]}"#);
        let page: Page<u8, Page<char, ()>> = Page { first: 1, rest: Page { first: 'a', rest: () } };
        assert_round_trip(&page, r#"{"first":1,"rest":{"first":"a","rest":null}}"#);
        assert_round_trip::<Bytes>(&Bytes([1, 2]), "[1,2]");
        assert_round_trip(&Bytes([0; 40]), &format!("[{}]", ["0"; 40].join(",")));
        assert_round_trip(
            &Matrix { rows: [Row([1, 2, 3]), Row([4, 5, 6])] },
            r#"{"rows":[[1,2,3],[4,5,6]]}"#,
        );
        assert_round_trip(&Matrix::<u8, 0, 1> { rows: [] }, r#"{"rows":[]}"#);
        assert_round_trip(&Constants::<true, 'a', { -1 }>, "null");
    }

    #[test]
    fn around_themselves_and_each_other() {
        assert_round_trip(&List(vec![List(vec![1]), List(vec![])]), "[[1],[]]");
        assert_round_trip(&Table(BTreeMap::from([(1, List(vec![2]))])), r#"{"1":[2]}"#);
        let cons = Cons::Cons(1, Box::new(Cons::Cons(2, Box::new(Cons::Nil))));
        assert_round_trip(&cons, r#"{"Cons":[1,{"Cons":[2,"Nil"]}]}"#);
        let operands =
            vec![Expression::Number(1), Expression::Apply { operator: '-', operands: vec![] }];
        assert_round_trip(
            &Expression::Apply { operator: '+', operands },
            r#"{"Apply":{"operator":"+","operands":[{"Number":1},{"Apply":{"operator":"-","operands":[]}}]}}"#,
        );
        let leaf = Tree { value: 'b', children: BTreeMap::new() };
        let tree = Tree { value: 'a', children: BTreeMap::from([(true, leaf)]) };
        assert_round_trip(
            &tree,
            r#"{"value":"a","children":{"true":{"value":"b","children":{}}}}"#,
        );
        let shared = Shared { value: 1, next: Some(Rc::new(Shared { value: 2, next: None })) };
        assert_round_trip(&shared, r#"{"value":1,"next":{"value":2,"next":null}}"#);
        let odd = Odd { value: 2, even: Some(Arc::new(Even { value: 3, odd: None })) };
        assert_round_trip(
            &Even { value: 1, odd: Some(Box::new(odd)) },
            r#"{"value":1,"odd":{"value":2,"even":{"value":3,"odd":null}}}"#,
        );
        let deeper = Deeper { inner: Some(Box::new(List(vec![1]))), both: (2, [3, 4]) };
        assert_round_trip(&deeper, r#"{"inner":[1],"both":[2,[3,4]]}"#);
        let hashed: Hashed<_, _, Hasher> = Hashed([(1, 'a')].into_iter().collect());
        assert_round_trip(&hashed, r#"{"1":"a"}"#);
    }

    type Inside = EitherInside<Item, u8>;
    type Beside = EitherBeside<u8, char>;
    type Bare = EitherBare<u8, char>;

    #[test]
    fn in_enums() {
        assert_round_trip::<Either<u8>>(&Either::Left(1), r#"{"Left":1}"#);
        assert_round_trip::<Either<u8>>(&Either::Right { right: 1 }, r#"{"Right":{"right":1}}"#);
        assert_round_trip(&Either::Both(1, 'a'), r#"{"Both":[1,"a"]}"#);
        assert_round_trip::<Either<u8>>(&Either::Neither, r#""Neither""#);
        assert_round_trip(&Inside::Left(Item { id: 1 }), r#"{"is":"Left","id":1}"#);
        assert_round_trip(&Inside::Right { right: 1 }, r#"{"is":"Right","right":1}"#);
        assert_round_trip(&Inside::Neither, r#"{"is":"Neither"}"#);
        assert_round_trip(&Beside::Left(1), r#"{"is":"Left","of":1}"#);
        assert_round_trip(&Beside::Right { right: 'a' }, r#"{"is":"Right","of":{"right":"a"}}"#);
        assert_round_trip(&Beside::Both(1, 'a'), r#"{"is":"Both","of":[1,"a"]}"#);
        assert_round_trip(&Beside::Neither, r#"{"is":"Neither"}"#);
        assert_round_trip(&Bare::Left(1), "1");
        assert_round_trip(&Bare::Right { right: 'a' }, r#"{"right":"a"}"#);
        assert_round_trip(&Bare::Both(1, 'a'), r#"[1,"a"]"#);
        assert_round_trip(&Bare::Neither, "null");
    }
}

mod lifetimes {
    use super::*;

    shapes! {
        struct Two<'a, 'b: 'a> { first: Cow<'a, str>, second: Option<Cow<'b, str>> }
        struct Forever(Cow<'static, str>);
        struct Items<'a> { one: Cow<'a, Item>, all: Cow<'a, [Item]> }
        struct Nested<'a, T: Clone> where T: 'a { two: Two<'a, 'a>, all: Vec<Cow<'a, T>> }
        enum Choice<'a> { Text(Cow<'a, str>), Two { two: Two<'a, 'a> } }
        struct InSignature<'a, T>(u8, PhantomData<fn(&'a T) -> &'a str>);
        #[serde(from = "Item", into = "Item")]
        struct Leaked<'a>(&'a Item);
    }

    impl From<Item> for Leaked<'_> {
        fn from(item: Item) -> Self {
            Self(Box::leak(Box::new(item)))
        }
    }

    impl From<Leaked<'_>> for Item {
        fn from(leaked: Leaked<'_>) -> Self {
            leaked.0.clone()
        }
    }

    #[test]
    fn that_do_not_borrow_from_the_document() {
        let two = Two { first: "a".into(), second: Some("\"".into()) };
        assert_round_trip(&two, r#"{"first":"a","second":"\""}"#);
        assert_round_trip(&Forever("a".into()), r#""a""#);
        let items =
            Items { one: Cow::Owned(Item { id: 1 }), all: Cow::Borrowed(&[Item { id: 2 }]) };
        assert_round_trip(&items, r#"{"one":{"id":1},"all":[{"id":2}]}"#);
        let nested = Nested { two: two.clone(), all: vec![Cow::Borrowed(&1u8)] };
        assert_round_trip(&nested, r#"{"two":{"first":"a","second":"\""},"all":[1]}"#);
        assert_round_trip(&Choice::Text("a".into()), r#"{"Text":"a"}"#);
        assert_round_trip(&Choice::Two { two }, r#"{"Two":{"two":{"first":"a","second":"\""}}}"#);
        assert_round_trip(&InSignature::<'_, u8>(1, PhantomData), "[1,null]");
        assert_round_trip(&Leaked(&Item { id: 1 }), r#"{"id":1}"#);
    }
}

mod fields {
    use super::*;

    shapes! {
        #[derive(Default)]
        #[serde(default)]
        struct AllDefault {
            #[serde(skip_serializing_if = "String::is_empty")] name: String,
            id: u8,
        }
        struct SomeDefault {
            #[serde(default, skip_serializing_if = "Vec::is_empty")] list: Vec<u8>,
            #[serde(default = "seven", skip_serializing_if = "is_seven")] number: u8,
            #[serde(default = "Item::default")] item: Item,
        }
        struct DefaultAtTheEnd(u8, #[serde(default)] u8, #[serde(default = "seven")] u8);
        struct Skips {
            #[serde(skip)] never: Option<Opaque>,
            #[serde(skip, default = "seven")] seven: u8,
            #[serde(skip_serializing, default)] not_written: u8,
            #[serde(skip_deserializing)] not_read: u8,
            id: u8,
        }
        struct SkipsInTuple(#[serde(skip)] u8, u8, #[serde(skip)] u8, u8);
        struct NewtypeAfterAll(#[serde(skip)] u8, u8);
        enum SkipsVariants {
            #[serde(skip)] #[expect(dead_code, reason = "skipped")] No(Opaque),
            Yes { #[serde(skip)] no: u8, yes: u8 },
        }
        struct Aliases { #[serde(alias = "name", alias = "Имя")] title: String }
        enum AliasedVariants {
            #[serde(alias = "a", rename = "α")] Alpha,
            #[serde(alias = "b")] Beta(u8),
        }
        struct TwoNames { #[serde(rename(serialize = "out", deserialize = "in"))] id: u8 }
        struct OddNames {
            #[serde(rename = "")] empty: u8,
            #[serde(rename = "with \"quotes\" and \\ and \n")] quoted: u8,
            #[serde(rename = "$.a[0]")] path: u8,
            #[serde(rename = "日本")] japan: u8,
        }
        #[serde(rename = "Another", expecting = "another one", deny_unknown_fields)]
        struct Renamed { id: u8 }
        #[serde(tag = "kind")]
        struct Tagged { id: u8 }
        #[serde(tag = "kind", rename = "tagged/1", rename_all = "UPPERCASE")]
        struct TaggedAndRenamed<T> { value: T }
    }

    /// Apart, because serde's code for it does not compile where a macro puts together the path and
    /// the type.
    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
    #[serde(default = "favourite")]
    struct DefaultOfAll {
        id: u8,
        name: String,
    }

    /// Neither written nor read.
    #[derive(Clone, Debug, PartialEq)]
    struct Opaque;

    fn seven() -> u8 {
        7
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    fn is_seven(number: &u8) -> bool {
        *number == 7
    }

    fn favourite() -> DefaultOfAll {
        DefaultOfAll { id: 7, name: text("favourite") }
    }

    #[test]
    fn with_defaults() {
        assert_round_trip(&AllDefault { name: text(""), id: 1 }, r#"{"id":1}"#);
        assert_read("{}", &AllDefault { name: text(""), id: 0 });
        let item = Item { id: 1 };
        let some = SomeDefault { list: vec![], number: 7, item };
        assert_round_trip(&some, r#"{"item":{"id":1}}"#);
        assert_round_trip(
            &SomeDefault { list: vec![1], number: 2, ..some.clone() },
            r#"{"list":[1],"number":2,"item":{"id":1}}"#,
        );
        assert_read("{}", &SomeDefault { item: Item::default(), ..some });
        assert_round_trip(&favourite(), r#"{"id":7,"name":"favourite"}"#);
        assert_read(r#"{"id":1}"#, &DefaultOfAll { id: 1, ..favourite() });
        assert_round_trip(&DefaultAtTheEnd(1, 2, 3), "[1,2,3]");
        assert_read("[1]", &DefaultAtTheEnd(1, 0, 7));
    }

    #[test]
    fn that_are_skipped() {
        let skips = Skips { never: None, seven: 7, not_written: 0, not_read: 0, id: 1 };
        assert_round_trip(&skips, r#"{"not_read":0,"id":1}"#);
        let hidden = Skips { never: Some(Opaque), seven: 8, not_written: 9, ..skips.clone() };
        assert_written(&hidden, r#"{"not_read":0,"id":1}"#);
        let read = Skips { not_written: 5, ..skips };
        assert_read(r#"{"never":1,"seven":2,"not_written":5,"not_read":6,"id":1}"#, &read);
        assert_round_trip(&SkipsInTuple(0, 1, 0, 2), "[1,2]");
        assert_round_trip(&NewtypeAfterAll(0, 1), "[1]");
        assert_round_trip(&SkipsVariants::Yes { no: 0, yes: 1 }, r#"{"Yes":{"yes":1}}"#);
    }

    #[test]
    fn with_other_names() {
        let aliases = Aliases { title: text("a") };
        assert_round_trip(&aliases, r#"{"title":"a"}"#);
        assert_read(r#"{"name":"a"}"#, &aliases);
        assert_read(r#"{"\u0418мя":"a"}"#, &aliases);
        assert_round_trip(&AliasedVariants::Alpha, r#""α""#);
        assert_round_trip(&AliasedVariants::Beta(1), r#"{"Beta":1}"#);
        assert_read(r#""a""#, &AliasedVariants::Alpha);
        assert_read(r#"{"b":1}"#, &AliasedVariants::Beta(1));
        assert_written(&TwoNames { id: 1 }, r#"{"out":1}"#);
        assert_read(r#"{"in":1}"#, &TwoNames { id: 1 });
        assert_round_trip(
            &OddNames { empty: 1, quoted: 2, path: 3, japan: 4 },
            r#"{"":1,"with \"quotes\" and \\ and \n":2,"$.a[0]":3,"日本":4}"#,
        );
        assert_round_trip(&Renamed { id: 1 }, r#"{"id":1}"#);
        assert_round_trip(&Tagged { id: 1 }, r#"{"kind":"Tagged","id":1}"#);
        assert_round_trip(&TaggedAndRenamed { value: 1 }, r#"{"kind":"tagged/1","VALUE":1}"#);
    }
}

mod renaming {
    use super::*;

    macro_rules! rules {
        ($($name:ident $rule:literal)*) => {$(
            shapes! {
                #[serde(rename_all = $rule)]
                struct $name { first_name: u8, r#type: u8, x2_y: u8 }
            }
        )*};
    }

    rules! {
        Lower "lowercase"
        Upper "UPPERCASE"
        Pascal "PascalCase"
        Camel "camelCase"
        Snake "snake_case"
        Screaming "SCREAMING_SNAKE_CASE"
        Kebab "kebab-case"
        ScreamingKebab "SCREAMING-KEBAB-CASE"
    }

    shapes! {
        #[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
        enum Fields {
            UnitOne,
            NewtypeTwo(u8),
            NamedThree { first_name: u8 },
            #[serde(rename_all = "UPPERCASE")] NamedFour { first_name: u8 },
        }
        #[serde(rename_all(serialize = "UPPERCASE", deserialize = "PascalCase"))]
        struct BothWays { first_name: u8 }
        #[serde(tag = "the-kind", content = "the-content", rename_all = "SCREAMING_SNAKE_CASE")]
        enum Beside { UnitOne, #[serde(rename = "other")] NewtypeTwo(u8) }
    }

    #[test]
    fn by_each_rule() {
        macro_rules! assert_rules {
            ($($name:ident $first:literal $kind:literal $last:literal)*) => {$(
                let json = format!(r#"{{"{}":1,"{}":2,"{}":3}}"#, $first, $kind, $last);
                assert_round_trip(&$name { first_name: 1, r#type: 2, x2_y: 3 }, &json);
            )*};
        }
        assert_rules! {
            Lower "first_name" "type" "x2_y"
            Upper "FIRST_NAME" "TYPE" "X2_Y"
            Pascal "FirstName" "Type" "X2Y"
            Camel "firstName" "type" "x2Y"
            Snake "first_name" "type" "x2_y"
            Screaming "FIRST_NAME" "TYPE" "X2_Y"
            Kebab "first-name" "type" "x2-y"
            ScreamingKebab "FIRST-NAME" "TYPE" "X2-Y"
        }
    }

    #[test]
    fn of_variants_and_their_fields() {
        assert_round_trip(&Fields::UnitOne, r#""unit-one""#);
        assert_round_trip(&Fields::NewtypeTwo(1), r#"{"newtype-two":1}"#);
        assert_round_trip(
            &Fields::NamedThree { first_name: 1 },
            r#"{"named-three":{"firstName":1}}"#,
        );
        assert_round_trip(
            &Fields::NamedFour { first_name: 1 },
            r#"{"named-four":{"FIRST_NAME":1}}"#,
        );
        assert_written(&BothWays { first_name: 1 }, r#"{"FIRST_NAME":1}"#);
        assert_read(r#"{"FirstName":1}"#, &BothWays { first_name: 1 });
        assert_round_trip(&Beside::UnitOne, r#"{"the-kind":"UNIT_ONE"}"#);
        assert_round_trip(&Beside::NewtypeTwo(1), r#"{"the-kind":"other","the-content":1}"#);
    }
}

mod converting {
    use super::*;

    shapes! {
        struct Functions {
            #[serde(serialize_with = "to_hex", deserialize_with = "from_hex")] id: u32,
            #[serde(with = "hex")] also: u32,
            #[serde(default, with = "hex", skip_serializing_if = "is_zero")] perhaps: u32,
        }
        struct NewtypeOfFunctions(#[serde(with = "hex")] u32);
        enum VariantsOfFunctions {
            #[serde(with = "hex")] Hex(u32),
            Named { #[serde(with = "hex")] id: u32 },
            Tuple(#[serde(with = "hex")] u32, u32),
        }
        struct GenericFunction<T> where T: ToString + std::str::FromStr {
            #[serde(bound = "T: ToString + std::str::FromStr", with = "display")]
            value: T,
        }
        #[expect(clippy::option_option, reason = "the one is the field, the other its value")]
        struct Twice {
            #[serde(default, deserialize_with = "twice", skip_serializing_if = "Option::is_none")]
            value: Option<Option<u8>>,
        }
        #[serde(transparent)]
        struct TransparentTuple(Item);
        #[serde(transparent)]
        struct TransparentBeside<T, U> {
            of: PhantomData<U>,
            value: Vec<T>,
            #[serde(skip)] seen: bool,
        }
        #[serde(transparent)]
        struct TransparentMap { #[serde(with = "hex")] id: u32 }
        #[serde(try_from = "u8", into = "u8")]
        struct Digit(u8);
        #[serde(from = "(T, T)", into = "(T, T)", bound(
            serialize = "T: Clone + serde::Serialize",
            deserialize = "T: serde::Deserialize<'de>",
        ))]
        struct Swapped<T> { left: T, right: T }
        #[serde(from = "Item", into = "Item")]
        enum OfStruct { Zero, Other(u8) }
        struct Remotes {
            #[serde(with = "PointDef")] point: foreign::Point,
            #[serde(with = "SecretDef")] secret: foreign::Secret,
            #[serde(with = "StateDef")] state: foreign::State,
            #[serde(with = "BoxedDef")] boxed: foreign::Boxed<u8>,
        }
        struct NewtypeOfRemote(#[serde(with = "PointDef")] foreign::Point);
        enum VariantOfRemote { #[serde(with = "PointDef")] Point(foreign::Point) }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    fn to_hex<S: Serializer>(number: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{number:x}"))
    }

    fn from_hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = String::deserialize(deserializer)?;
        u32::from_str_radix(&text, 16).map_err(serde::de::Error::custom)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    fn is_zero(number: &u32) -> bool {
        *number == 0
    }

    /// `Some(None)` for `null`, so that it can be told from a field that is not there.
    #[expect(clippy::option_option, reason = "as the field is")]
    fn twice<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u8>>, D::Error> {
        Option::deserialize(deserializer).map(Some)
    }

    mod hex {
        pub(super) use super::{from_hex as deserialize, to_hex as serialize};
    }

    mod display {
        use super::*;

        pub(super) fn serialize<T: ToString, S: Serializer>(
            value: &T,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(&value.to_string())
        }

        pub(super) fn deserialize<'de, T: std::str::FromStr, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<T, D::Error> {
            let text = String::deserialize(deserializer)?;
            text.parse().map_err(|_| serde::de::Error::custom("another text"))
        }
    }

    impl TryFrom<u8> for Digit {
        type Error = &'static str;

        fn try_from(number: u8) -> Result<Self, Self::Error> {
            if number < 10 { Ok(Self(number)) } else { Err("not a digit") }
        }
    }

    impl From<Digit> for u8 {
        fn from(digit: Digit) -> Self {
            digit.0
        }
    }

    impl<T> From<(T, T)> for Swapped<T> {
        fn from((right, left): (T, T)) -> Self {
            Self { left, right }
        }
    }

    impl<T> From<Swapped<T>> for (T, T) {
        fn from(swapped: Swapped<T>) -> Self {
            (swapped.right, swapped.left)
        }
    }

    impl From<Item> for OfStruct {
        fn from(item: Item) -> Self {
            if item.id == 0 { Self::Zero } else { Self::Other(item.id) }
        }
    }

    impl From<OfStruct> for Item {
        fn from(of: OfStruct) -> Self {
            Self { id: if let OfStruct::Other(id) = of { id } else { 0 } }
        }
    }

    /// What a crate without serde has.
    mod foreign {
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) struct Point {
            pub(crate) x: i8,
            pub(crate) y: i8,
        }

        #[derive(Clone, Debug, PartialEq)]
        pub(crate) struct Secret(u8);

        impl Secret {
            pub(crate) fn new(number: u8) -> Self {
                Self(number)
            }

            pub(crate) fn number(&self) -> u8 {
                self.0
            }
        }

        #[derive(Clone, Debug, PartialEq)]
        pub(crate) enum State {
            Off,
            On(u8),
        }

        #[derive(Clone, Debug, PartialEq)]
        pub(crate) struct Boxed<T> {
            pub(crate) value: Box<T>,
        }
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(remote = "foreign::Point")]
    struct PointDef {
        x: i8,
        #[serde(rename = "Y")]
        y: i8,
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(remote = "foreign::Secret")]
    struct SecretDef {
        #[serde(getter = "foreign::Secret::number")]
        number: u8,
    }

    impl From<SecretDef> for foreign::Secret {
        fn from(def: SecretDef) -> Self {
            Self::new(def.number)
        }
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(remote = "foreign::State", rename_all = "lowercase")]
    enum StateDef {
        Off,
        On(u8),
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(remote = "foreign::Boxed")]
    struct BoxedDef<T> {
        value: Box<T>,
    }

    #[test]
    fn by_functions() {
        let functions = Functions { id: 255, also: 16, perhaps: 0 };
        assert_round_trip(&functions, r#"{"id":"ff","also":"10"}"#);
        let functions = Functions { perhaps: 1, ..functions };
        assert_round_trip(&functions, r#"{"id":"ff","also":"10","perhaps":"1"}"#);
        assert_round_trip(&NewtypeOfFunctions(255), r#""ff""#);
        assert_round_trip(&VariantsOfFunctions::Hex(255), r#"{"Hex":"ff"}"#);
        assert_round_trip(&VariantsOfFunctions::Named { id: 255 }, r#"{"Named":{"id":"ff"}}"#);
        assert_round_trip(&VariantsOfFunctions::Tuple(255, 255), r#"{"Tuple":["ff",255]}"#);
        assert_round_trip(&GenericFunction { value: 1.5 }, r#"{"value":"1.5"}"#);
        for (value, json) in
            [(None, "{}"), (Some(None), r#"{"value":null}"#), (Some(Some(1)), r#"{"value":1}"#)]
        {
            assert_round_trip(&Twice { value }, json);
        }
    }

    #[test]
    fn to_what_is_inside_and_to_other_types() {
        assert_round_trip(&TransparentTuple(Item { id: 1 }), r#"{"id":1}"#);
        let beside = TransparentBeside { of: PhantomData::<u8>, value: vec!['a'], seen: false };
        assert_round_trip(&beside, r#"["a"]"#);
        assert_round_trip(&TransparentMap { id: 255 }, r#""ff""#);
        assert_round_trip(&Digit(9), "9");
        from_redis_json::<Digit>(b"10").unwrap_err();
        assert_round_trip(&Swapped { left: 1, right: 2 }, "[2,1]");
        assert_round_trip(&OfStruct::Zero, r#"{"id":0}"#);
        assert_round_trip(&OfStruct::Other(1), r#"{"id":1}"#);
    }

    #[test]
    fn by_definitions_of_types_elsewhere() {
        let point = foreign::Point { x: 1, y: -1 };
        let remotes = Remotes {
            point: point.clone(),
            secret: foreign::Secret::new(2),
            state: foreign::State::On(3),
            boxed: foreign::Boxed { value: Box::new(4) },
        };
        assert_round_trip(
            &remotes,
            r#"{"point":{"x":1,"Y":-1},"secret":{"number":2},"state":{"on":3},"boxed":{"value":4}}"#,
        );
        let remotes = Remotes { state: foreign::State::Off, ..remotes };
        assert_round_trip(
            &remotes,
            r#"{"point":{"x":1,"Y":-1},"secret":{"number":2},"state":"off","boxed":{"value":4}}"#,
        );
        assert_round_trip(&NewtypeOfRemote(point.clone()), r#"{"x":1,"Y":-1}"#);
        assert_round_trip(&VariantOfRemote::Point(point), r#"{"Point":{"x":1,"Y":-1}}"#);
    }
}

mod flattening {
    use super::*;

    shapes! {
        struct Struct { #[serde(flatten)] item: Item, more: u8 }
        struct Maps { id: u8, #[serde(flatten)] rest: HashMap<String, serde_json::Value> }
        struct Perhaps { name: String, #[serde(flatten)] item: Option<Item> }
        struct Several {
            #[serde(flatten)] item: Item,
            #[serde(flatten)] names: Names,
            #[serde(flatten)] rest: BTreeMap<String, u8>,
        }
        #[serde(rename_all = "camelCase")]
        struct Names {
            first_name: String,
            #[serde(default, skip_serializing_if = "Option::is_none")] last_name: Option<String>,
        }
        struct Levels { #[serde(flatten)] inner: Struct, id2: u8 }
        struct Generic<T, U> { #[serde(flatten)] inner: T, value: U }
        struct External { id: u8, #[serde(flatten)] kind: Kind }
        enum Kind { Newtype(u8), Tuple(u8, u8), Named { level: u8 } }
        struct Internal { id: u8, #[serde(flatten)] kind: InternalKind }
        #[serde(tag = "type", rename_all = "lowercase")]
        enum InternalKind { Unit, Newtype(Names), Named { level: u8 } }
        struct Adjacent { id: u8, #[serde(flatten)] kind: AdjacentKind }
        #[serde(tag = "type", content = "content")]
        enum AdjacentKind { Unit, Newtype(u8), Tuple(u8, u8), Named { level: u8 } }
        struct Untagged { id: u8, #[serde(flatten)] kind: UntaggedKind }
        #[serde(untagged)]
        enum UntaggedKind { Named { level: u8 }, Newtype(Names) }
        enum InVariant { Named { #[serde(flatten)] item: Item, more: u8 } }
        #[serde(tag = "type")]
        enum InTagged {
            Named { #[serde(flatten)] item: Item, #[serde(flatten)] rest: BTreeMap<String, u8> },
        }
        struct Converted { #[serde(flatten, with = "pairs")] pairs: Vec<(String, u8)> }
        struct Default { #[serde(flatten, default)] item: Item, #[serde(flatten)] nothing: () }
        #[serde(transparent)]
        struct Around(Struct);
    }

    /// A list of pairs as the fields of an object.
    mod pairs {
        use super::*;

        pub(super) fn serialize<S: Serializer>(
            pairs: &[(String, u8)],
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            serializer.collect_map(pairs.iter().map(|(key, value)| (key, value)))
        }

        pub(super) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Vec<(String, u8)>, D::Error> {
            BTreeMap::deserialize(deserializer).map(|map| map.into_iter().collect())
        }
    }

    fn names() -> Names {
        Names { first_name: text("a"), last_name: None }
    }

    #[test]
    fn structs_and_maps() {
        let item = Item { id: 1 };
        let flat = Struct { item: item.clone(), more: 2 };
        assert_round_trip(&flat, r#"{"id":1,"more":2}"#);
        assert_round_trip(&Around(flat.clone()), r#"{"id":1,"more":2}"#);
        assert_round_trip(&Levels { inner: flat, id2: 3 }, r#"{"id":1,"more":2,"id2":3}"#);
        let rest = HashMap::from([(text("a"), serde_json::json!({"b": [1.5, null]}))]);
        assert_round_trip(&Maps { id: 1, rest }, r#"{"id":1,"a":{"b":[1.5,null]}}"#);
        let perhaps = Perhaps { name: text("a"), item: Some(item.clone()) };
        assert_round_trip(&perhaps, r#"{"name":"a","id":1}"#);
        assert_round_trip(&Perhaps { item: None, ..perhaps }, r#"{"name":"a"}"#);
        let rest = BTreeMap::from([(text("x"), 2), (text("y"), 3)]);
        let several = Several { item: item.clone(), names: names(), rest };
        assert_round_trip(&several, r#"{"id":1,"firstName":"a","x":2,"y":3}"#);
        let generic = Generic { inner: names(), value: item.clone() };
        assert_round_trip(&generic, r#"{"firstName":"a","value":{"id":1}}"#);
        let generic = Generic { inner: BTreeMap::from([(text("a"), 1)]), value: 2 };
        assert_round_trip(&generic, r#"{"a":1,"value":2}"#);
        let converted = Converted { pairs: vec![(text("a"), 1), (text("b"), 2)] };
        assert_round_trip(&converted, r#"{"a":1,"b":2}"#);
        assert_round_trip(&Default { item, nothing: () }, r#"{"id":1}"#);
    }

    #[test]
    fn enums() {
        for (kind, json) in [
            (Kind::Newtype(2), r#"{"id":1,"Newtype":2}"#),
            (Kind::Tuple(2, 3), r#"{"id":1,"Tuple":[2,3]}"#),
            (Kind::Named { level: 2 }, r#"{"id":1,"Named":{"level":2}}"#),
        ] {
            assert_round_trip(&External { id: 1, kind }, json);
        }
        for (kind, json) in [
            (InternalKind::Unit, r#"{"id":1,"type":"unit"}"#),
            (InternalKind::Newtype(names()), r#"{"id":1,"type":"newtype","firstName":"a"}"#),
            (InternalKind::Named { level: 2 }, r#"{"id":1,"type":"named","level":2}"#),
        ] {
            assert_round_trip(&Internal { id: 1, kind }, json);
        }
        for (kind, json) in [
            (AdjacentKind::Unit, r#"{"id":1,"type":"Unit"}"#),
            (AdjacentKind::Newtype(2), r#"{"id":1,"type":"Newtype","content":2}"#),
            (AdjacentKind::Tuple(2, 3), r#"{"id":1,"type":"Tuple","content":[2,3]}"#),
            (AdjacentKind::Named { level: 2 }, r#"{"id":1,"type":"Named","content":{"level":2}}"#),
        ] {
            assert_round_trip(&Adjacent { id: 1, kind }, json);
        }
        for (kind, json) in [
            (UntaggedKind::Named { level: 2 }, r#"{"id":1,"level":2}"#),
            (UntaggedKind::Newtype(names()), r#"{"id":1,"firstName":"a"}"#),
        ] {
            assert_round_trip(&Untagged { id: 1, kind }, json);
        }
    }

    #[test]
    fn in_variants() {
        let item = Item { id: 1 };
        let variant = InVariant::Named { item: item.clone(), more: 2 };
        assert_round_trip(&variant, r#"{"Named":{"id":1,"more":2}}"#);
        let rest = BTreeMap::from([(text("a"), 2)]);
        assert_round_trip(&InTagged::Named { item, rest }, r#"{"type":"Named","id":1,"a":2}"#);
    }
}

mod enums {
    use super::*;

    shapes! {
        enum External {
            Empty {},
            EmptyTuple(),
            Unit(()),
            UnitStruct(Nothing),
            Perhaps(Option<u8>),
            List(Vec<u8>),
            Map(BTreeMap<u8, u8>),
            Struct(Item),
            Nested(Box<External>),
            One((u8,)),
        }
        struct Nothing;
        #[serde(tag = "t")]
        enum Internal {
            Empty {},
            Unit(()),
            UnitStruct(Nothing),
            Map(BTreeMap<String, u8>),
            Nested(InternalToo),
            Enum(Inner),
            Boxed(Box<Internal2>),
        }
        #[serde(tag = "t2")]
        enum InternalToo { Unit, Named { id: u8 } }
        #[serde(tag = "t3")]
        enum Internal2 { Struct(Item) }
        enum Inner { Newtype(u8), Named { id: u8 } }
        #[serde(tag = "t", content = "c")]
        enum Adjacent {
            Empty {},
            EmptyTuple(),
            Unit(()),
            Perhaps(Option<u8>),
            List(Vec<u8>),
            Struct(Item),
            Nested(Box<Adjacent>),
            #[serde(untagged)] Rest(bool),
        }
        #[serde(tag = "t", content = "c", deny_unknown_fields)]
        enum Strict { Unit, Struct(Item) }
        #[serde(untagged)]
        enum Untagged {
            Bool(bool),
            Positive(u64),
            Negative(i64),
            Float(f64),
            Char(char),
            Text(String),
            Three(u8, u8, u8),
            List(Vec<Untagged>),
            Struct { id: u8 },
            Empty {},
            Map(BTreeMap<String, Untagged>),
        }
        enum ExternalRest {
            Unit,
            Newtype(u8),
            #[serde(untagged)] Number(u8),
            #[serde(untagged)] Named { id: u8 },
            #[serde(untagged)] Other(String),
        }
        #[serde(tag = "t")]
        enum InternalRest { Unit, Named { id: u8 }, #[serde(untagged)] Rest(BTreeMap<String, u8>) }
        #[serde(rename_all = "lowercase")]
        enum Level { Low, High, #[serde(other)] Unknown }
        #[serde(tag = "t")]
        enum InternalOther { Known { id: u8 }, #[serde(other)] Unknown }
        #[serde(tag = "t", content = "c")]
        enum AdjacentOther { Known(u8), #[serde(other)] Unknown }
        #[serde(tag = "тип", content = "значение")]
        enum Named { #[serde(rename = "")] Empty(u8), #[serde(rename = "\"")] Quote { id: u8 } }
        #[repr(u8)]
        enum Discriminants { One = 1, Three = 3, Four }
        enum Single { Only { #[serde(default)] id: u8 } }
        #[serde(from = "u8", into = "u8")]
        enum Number { Zero, Other }
    }

    impl From<u8> for Number {
        fn from(number: u8) -> Self {
            if number == 0 { Self::Zero } else { Self::Other }
        }
    }

    impl From<Number> for u8 {
        fn from(number: Number) -> Self {
            number as Self
        }
    }

    /// No value has it, and it is a type all the same.
    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
    enum Never {}

    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
    struct OrNever<T> {
        value: Option<T>,
        never: Vec<Never>,
    }

    #[test]
    fn with_an_object_around_the_content() {
        for (value, json) in [
            (External::Empty {}, r#"{"Empty":{}}"#),
            (External::EmptyTuple(), r#"{"EmptyTuple":[]}"#),
            (External::Unit(()), r#"{"Unit":null}"#),
            (External::UnitStruct(Nothing), r#"{"UnitStruct":null}"#),
            (External::Perhaps(None), r#"{"Perhaps":null}"#),
            (External::Perhaps(Some(1)), r#"{"Perhaps":1}"#),
            (External::List(vec![1]), r#"{"List":[1]}"#),
            (External::Map(BTreeMap::from([(1, 2)])), r#"{"Map":{"1":2}}"#),
            (External::Struct(Item { id: 1 }), r#"{"Struct":{"id":1}}"#),
            (External::Nested(Box::new(External::Empty {})), r#"{"Nested":{"Empty":{}}}"#),
            (External::One((1,)), r#"{"One":[1]}"#),
        ] {
            assert_round_trip(&value, json);
        }
    }

    #[test]
    fn with_a_tag_in_the_content() {
        let named = InternalToo::Named { id: 1 };
        let boxed = Box::new(Internal2::Struct(Item { id: 1 }));
        for (value, json) in [
            (Internal::Empty {}, r#"{"t":"Empty"}"#),
            (Internal::Unit(()), r#"{"t":"Unit"}"#),
            (Internal::UnitStruct(Nothing), r#"{"t":"UnitStruct"}"#),
            (Internal::Map(BTreeMap::from([(text("a"), 1)])), r#"{"t":"Map","a":1}"#),
            (Internal::Nested(InternalToo::Unit), r#"{"t":"Nested","t2":"Unit"}"#),
            (Internal::Nested(named), r#"{"t":"Nested","t2":"Named","id":1}"#),
            (Internal::Enum(Inner::Newtype(1)), r#"{"t":"Enum","Newtype":1}"#),
            (Internal::Enum(Inner::Named { id: 1 }), r#"{"t":"Enum","Named":{"id":1}}"#),
            (Internal::Boxed(boxed), r#"{"t":"Boxed","t3":"Struct","id":1}"#),
        ] {
            assert_round_trip(&value, json);
        }
        assert_read(
            r#"{"id":1,"t2":"Named","t":"Nested"}"#,
            &Internal::Nested(InternalToo::Named { id: 1 }),
        );
    }

    #[test]
    fn with_a_tag_beside_the_content() {
        for (value, json) in [
            (Adjacent::Empty {}, r#"{"t":"Empty","c":{}}"#),
            (Adjacent::EmptyTuple(), r#"{"t":"EmptyTuple","c":[]}"#),
            (Adjacent::Unit(()), r#"{"t":"Unit","c":null}"#),
            (Adjacent::Perhaps(None), r#"{"t":"Perhaps","c":null}"#),
            (Adjacent::Perhaps(Some(1)), r#"{"t":"Perhaps","c":1}"#),
            (Adjacent::List(vec![1]), r#"{"t":"List","c":[1]}"#),
            (Adjacent::Struct(Item { id: 1 }), r#"{"t":"Struct","c":{"id":1}}"#),
            (
                Adjacent::Nested(Box::new(Adjacent::Unit(()))),
                r#"{"t":"Nested","c":{"t":"Unit","c":null}}"#,
            ),
            (Adjacent::Rest(true), "true"),
        ] {
            assert_round_trip(&value, json);
        }
        assert_read(r#"{"c":{"id":1},"t":"Struct"}"#, &Adjacent::Struct(Item { id: 1 }));
        assert_round_trip(&Strict::Unit, r#"{"t":"Unit"}"#);
        assert_round_trip(&Strict::Struct(Item { id: 1 }), r#"{"t":"Struct","c":{"id":1}}"#);
        from_redis_json::<Strict>(br#"{"t":"Unit","d":1}"#).unwrap_err();
    }

    #[test]
    fn without_a_tag() {
        let list = Untagged::List(vec![Untagged::Bool(true), Untagged::List(vec![])]);
        for (value, json) in [
            (Untagged::Bool(true), "true"),
            (Untagged::Positive(u64::MAX), "18446744073709551615"),
            (Untagged::Negative(-1), "-1"),
            (Untagged::Float(1.5), "1.5"),
            (Untagged::Char('é'), r#""é""#),
            (Untagged::Text(text("ab")), r#""ab""#),
            (Untagged::Three(1, 2, 3), "[1,2,3]"),
            (list.clone(), "[true,[]]"),
            (Untagged::Struct { id: 1 }, r#"{"id":1}"#),
            (Untagged::Empty {}, "{}"),
        ] {
            assert_round_trip(&value, json);
        }
        // An object of any fields is the struct without any before it is the map.
        assert_written(&Untagged::Map(BTreeMap::from([(text("a"), list)])), r#"{"a":[true,[]]}"#);
        assert_read(r#"{"a":[true,[]]}"#, &Untagged::Empty {});
    }

    #[test]
    fn with_variants_that_have_no_tag() {
        for (value, json) in [
            (ExternalRest::Unit, r#""Unit""#),
            (ExternalRest::Newtype(1), r#"{"Newtype":1}"#),
            (ExternalRest::Number(1), "1"),
            (ExternalRest::Named { id: 1 }, r#"{"id":1}"#),
            (ExternalRest::Other(text("a")), r#""a""#),
        ] {
            assert_round_trip(&value, json);
        }
        for (value, json) in [
            (InternalRest::Unit, r#"{"t":"Unit"}"#),
            (InternalRest::Named { id: 1 }, r#"{"t":"Named","id":1}"#),
            (InternalRest::Rest(BTreeMap::from([(text("a"), 1)])), r#"{"a":1}"#),
        ] {
            assert_round_trip(&value, json);
        }
    }

    #[test]
    fn with_a_variant_for_the_others() {
        assert_round_trip(&Level::Low, r#""low""#);
        assert_round_trip(&Level::High, r#""high""#);
        assert_round_trip(&Level::Unknown, r#""unknown""#);
        assert_read(r#""a new one""#, &Level::Unknown);
        assert_round_trip(&InternalOther::Known { id: 1 }, r#"{"t":"Known","id":1}"#);
        assert_read(r#"{"t":"new","id":1}"#, &InternalOther::Unknown);
        assert_round_trip(&AdjacentOther::Known(1), r#"{"t":"Known","c":1}"#);
        assert_read(r#"{"t":"new"}"#, &AdjacentOther::Unknown);
    }

    #[test]
    fn of_other_kinds() {
        assert_round_trip(&Named::Empty(1), r#"{"тип":"","значение":1}"#);
        assert_round_trip(&Named::Quote { id: 1 }, r#"{"тип":"\"","значение":{"id":1}}"#);
        assert_round_trip(&Discriminants::One, r#""One""#);
        assert_round_trip(&Discriminants::Three, r#""Three""#);
        assert_round_trip(&Discriminants::Four, r#""Four""#);
        assert_round_trip(&Single::Only { id: 1 }, r#"{"Only":{"id":1}}"#);
        assert_read(r#"{"Only":{}}"#, &Single::Only { id: 0 });
        assert_round_trip(&Number::Zero, "0");
        assert_round_trip(&Number::Other, "1");
        assert_round_trip(
            &OrNever::<Never> { value: None, never: vec![] },
            r#"{"value":null,"never":[]}"#,
        );
        from_redis_json::<Never>(br#""Any""#).unwrap_err();
    }
}

mod types {
    use super::*;

    shapes! {
        struct Integers {
            u8: u8,
            i8: i8,
            u16: u16,
            i16: i16,
            u32: u32,
            i32: i32,
            u64: u64,
            i64: i64,
            u128: u128,
            i128: i128,
            usize: usize,
            isize: isize,
        }
        struct Floats { f32: f32, f64: f64 }
        struct Huge(u128);
        struct Letter(char);
        struct Units { unit: (), list: [(); 2], perhaps: Option<()> }
        struct Arrays { none: [u8; 0], one: [u8; 1], most: [u8; 32], nested: [[u8; 2]; 2] }
        struct Tuples {
            one: (u8,),
            three: (u8, char, bool),
            most: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8),
            nested: ((u8, u8), ((),)),
        }
        struct Long(
            u8, char, bool, f64, String, Vec<u8>, Option<u8>, (u8, u8), [u8; 2], Box<u8>, (), i64,
            Item,
        );
        struct Boxes { text: Box<str>, list: Box<[u8]>, item: Box<Item>, boxed: Box<(Box<u8>,)> }
        struct Counted {
            rc: Rc<Item>,
            arc: Arc<Item>,
            text: Rc<str>,
            list: Arc<[u8]>,
            deep: Rc<Vec<Arc<str>>>,
        }
        struct Cells { cell: Cell<u8>, ref_cell: RefCell<Vec<u8>>, shared: Rc<RefCell<Item>> }
        #[expect(clippy::linkedlist, reason = "serde has it")]
        struct Collections {
            deque: VecDeque<u8>,
            linked: LinkedList<u8>,
            set: BTreeSet<Item>,
            hashed: HashSet<u8>,
        }
        struct Standard {
            non_zero: NonZeroU8,
            perhaps: Option<NonZeroU8>,
            wrapping: Wrapping<u8>,
            reverse: std::cmp::Reverse<u8>,
            range: std::ops::Range<u8>,
            inclusive: std::ops::RangeInclusive<u8>,
            bound: std::ops::Bound<u8>,
            result: Result<u8, String>,
            failed: Result<u8, String>,
            path: std::path::PathBuf,
            address: std::net::IpAddr,
            socket: std::net::SocketAddr,
            duration: std::time::Duration,
            time: std::time::SystemTime,
        }
        struct Documents {
            any: serde_json::Value,
            object: serde_json::Map<String, serde_json::Value>,
            number: serde_json::Number,
        }
        struct TopOption(Option<u8>);
        struct TopUnit(());
        struct TopTuple((u8, char));
        struct TopMap(BTreeMap<String, u8>);
        struct TopBox(Box<str>);
        struct TopArc(Arc<Item>);
        struct TopResult(Result<u8, u8>);
    }

    #[test]
    fn numbers_up_to_their_ends() {
        let (u8, u16, u32, u64, u128, usize) =
            (u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX, 5);
        let (i8, i16, i32, i64, i128, isize) =
            (i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN, -5);
        let integers = Integers { u8, i8, u16, i16, u32, i32, u64, i64, u128, i128, usize, isize };
        let json = concat!(
            r#"{"u8":255,"i8":-128,"u16":65535,"i16":-32768,"u32":4294967295,"i32":-2147483648,"#,
            r#""u64":18446744073709551615,"i64":-9223372036854775808,"#,
            r#""u128":340282366920938463463374607431768211455,"#,
            r#""i128":-170141183460469231731687303715884105728,"usize":5,"isize":-5}"#,
        );
        assert_round_trip(&integers, json);
        assert_round_trip(&Huge(u128::MAX), "340282366920938463463374607431768211455");
        assert_round_trip(&Huge(0), "0");
        assert_round_trip(&Floats { f32: 1.5, f64: -2.25 }, r#"{"f32":1.5,"f64":-2.25}"#);
        assert_round_trip(&Floats { f32: 3.0, f64: 1e16 }, r#"{"f32":3.0,"f64":1e+16}"#);
    }

    #[test]
    fn characters() {
        for (letter, json) in [
            ('a', r#""a""#),
            ('"', r#""\"""#),
            ('\0', r#""\u0000""#),
            ('\u{10ffff}', "\"\u{10ffff}\""),
        ] {
            assert_round_trip(&Letter(letter), json);
        }
    }

    #[test]
    fn units_arrays_and_tuples() {
        let units = Units { unit: (), list: [(); 2], perhaps: None };
        assert_round_trip(&units, r#"{"unit":null,"list":[null,null],"perhaps":null}"#);
        let arrays = Arrays { none: [], one: [1], most: [0; 32], nested: [[1, 2], [3, 4]] };
        let most = ["0"; 32].join(",");
        assert_round_trip(
            &arrays,
            &format!(r#"{{"none":[],"one":[1],"most":[{most}],"nested":[[1,2],[3,4]]}}"#),
        );
        let most = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        let tuples = Tuples { one: (1,), three: (1, 'a', true), most, nested: ((1, 2), ((),)) };
        assert_round_trip(
            &tuples,
            r#"{"one":[1],"three":[1,"a",true],"most":[1,2,3,4,5,6,7,8,9,10,11,12],"nested":[[1,2],[null]]}"#,
        );
        let long = Long(
            1,
            'a',
            true,
            0.5,
            text("b"),
            vec![2],
            None,
            (3, 4),
            [5, 6],
            Box::new(7),
            (),
            -8,
            Item { id: 9 },
        );
        assert_round_trip(&long, r#"[1,"a",true,0.5,"b",[2],null,[3,4],[5,6],7,null,-8,{"id":9}]"#);
    }

    #[test]
    fn pointers_and_cells() {
        let boxes = Boxes {
            text: "a".into(),
            list: [1].into(),
            item: Item { id: 2 }.into(),
            boxed: Box::new((Box::new(3),)),
        };
        assert_round_trip(&boxes, r#"{"text":"a","list":[1],"item":{"id":2},"boxed":[3]}"#);
        let counted = Counted {
            rc: Item { id: 1 }.into(),
            arc: Item { id: 2 }.into(),
            text: "a".into(),
            list: [3].into(),
            deep: vec!["b".into()].into(),
        };
        assert_round_trip(
            &counted,
            r#"{"rc":{"id":1},"arc":{"id":2},"text":"a","list":[3],"deep":["b"]}"#,
        );
        let shared = Rc::new(RefCell::new(Item { id: 3 }));
        let cells = Cells { cell: Cell::new(1), ref_cell: RefCell::new(vec![2]), shared };
        assert_round_trip(&cells, r#"{"cell":1,"ref_cell":[2],"shared":{"id":3}}"#);
    }

    #[test]
    fn of_the_standard_library_and_of_serde_json() {
        let collections = Collections {
            deque: [1].into(),
            linked: [2].into(),
            set: [Item { id: 3 }].into(),
            hashed: [4].into(),
        };
        assert_round_trip(
            &collections,
            r#"{"deque":[1],"linked":[2],"set":[{"id":3}],"hashed":[4]}"#,
        );
        let standard = Standard {
            non_zero: NonZeroU8::MIN,
            perhaps: None,
            wrapping: Wrapping(2),
            reverse: std::cmp::Reverse(3),
            range: 4..5,
            inclusive: 4..=5,
            bound: std::ops::Bound::Included(6),
            result: Ok(7),
            failed: Err(text("a")),
            path: "/a/é".into(),
            address: [127, 0, 0, 1].into(),
            socket: ([127, 0, 0, 1], 6379).into(),
            duration: std::time::Duration::new(8, 9),
            time: std::time::UNIX_EPOCH,
        };
        let json = concat!(
            r#"{"non_zero":1,"perhaps":null,"wrapping":2,"reverse":3,"range":{"start":4,"end":5},"#,
            r#""inclusive":{"start":4,"end":5},"bound":{"Included":6},"result":{"Ok":7},"failed":{"Err":"a"},"#,
            r#""path":"/a/é","address":"127.0.0.1","socket":"127.0.0.1:6379","#,
            r#""duration":{"secs":8,"nanos":9},"time":{"secs_since_epoch":0,"nanos_since_epoch":0}}"#,
        );
        assert_round_trip(&standard, json);
        let object = serde_json::Map::from_iter([(text("a"), serde_json::Value::Null)]);
        let documents = Documents { any: serde_json::json!([{}, -0.5]), object, number: 1.into() };
        assert_round_trip(&documents, r#"{"any":[{},-0.5],"object":{"a":null},"number":1}"#);
    }

    #[test]
    fn at_the_top() {
        assert_round_trip(&TopOption(None), "null");
        assert_round_trip(&TopOption(Some(1)), "1");
        assert_round_trip(&TopUnit(()), "null");
        assert_round_trip(&TopTuple((1, 'a')), r#"[1,"a"]"#);
        assert_round_trip(&TopMap(BTreeMap::from([(text("a"), 1)])), r#"{"a":1}"#);
        assert_round_trip(&TopBox("a".into()), r#""a""#);
        assert_round_trip(&TopArc(Arc::new(Item { id: 1 })), r#"{"id":1}"#);
        assert_round_trip(&TopResult(Err(1)), r#"{"Err":1}"#);
    }
}

mod maps {
    use super::*;

    #[derive(
        Clone,
        Debug,
        PartialEq,
        Eq,
        PartialOrd,
        Ord,
        serde::Serialize,
        serde::Deserialize,
        RedisJson,
    )]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        DarkRed,
        #[serde(rename = "")]
        None,
    }

    #[derive(
        Clone,
        Debug,
        PartialEq,
        Eq,
        PartialOrd,
        Ord,
        serde::Serialize,
        serde::Deserialize,
        RedisJson,
    )]
    struct Name(String);

    #[derive(
        Clone,
        Debug,
        PartialEq,
        Eq,
        PartialOrd,
        Ord,
        serde::Serialize,
        serde::Deserialize,
        RedisJson,
    )]
    struct Number<T = i64>(T);

    shapes! {
        struct Keyed<K: Ord>(BTreeMap<K, u8>);
        struct Nested { by_name: BTreeMap<Name, HashMap<Colour2, Vec<Item>>> }
        #[derive(Eq, Hash)]
        enum Colour2 { Blue }
    }

    /// A map of one key, which is written as this.
    fn assert_key<K>(key: K, written: &str)
    where
        K: Ord + Clone + Debug + Serialize + DeserializeOwned,
    {
        assert_round_trip(&Keyed(BTreeMap::from([(key, 1)])), &format!("{{{written}:1}}"));
    }

    #[test]
    fn with_keys_that_are_no_strings() {
        assert_key(-1i8, r#""-1""#);
        assert_key(u64::MAX, r#""18446744073709551615""#);
        assert_key(u128::MAX, r#""340282366920938463463374607431768211455""#);
        assert_key(i128::MIN, r#""-170141183460469231731687303715884105728""#);
        assert_key(true, r#""true""#);
        assert_key('"', r#""\"""#);
        assert_key(text("a\n"), r#""a\n""#);
        assert_key(Box::<str>::from("a"), r#""a""#);
        assert_key(Rc::<str>::from("a"), r#""a""#);
        assert_key(Cow::<'static, str>::from("a"), r#""a""#);
        assert_key(Colour::DarkRed, r#""dark_red""#);
        assert_key(Colour::None, r#""""#);
        assert_key(Name(text("a")), r#""a""#);
        assert_key(Number(-1), r#""-1""#);
        assert_key(Number(Number(false)), r#""false""#);
        assert_key(Number(Colour::DarkRed), r#""dark_red""#);
    }

    #[test]
    fn in_maps() {
        let inner = HashMap::from([(Colour2::Blue, vec![Item { id: 1 }])]);
        let by_name = BTreeMap::from([(Name(text("a")), inner)]);
        assert_round_trip(&Nested { by_name }, r#"{"by_name":{"a":{"Blue":[{"id":1}]}}}"#);
    }
}

mod options {
    use super::*;

    shapes! {
        #[expect(clippy::option_option, reason = "that is what it is about")]
        struct Twice { value: Option<Option<u8>> }
        struct Implied { value: Option<u8>, alias: Perhaps, boxed: Option<Box<Item>> }
        struct Inside {
            list: Vec<Option<Item>>,
            map: BTreeMap<u8, Option<u8>>,
            pair: (Option<u8>, Option<u8>),
        }
    }

    type Perhaps = Option<u8>;

    #[test]
    fn that_are_none() {
        let implied = Implied { value: None, alias: None, boxed: None };
        assert_round_trip(&implied, r#"{"value":null,"alias":null,"boxed":null}"#);
        assert_read("{}", &implied);
        let inside = Inside {
            list: vec![None, Some(Item { id: 1 })],
            map: BTreeMap::from([(1, None), (2, Some(3))]),
            pair: (None, Some(4)),
        };
        assert_round_trip(
            &inside,
            r#"{"list":[null,{"id":1}],"map":{"1":null,"2":3},"pair":[null,4]}"#,
        );
    }

    #[test]
    fn of_options() {
        assert_round_trip(&Twice { value: Some(Some(1)) }, r#"{"value":1}"#);
        assert_round_trip(&Twice { value: None }, r#"{"value":null}"#);
        // JSON has one `null` for both.
        assert_written(&Twice { value: Some(None) }, r#"{"value":null}"#);
    }
}

mod names {
    use super::*;

    shapes! {
        struct Größe { länge: u32, ширина: u32, 高さ: u32 }
        enum Übung { Ärger, Été { année: u16 }, 番号(u8) }
        struct Générique<Élément, const Ñ: usize> { élément: Élément }
        #[serde(rename_all = "camelCase")]
        struct Umbenannt { erste_größe: u32 }
        #[expect(non_camel_case_types, reason = "raw identifiers")]
        struct r#try<r#T, const r#IN: usize> { r#async: r#T, r#fn: u8, r#where: Option<Box<Self>> }
        #[serde(rename_all = "UPPERCASE")]
        #[expect(non_camel_case_types, reason = "raw identifiers")]
        enum r#use { r#mod, r#impl(u8), r#for { r#in: u8 } }
        struct Lifetimes<'r#loop, 'é> { first: Cow<'r#loop, str>, second: Cow<'é, str> }
        struct Underscores { _private: u8, __: u8, a_: u8, _1: u8 }
        #[expect(non_snake_case, reason = "names as others have them")]
        struct Serde { __field0: u8, __value: u8, deserializer: u8, serializer: u8, Ok: u8, E: u8 }
    }

    #[test]
    fn beyond_ascii() {
        let size = Größe { länge: 1, ширина: 2, 高さ: 3 };
        assert_round_trip(&size, r#"{"länge":1,"ширина":2,"高さ":3}"#);
        assert_round_trip(&Übung::Ärger, r#""Ärger""#);
        assert_round_trip(&Übung::Été { année: 1 }, r#"{"Été":{"année":1}}"#);
        assert_round_trip(&Übung::番号(1), r#"{"番号":1}"#);
        assert_round_trip(&Générique::<_, 1> { élément: 1 }, r#"{"élément":1}"#);
        assert_round_trip(&Umbenannt { erste_größe: 1 }, r#"{"ersteGröße":1}"#);
    }

    #[test]
    fn that_are_keywords_or_look_like_the_code_of_serde() {
        let last = r#try::<_, 1> { r#async: 'b', r#fn: 2, r#where: None };
        let first = r#try { r#async: 'a', r#fn: 1, r#where: Some(Box::new(last)) };
        assert_round_trip(
            &first,
            r#"{"async":"a","fn":1,"where":{"async":"b","fn":2,"where":null}}"#,
        );
        assert_round_trip(&r#use::r#mod, r#""MOD""#);
        assert_round_trip(&r#use::r#impl(1), r#"{"IMPL":1}"#);
        assert_round_trip(&r#use::r#for { r#in: 1 }, r#"{"FOR":{"in":1}}"#);
        let lifetimes = Lifetimes { first: "a".into(), second: "b".into() };
        assert_round_trip(&lifetimes, r#"{"first":"a","second":"b"}"#);
        let underscores = Underscores { _private: 1, __: 2, a_: 3, _1: 4 };
        assert_round_trip(&underscores, r#"{"_private":1,"__":2,"a_":3,"_1":4}"#);
        let serde = Serde { __field0: 1, __value: 2, deserializer: 3, serializer: 4, Ok: 5, E: 6 };
        assert_round_trip(
            &serde,
            r#"{"__field0":1,"__value":2,"deserializer":3,"serializer":4,"Ok":5,"E":6}"#,
        );
    }
}

mod macros {
    use super::*;

    /// Fragments of every kind that a definition can have, each of which is one token to a derive.
    macro_rules! define {
        (
            $(#[$attribute:meta])*
            $visibility:vis $name:ident<
                $lifetime:lifetime,
                $parameter:ident: $bound:path,
                const $constant:ident: $kind:ty = $default:block
            > { $($(#[$field_attribute:meta])* $field:ident: $type:ty),* $(,)? }
        ) => {
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
            $(#[$attribute])*
            $visibility struct $name<
                $lifetime,
                $parameter: $bound,
                const $constant: $kind = $default,
            > {
                $($(#[$field_attribute])* $field: $type,)*
                text: Cow<$lifetime, str>,
            }
        };
    }

    define! {
        #[serde(rename_all = "UPPERCASE")]
        pub(crate) Defined<'a, T: Clone, const N: usize = { 1 + 1 }> {
            #[serde(rename = "id")]
            number: u8,
            value: Option<T>,
            of: PhantomData<&'a [T; N]>,
        }
    }

    /// Variants by repetition, with names and literals from outside.
    macro_rules! variants {
        ($name:ident: $($variant:ident = $written:literal $(($($content:ty),*))?),*) => {
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, RedisJson)]
            enum $name { $(#[serde(rename = $written)] $variant $(($($content),*))?),* }
        };
    }

    variants!(Variants: One = "1", Two = "2" (u8), Three = "3" (Option<Item>, [u8; 2]));

    #[test]
    fn of_fragments() {
        let defined: Defined<'_, u8> =
            Defined { number: 1, value: Some(2), of: PhantomData, text: "a".into() };
        assert_round_trip(&defined, r#"{"id":1,"VALUE":2,"OF":null,"TEXT":"a"}"#);
    }

    #[test]
    fn of_repetitions() {
        assert_round_trip(&Variants::One, r#""1""#);
        assert_round_trip(&Variants::Two(1), r#"{"2":1}"#);
        assert_round_trip(
            &Variants::Three(Some(Item { id: 1 }), [2, 3]),
            r#"{"3":[{"id":1},[2,3]]}"#,
        );
    }
}
