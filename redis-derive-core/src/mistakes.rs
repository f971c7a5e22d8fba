//! Each mistake is one error with its own message. `tests/ui` shows where the compiler reports it.

use syn::{File, Item, LitStr};

/// Returns the errors that are reported for a type.
fn errors(input: &str) -> Vec<String> {
    let expanded = crate::expand::derive(&syn::parse_str(input).unwrap());
    let items = syn::parse2::<File>(expanded).unwrap().items;
    let error = |item| match item {
        Item::Macro(call) => call.mac.parse_body::<LitStr>().ok().map(|message| message.value()),
        _ => None,
    };
    items.into_iter().filter_map(error).collect()
}

#[track_caller]
fn assert_errors(input: &str, expected: &[&str]) {
    let errors = errors(input);
    let are_so = errors.iter().zip(expected).all(|(error, words)| error.contains(words));
    assert!(errors.len() == expected.len() && are_so, "{input}: {errors:?}");
}

#[test]
fn settings_of_a_cache() {
    for (settings, expected) in [
        ("", &[][..]),
        ("(lease = \"20s\", patience = \"1m\", absent = \"5s\", stale = \"1h\")", &[]),
        ("(jitter = \"1%\", fall_through, keep_undecodable)", &[]),
        ("(jitter = \"100 %\",)", &[]),
        ("(jitter = \"0%\")", &["from `\"1%\"` to `\"100%\"`"]),
        ("(jitter = \"101%\")", &["from `\"1%\"` to `\"100%\"`"]),
        ("(jitter = \"10\")", &["from `\"1%\"` to `\"100%\"`"]),
        ("(jitter)", &["`jitter` takes a percentage: `jitter = \"10%\"`"]),
        ("(lease)", &["`lease` takes a time: `lease = \"10s\"`"]),
        ("(lease = \"10%\")", &["expected a time"]),
        ("(fall_through = \"10s\")", &["expected `,` or nothing more after `fall_through`"]),
        ("(lease = \"20s\" fall_through)", &["expected `,` or nothing more after `lease`"]),
        ("(timeout = \"10s\")", &["the settings are `lease`, `patience`"]),
        ("(leese = \"20s\")", &["did you mean `lease`?"]),
        ("(ttl = \"20s\")", &["write `ttl` beside `cache`"]),
        ("(10)", &["expected a setting; the settings are `lease`"]),
        ("(lease = 10, jitter = 10, 5)", &["takes a time", "takes a percentage", "a setting"]),
        ("(lease = \"20s\", stale = \"1h\", lease = \"20s\")", &["`lease` is given twice"]),
        ("(lease = \"20s\") = 5", &["expected `,` or nothing more after `cache`"]),
    ] {
        let key = "#[redis_json(key = \"page\", ttl = \"1m\", cache";
        assert_errors(&format!("{key}{settings})] struct Page {{ id: u64 }}"), expected);
    }
}

#[test]
fn parts_of_a_key() {
    for (keys, expected) in [
        ("part(user: u64)", &[][..]),
        ("part(user: u64,)", &[]),
        ("part(user: &'static str)", &[]),
        ("part(user: u64 = self.id,)", &[]),
        ("part(user: bool = self.id & 1 == 0)", &[]),
        ("part(user)", &["`part` takes a name with its type"]),
        ("part(user: u64 = )", &["`part` takes a name with its type"]),
        ("part(user: u64, id: u64)", &["`part` takes a name with its type"]),
        ("part(user: &str)", &["needs a lifetime"]),
        ("part(user: Cow<'static, (u8, &str)>)", &["needs a lifetime"]),
        ("part(user: u64), part(user: u64)", &["the part `user` is given twice"]),
        ("part(user: u64), part(shop: u64)", &["the key has no `{shop}`"]),
        // The name of the bad part is unknown.
        ("part(user), part(shop: u64)", &["`part` takes a name with its type"]),
        ("part(user: u64) = 5", &["expected `,` or nothing more after `part`"]),
        ("part(type: u64)", &["`type` is a keyword"]),
        ("part(user: impl Display)", &["a part has one type"]),
        ("part(user: _ = self.id)", &["a part has one type"]),
    ] {
        let key = "#[redis_json(key = \"page:{user}\", ";
        assert_errors(&format!("{key}{keys})] struct Page {{ id: u64 }}"), expected);
    }
}

