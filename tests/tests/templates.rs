//! Keys from templates: what they look like, on types of every shape, and that different values
//! never share one.

#![allow(non_snake_case, reason = "a raw identifier and a field in capitals")]

use proptest::prelude::*;
use redis_derive::{Cache, Expiry, Key, Keyed, RedisJson};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

macro_rules! keyed {
    ($($item:item)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
        $item
    )*};
}

keyed! {
    #[redis_json(key = "user:{id}", ttl = "1h 30m")]
    struct User { id: u64 }
    #[redis_json(key = "{tenant}:{id}")]
    struct Tenant { tenant: String, id: String }
    #[redis_json(key = "{a}::{b}/{c}.json")]
    struct Three { a: String, b: String, c: String }
    #[redis_json(key = "{{user:{id}}}:cart")]
    struct Cart { id: String }
    #[redis_json(key = "{{{id}}}:cart")]
    struct BareTag { id: String }
    #[redis_json(key = "{tenant}/{{{id}}}/{part}")]
    struct TagInside { tenant: String, id: String, part: String }
    #[redis_json(key = "{{{tenant}}}:user:{tenant}:{id}")]
    struct Twice { tenant: String, id: u64 }
    #[redis_json(key = "point:{0}:{1}")]
    struct Point(i32, i32);
    #[redis_json(key = "raw:{type}:{ID}")]
    struct Raw { r#type: u8, ID: char }
    #[redis_json(key = "settings")]
    struct Settings { volume: u8 }
    #[redis_json(key = "state", ttl = "250ms")]
    enum State { On, Off }
    #[redis_json(key = "unit")]
    struct Unit;
    #[redis_json(key = "page:{id}")]
    struct Page<T: Clone> where T: PartialEq { id: T, items: Vec<T> }
    #[redis_json(key = "const:{id}")]
    struct Sized<const N: usize> { id: u8 }
    #[redis_json(key = "cow:{name}")]
    struct Owned<'a> { name: Cow<'a, str> }
    #[redis_json(key = "shared:{name}:{other}")]
    struct Shared { name: Box<str>, other: Arc<str> }
    #[redis_json(key = "own:{id}")]
    struct WithOwnId { id: OwnId }
    #[serde(rename_all = "camelCase")]
    #[redis_json(key = "renamed:{first_name}")]
    struct Renamed { first_name: String }
}

/// Borrows, so that it is written and not read.
#[derive(Serialize, RedisJson)]
#[redis_json(key = "view:{name}", ttl = "1s")]
struct View<'a> {
    name: &'a str,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct OwnId(u32);

impl fmt::Display for OwnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

fn text<T>(key: &Key<T>) -> &str {
    key.as_ref()
}

#[test]
fn what_is_plain_looks_as_it_is_written() {
    assert_eq!(text(&User::key_for(42)), "user:42");
    assert_eq!(text(&User { id: 42 }.key()), "user:42");
    assert_eq!(text(&Tenant::key_for("acme", "ada@example.com")), "acme:ada@example.com");
    let uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(text(&Three::key_for(uuid, "a-b_c d", "100")), format!("{uuid}::a-b_c d/100.json"));
    assert_eq!(text(&Cart::key_for("42")), "{user:42}:cart");
    assert_eq!(text(&Twice::key_for("acme", 7)), "{acme}:user:acme:7");
    assert_eq!(text(&Point::key_for(-1, 2)), "point:-1:2");
    assert_eq!(text(&Point(-1, 2).key()), "point:-1:2");
    assert_eq!(text(&Raw::key_for(1, 'x')), "raw:1:x");
    assert_eq!(text(&Settings::key_for()), "settings");
    assert_eq!(text(&State::On.key()), "state");
    assert_eq!(text(&Unit::key_for()), "unit");
    assert_eq!(text(&WithOwnId::key_for(OwnId(7))), "own:#7");
    assert_eq!(text(&Renamed::key_for("Ada")), "renamed:Ada");
}

