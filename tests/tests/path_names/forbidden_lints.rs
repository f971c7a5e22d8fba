//! In a program that forbids what the names of its fields or the parts of a key do, an `allow` is
//! an error.

#![forbid(
    dead_code,
    missing_debug_implementations,
    missing_docs,
    non_local_definitions,
    private_bounds,
    private_interfaces,
    single_use_lifetimes,
    unreachable_pub,
    clippy::needless_pass_by_value,
    clippy::toplevel_ref_arg
)]

use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
pub(crate) struct User {
    pub(crate) iter: u8,
    _hidden: u8,
    #[serde(default)]
    private: BTreeMap<String, Private>,
    #[serde(flatten)]
    pair: Pair<u8>,
}

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Private(u8, u8);

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Pair<T> {
    one: T,
    other: Shape,
}

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
enum Shape {
    #[default]
    None,
    Circle {
        radius: u8,
    },
}

#[test]
fn nothing_is_allowed() {
    let shapes = [Shape::None, Shape::Circle { radius: 1 }];
    assert!(format!("{:?} {shapes:?}", User::default()).contains("Pair"));
    assert_eq!(User::paths().pair().other().circle().radius().to_string(), "$.other.Circle.radius");
}

mod parts {
    use super::{Deserialize, RedisJson, Serialize};
    use redis_derive::Keyed;
    use std::borrow::Cow;

    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(
        key = "{tenant}:{a}:{b}:{c}:{d}:{e}:{f}:{name}",
        part(tenant: Tenant),
        part(a: u8 = self.pair.0),
        part(b: u8 = self.pair.1)
    )]
    pub(crate) struct Unused {
        pair: (u8, u8),
        c: u8,
        d: u8,
        e: u8,
        f: u8,
        name: String,
    }

    #[derive(Debug, Clone, Copy)]
    struct Tenant;

    impl std::fmt::Display for Tenant {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("acme")
        }
    }

    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "view:{name}", paths)]
    struct View<'a, T> {
        name: Cow<'a, str>,
        kind: Kind<'a>,
        value: T,
    }

    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(paths)]
    enum Kind<'a> {
        Named { name: Cow<'a, str> },
    }

    #[test]
    fn nothing_is_allowed() {
        let text = r#"{"pair":[1,2],"c":3,"d":4,"e":5,"f":6,"name":"ada"}"#;
        assert!(
            format!("{Tenant} {:?}", redis_derive::from_redis_json::<Unused>(text.as_bytes()))
                .contains("ada")
        );
        let kind = Kind::Named { name: Cow::Borrowed("a") };
        let view = View { name: Cow::Borrowed("b"), kind, value: 1 };
        assert_eq!(view.key().as_str(), "view:b");
        assert_eq!(View::<u8>::paths().kind().named().name().to_string(), "$.kind.Named.name");
    }
}

mod levels {
    #![deny(deprecated)]

    use super::{Deserialize, RedisJson, Serialize};
    use redis_derive::Keyed;

    #[deprecated]
    type Number = u8;

    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "old:{number}:{next}", part(next: Number), paths)]
    #[allow(deprecated, reason = "older documents have it")]
    pub(super) struct Old {
        pub(super) number: Number,
    }

    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "older:{number}", part(number: Number = 7))]
    #[allow(deprecated, reason = "older documents have it")]
    struct Older;

    #[test]
    fn what_a_type_allows_is_allowed_in_what_is_derived() {
        assert_eq!(Older.key().as_str(), "older:7");
        assert_eq!(Old::key_for(7, 8).as_str(), "old:7:8");
    }
}

#[test]
fn what_is_derived_is_as_visible_as_the_type() {
    let old = levels::Old { number: 7 };
    assert_eq!(levels::Old::key_for(old.number, 8).as_str(), "old:7:8");
    assert_eq!(levels::Old::paths().number().to_string(), "$.number");
}

mod capitals {
    use super::{Deserialize, RedisJson, Serialize};

    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(paths)]
    #[expect(non_snake_case, reason = "it is told of the field alone")]
    struct Link {
        URL: String,
    }

    #[test]
    fn a_name_is_told_once() {
        assert_eq!(Link::paths().URL().to_string(), "$.URL");
    }
}

mod written_by_a_macro {
    use super::{Deserialize, RedisJson, Serialize};
    use redis_derive::Keyed;

    macro_rules! documents {
        ($visibility:vis $page:ident, $shape:ident) => {
            #[derive(Debug, Serialize, Deserialize, RedisJson)]
            #[redis_json(key = "page:{id}", paths)]
            pub(crate) struct $page {
                pub(crate) id: u64,
                $visibility views: u64,
            }

            #[derive(Debug, Serialize, Deserialize, RedisJson)]
            #[redis_json(key = "shape", paths)]
            pub(crate) enum $shape {
                Circle { radius: u8 },
            }
        };
    }

    documents!(pub(crate) Page, Shape);

    // What is not used here is no dead code of this program.
    #[test]
    fn what_is_derived_need_not_be_used() {
        assert_eq!(Page { id: 7, views: 0 }.key().as_str(), "page:7");
        assert_eq!(Shape::Circle { radius: 1 }.key().as_str(), "shape");
    }
}
