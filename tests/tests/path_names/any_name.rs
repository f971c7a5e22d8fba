//! Fields and variants of any name, in a scope that has everything that the expansion is made of.

use redis_derive::{JsonPath, RedisJson};
use serde::{Deserialize, Serialize};

/// The path to a field of this name.
fn at(name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    if name.is_ascii() { format!("$.{name}") } else { format!("$[\"{name}\"]") }
}

/// What a program may have in scope under the names that stand in the expansion: each is a type, a
/// static or a constant, and a macro.
mod in_nasty_scope {
    #![allow(non_upper_case_globals, non_camel_case_types, non_snake_case, unused_macros)]
    #![allow(dead_code, reason = "it is there to be in the way")]

    use super::{Deserialize, RedisJson, Serialize};

    macro_rules! in_scope {
        ($($kind:ident $name:ident)*) => {$(
            #[derive(Serialize, Deserialize)]
            pub(super) struct $name {
                pub(super) value: u8,
            }

            $kind $name: u8 = 0;

            macro_rules! $name {
                () => { compile_error!("a macro of the program") };
            }
        )*};
    }

    in_scope! {
        static __steps static steps const __Fields const __Root const __Matches const __OfLeaf
        const __FieldsOfLeaf static _steps const Steps const Paths const Field const Fields
        const JsonPath const Inside const Matches const PhantomData const Sized static path
        static root static inside static fields static paths const leaf const Root const redis_derive
        const std const core const redis const serde_json
    }

    #[derive(Serialize, Deserialize, RedisJson)]
    #[redis_json(paths)]
    pub(super) struct OfTheScope {
        pub(super) fields: __Fields,
        pub(super) root: __Root,
        pub(super) matches: __Matches,
        pub(super) variant: __OfLeaf,
        pub(super) steps: steps,
        pub(super) own_steps: [__steps; 2],
    }

    #[derive(Serialize, Deserialize, RedisJson)]
    #[redis_json(paths)]
    pub(super) struct Plain {
        pub(super) value: u8,
    }

    #[derive(Serialize, Deserialize, RedisJson)]
    #[redis_json(paths)]
    pub(super) enum Tree {
        Leaf { own: steps, boxed: Box<__FieldsOfLeaf> },
        Of { own: __Fields },
        OfLeaf { own: __steps },
        Fields(u8),
        FieldsOf(Box<Tree>, u8),
    }
}

#[test]
fn what_the_program_calls_so_is_its_own() {
    use in_nasty_scope::{OfTheScope, Plain, Tree};
    assert_eq!(Plain::paths().value().to_string(), "$.value");
    let paths = OfTheScope::paths();
    let shown = [
        paths.fields().to_string(),
        paths.root().to_string(),
        paths.matches().to_string(),
        paths.variant().to_string(),
        paths.steps().to_string(),
        paths.own_steps().index(1).to_string(),
    ];
    let expected = ["$.fields", "$.root", "$.matches", "$.variant", "$.steps", "$.own_steps[1]"];
    assert_eq!(shown, expected);

    let paths = Tree::paths();
    assert_eq!(paths.leaf().own().to_string(), "$.Leaf.own");
    assert_eq!(paths.leaf().boxed().to_string(), "$.Leaf.boxed");
    assert_eq!(paths.of().own().to_string(), "$.Of.own");
    assert_eq!(paths.of_leaf().own().to_string(), "$.OfLeaf.own");
    assert_eq!(paths.fields().to_string(), "$.Fields");
    assert_eq!(paths.fields_of()._0().fields().to_string(), "$.FieldsOf[0].Fields");
}

/// A struct with these fields. A path has each as a method, before those of traits once it is
/// dereferenced.
macro_rules! fields {
    ($($field:ident)*) => {
        #[derive(Serialize, Deserialize, RedisJson)]
        #[redis_json(paths)]
        #[allow(non_snake_case)]
        struct AnyField {
            $($field: u8,)*
        }

        #[test]
        fn a_field_of_any_name_is_a_method() {
            let paths = AnyField::paths();
            $({
                let path: JsonPath<AnyField, u8> = (*paths).$field();
                assert_eq!(path.to_string(), at(stringify!($field)));
            })*
        }
    };
}

fields! {
    as_ref as_mut borrow clone cmp deref eq fmt from hash into ne partial_cmp to_owned to_string
    try_from try_into type_id default drop new len is_empty iter next add not index index_mut
    last all key keys first get set remove paths fields steps path root inside name same variant
    tagged then text conditions elements parents as_slice matches r#type r#fn r#async r#dyn r#gen
    r#yield Fields Root Matches Steps Paths Self_ super_ __Fields __Root __Matches __steps ___steps
    __OfFields __redis_out __ _0 _1 größe 名前 ñ Ñ T M R W a_very_long_name_of_a_field_that_goes_on
    is_open to_json into_inner as_str from_str with_key u8 bool str Vec Option Some None Ok Err
}

#[test]
fn methods_of_no_trait_need_no_dereference() {
    let paths = AnyField::paths();
    let shown = [paths.as_ref(), paths.index(), paths.last(), paths.all(), paths.key()];
    assert_eq!(
        shown.map(|path| path.to_string()),
        ["$.as_ref", "$.index", "$.last", "$.all", "$.key"]
    );
}

/// An enum with these variants, each with a field of the same name and, tagged in each way, in one
/// piece.
macro_rules! variants {
    ($($variant:ident $method:ident)*) => {
        #[derive(Serialize, Deserialize, RedisJson)]
        #[redis_json(paths)]
        #[allow(non_camel_case_types, non_snake_case, clippy::upper_case_acronyms)]
        enum AnyVariant {
            $($variant { $method: u8 },)*
        }

        #[derive(Serialize, Deserialize, RedisJson)]
        #[redis_json(paths)]
        #[allow(non_camel_case_types, non_snake_case, clippy::upper_case_acronyms)]
        enum AnyNewtype {
            $($variant(u8),)*
        }

        #[derive(Serialize, Deserialize, RedisJson)]
        #[redis_json(paths)]
        #[serde(tag = "the tag")]
        #[allow(non_camel_case_types, non_snake_case, clippy::upper_case_acronyms)]
        enum AnyTagged {
            $($variant { $method: u8 },)*
        }

        #[test]
        fn a_variant_of_any_name_is_a_method() {
            $({
                let (variant, field) = (at(stringify!($variant)), at(stringify!($method)));
                let path = (*AnyNewtype::paths()).$method().to_string();
                assert_eq!(path, variant);
                let path = (*(*AnyVariant::paths()).$method()).$method().to_string();
                assert_eq!(path, format!("{variant}{}", &field[1..]));
                let path = (*(*AnyTagged::paths()).$method()).$method().to_string();
                assert_eq!(path, field);
            })*
        }
    };
}

variants! {
    Fields fields AB ab Super_ super_ Self_ self_ AsRef as_ref Index index Last last All all Key key
    Type r#type Fn r#fn Async r#async Gen r#gen Try r#try r#dyn r#dyn Of of OfFields of_fields
    FieldsOf fields_of Root root Matches matches Steps steps __Root __root __Fields __fields
    Größe größe 名前 名前 ÑANDÚ ñandú HTTPServer httpserver V1 v1 A_B a_b Clone clone Into into
    Option option None none Some some Ok ok Err err Vec vec _Hidden _hidden
}