#[test]
fn what_could_be_taken_for_something_else_is_escaped() {
    assert_eq!(text(&Tenant::key_for("a:b", "c")), "a%3Ab:c");
    assert_eq!(text(&Tenant::key_for("a", "b:/c")), "a:b%3A%2Fc");
    assert_eq!(text(&Three::key_for("a", "b", "1.5")), "a::b/1%2E5.json");
    assert_eq!(text(&Tenant::key_for("a%3Ab", "c")), "a%253Ab:c");
    assert_eq!(text(&Cart::key_for("a}b{")), "{user:a%7Db%7B}:cart");
    assert_eq!(text(&Cart::key_for("")), "{user:}:cart");
    assert_eq!(text(&BareTag::key_for("")), "{%}:cart");
    assert_eq!(text(&BareTag::key_for("%")), "{%25}:cart");
    assert_eq!(text(&TagInside::key_for("{x}", "", "}")), "%7Bx%7D/{%}/%7D");
}

#[test]
#[expect(clippy::needless_borrows_for_generic_args, reason = "that is what is tested")]
fn values_are_taken_by_value_and_by_reference() {
    let (id, name) = (42, "ada".to_owned());
    assert_eq!(User::key_for(id), User::key_for(&id));
    assert_eq!(Renamed::key_for(&name), Renamed::key_for(name.clone()));
    assert_eq!(Renamed::key_for(Cow::Borrowed("ada")), Renamed::key_for(name.as_str()));
    assert_eq!(Renamed::key_for(&name.as_str()), Renamed::key_for("ada"));
    assert_eq!(
        Renamed::key_for(Box::<str>::from("ada")),
        Renamed::key_for(Arc::<str>::from("ada"))
    );
    assert_eq!(Owned::key_for("ada"), Owned { name: name.clone().into() }.key());
    assert_eq!(Shared::key_for("a", &name), Shared { name: "a".into(), other: "ada".into() }.key());
    assert_eq!(View::key_for("ada"), View { name: &name }.key());
    assert_eq!(View::key_for(&name).expiry(), Expiry::After(Duration::from_secs(1)));
    assert_eq!([1, 2].iter().map(User::key_for).collect::<Vec<_>>(), [1, 2].map(User::key_for));
}

#[test]
fn generic_types_have_keys() {
    let page = Page { id: 7, items: vec![1] };
    assert_eq!(page.key(), Page::<i32>::key_for(7));
    assert_eq!(text(&Page::<String>::key_for("a")), "page:a");
    assert_eq!(text(&Sized::<3>::key_for(1)), "const:1");
}

#[test]
fn a_part_that_cannot_be_displayed_makes_no_other_key() {
    #[derive(Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "broken:{part}")]
    struct Broken {
        part: Unspeakable,
    }
    std::panic::catch_unwind(|| Broken { part: Unspeakable }.key()).unwrap_err();
}

/// Says a part of itself, and fails.
#[derive(Serialize, Deserialize)]
struct Unspeakable;

impl fmt::Display for Unspeakable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("un")?;
        Err(fmt::Error)
    }
}

#[test]
fn a_key_knows_its_expiry() {
    assert_eq!(User::key_for(1).expiry(), Expiry::After(Duration::from_secs(5400)));
    assert_eq!(State::key_for().expiry(), Expiry::After(Duration::from_millis(250)));
    assert_eq!(Settings::key_for().expiry(), Expiry::Keep);
    assert_eq!(Key::<u8>::new("a").expiry(), Expiry::Keep);
    let key = User::key_for(1).with_expiry(Expiry::Never);
    assert_eq!((text(&key), key.expiry()), ("user:1", Expiry::Never));
}

fn assert_send_and_sync<T: Send + Sync + 'static>() {}