#[test]
fn keys_that_take_or_exclude_others() {
    for (keys, expected) in [
        ("ttl = \"1m\"", &["`ttl` is the expiry of a key"][..]),
        ("verbatim", &["`verbatim` needs a key"]),
        ("part(user: u64)", &["`part` needs a key"]),
        ("cache", &["`cache` needs a key"]),
        ("key = \"page\", cache", &["the entries of a cache must expire"]),
        ("key = 5, cache", &["`key` takes a string", "the entries of a cache must expire"]),
        // What is a mistake is given all the same.
        ("key = \"page\", ttl = 5, cache", &["`ttl` takes a string"]),
        ("key = \"page\", ttl = \"5 o'clock\", cache", &["expected a time"]),
        ("key = \"page\", cache(ttl = \"5m\")", &["write `ttl` beside `cache`"]),
        ("key = \"{a}{b}\", verbatim = true, part(a: u8), part(b: u8)", &["after `verbatim`"]),
        ("read_only, bound = 5", &["`bound` takes a string"]),
        (
            "read_only = true, write_only, bound = \"\"",
            &["after `read_only`", "exclude each other"],
        ),
        ("read_only", &["a `read_only` type cannot borrow"]),
        ("read_only, bound = \"\"", &[]),
        ("write_only", &[]),
        ("write_only, bound = \"\", read_only", &["exclude each other"]),
    ] {
        assert_errors(
            &format!("#[redis_json({keys})] struct Page<'a> {{ text: &'a str }}"),
            expected,
        );
    }
}

#[test]
fn a_misspelt_key_is_the_one_that_is_meant() {
    for (keys, expected) in [
        ("kye = \"page\", ttl = \"1m\", cache", &["did you mean `key`?"][..]),
        ("KEY = \"page\", TTL = 5, cache", &["did you mean `key`?", "did you mean `ttl`?"]),
        ("key = \"page\", tll = \"1m\", cahce", &["did you mean `ttl`?", "you mean `cache`?"]),
        ("path", &["did you mean `paths`?"]),
        ("raed_only, writeonly", &["`read_only`?", "`write_only`?", "exclude each other"]),
        ("key = \"page:{user}\", prat(user: u64)", &["did you mean `part`?"]),
        ("tag = \"kind\"", &["it is serde's"]),
        ("write-only", &["`write` is not a key of `#[redis_json(...)]`; the keys are"]),
    ] {
        assert_errors(&format!("#[redis_json({keys})] struct Page {{ id: u64 }}"), expected);
    }
}

#[test]
fn types_without_a_template() {
    for (item, expected) in [
        ("union Page { id: u64 }", &["a union has no JSON form"][..]),
        ("enum Page { key_for(u64) }", &["hides the function `Page::key_for`", "`{id}`"]),
        ("enum Page { r#key_pattern }", &["hides the function `Page::key_pattern`", "`{id}`"]),
        ("enum Page { key, paths, own }", &["`{id}`: the values of an enum"]),
        ("struct Page(u64);", &["`{id}` is no field of this type; its fields are `0`;"]),
    ] {
        assert_errors(&format!("#[redis_json(key = \"page:{{id}}\")] {item}"), expected);
    }
    assert_errors("enum Page { key_for, key_pattern }", &[]);
}

#[test]
fn types_without_paths() {
    for (item, expected) in [
        ("struct Page { id: u64 }", &[][..]),
        ("#[serde(transparent)] struct Page { id: u64 }", &[]),
        ("#[serde(into = \"u64\")] struct Page { id: u64 }", &["as another type"]),
        ("#[serde(from = \"u64\")] struct Page { id: u64 }", &["as another type"]),
        ("#[serde(try_from = \"u64\")] struct Page { id: u64 }", &["as another type"]),
        ("#[serde(untagged)] enum Page { A { id: u64 } }", &["an untagged enum"]),
        ("enum Page { A { id: u64 }, a(u64) }", &["have the same method in a path, `a`"]),
        ("enum Page { A { id: u64 }, a }", &[]),
        ("enum Page { A { id: u64 }, #[serde(skip)] a(u64) }", &[]),
        ("enum Page { paths(u64) }", &["hides the function `Page::paths`"]),
    ] {
        assert_errors(&format!("#[redis_json(paths)] {item}"), expected);
    }
}