#[test]
fn a_key_is_text_and_nothing_of_its_type() {
    struct NotEvenDebug;
    let key = Key::<NotEvenDebug>::new("a");
    assert_eq!(key.clone(), key);
    assert!(key < Key::new("b") && key.to_string() == "a");
    assert_eq!(format!("{key:?} {key:>3}"), "Key(\"a\")   a");
    assert_eq!(HashSet::from([key.clone(), key.clone()]).len(), 1);
    let hasher = RandomState::new();
    assert_ne!(hasher.hash_one(&key), hasher.hash_one(Key::<NotEvenDebug>::new("b")));
    let of_cache = format!("{:?}", key.clone().with_cache(Cache::new()));
    assert_eq!(of_cache, format!("CacheKey(\"a\", {:?})", Cache::new()));
    assert_eq!(BTreeSet::from([key.clone(), key.with_expiry(Expiry::Never)]).len(), 1);
    assert_send_and_sync::<Key<std::rc::Rc<u8>>>();
    let unsized_too: Key<str> = Key::new(String::from("a"));
    assert_eq!(unsized_too.as_str(), "a");
}

#[test]
fn a_pattern_matches_its_keys_and_is_escaped() {
    assert_eq!(User::key_pattern().to_string(), "user:*");
    assert_eq!(Three::key_pattern().to_string(), "*::*/*.json");
    assert_eq!(Cart::key_pattern().to_string(), "{user:*}:cart");
    assert_eq!(Settings::key_pattern().to_string(), "settings");
    assert_eq!(format!("{:?}", User::key_pattern().clone()), "KeyPattern(\"user:*\")");
}

/// What Redis hashes of a key
/// (<https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags>).
fn hashed(key: &str) -> &str {
    let tag = key.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    tag.map(|(tag, _)| tag).filter(|tag| !tag.is_empty()).unwrap_or(key)
}

/// Text with many of the characters that mean something in a key.
fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab:/{}%*.37AF]{0,4}",
        any::<String>(),
        prop::sample::select(vec!["", ":", "::", "%", "%3A", "%25", "{", "}", "{}", "é"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn different_parts_never_make_the_same_key(
        one in (part(), part(), part()),
        other in (part(), part(), part()),
    ) {
        let ((a, b, c), (x, y, z)) = (&one, &other);
        prop_assert_eq!(Tenant::key_for(a, b) == Tenant::key_for(x, y), (a, b) == (x, y));
        prop_assert_eq!(Three::key_for(a, b, c) == Three::key_for(x, y, z), one == other);
        prop_assert_eq!(Cart::key_for(a) == Cart::key_for(x), a == x);
        prop_assert_eq!(BareTag::key_for(a) == BareTag::key_for(x), a == x);
        prop_assert_eq!(TagInside::key_for(a, b, c) == TagInside::key_for(x, y, z), one == other);
    }

    /// Parts that share the text in the middle are the ones that could run together.
    #[test]
    fn text_that_is_cut_elsewhere_makes_another_key(text in "[ab:/{}%3A]{2,10}", i in 0usize..10, j in 0usize..10) {
        let cut = |at: usize| text.split_at(at.min(text.len()));
        let ((a, b), (x, y)) = (cut(i), cut(j));
        prop_assert_eq!(Tenant::key_for(a, b) == Tenant::key_for(x, y), a == x);
        prop_assert_eq!(Three::key_for(a, b, "") == Three::key_for(x, y, ""), a == x);
    }

    #[test]
    fn a_part_does_not_leave_its_hash_tag(tenant in part(), id in part(), rest in part()) {
        let tagged = |key: &str| hashed(key).to_owned();
        let one = tagged(Cart::key_for(&id).as_str());
        prop_assert!(one.starts_with("user:"), "{}", one);
        // The keys of one user are on one node, whatever else is in them.
        let bare = tagged(BareTag::key_for(&id).as_str());
        prop_assert_eq!(&tagged(TagInside::key_for(&tenant, &id, &rest).as_str()), &bare);
        prop_assert_eq!(&tagged(TagInside::key_for("", &id, "").as_str()), &bare);
    }
}
