//! Documents of a real RedisJSON by path: the effect of each command on RESP2 and RESP3, and its
//! three answers if it cannot do it.

use super::server::Client;
use crate::client::connect_async;
use crate::redis::{self, Commands, cmd};
use redis_derive::{
    AsyncJsonPathCommands, Cache, Error, ErrorKind, Expiry, JsonPathCommands, JsonPathPipeline,
    Key, Keyed, Lookup, Patch, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use tests::{key, url_with_json};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{id}", ttl = "30m", paths)]
struct Profile {
    id: String,
    name: String,
    nickname: Option<String>,
    admin: bool,
    visits: u64,
    level: i8,
    score: f64,
    roles: Vec<String>,
    address: Address,
    second_address: Option<Address>,
    counts: BTreeMap<String, u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Address {
    city: String,
    zip: Option<String>,
}

impl Profile {
    fn new(id: String) -> Self {
        Self {
            id,
            name: "Ada".into(),
            nickname: None,
            admin: false,
            visits: 1,
            level: 100,
            score: 0.1,
            roles: vec!["author".into()],
            address: Address { city: "Oslo".into(), zip: None },
            second_address: None,
            counts: BTreeMap::from([("a".to_owned(), 1)]),
        }
    }
}

/// A connection on each protocol, with a profile at its key, and a key where there is none.
fn with_profile(test: impl Fn(&mut Client, &Key<Profile>, &Key<Profile>)) {
    for protocol in ["resp2", "resp3"] {
        let mut con = Client::connect(&format!("{}?protocol={protocol}", url_with_json()));
        let profile = Profile::new(key("profile"));
        con.forget(profile.key().as_str());
        con.json_save(&profile).unwrap();
        test(&mut con, &profile.key(), &Profile::key_for(key("missing")));
    }
}

fn message<T>(result: Result<T, Error>) -> String {
    result.map(drop).unwrap_err().to_string()
}

fn has_no_match<T>(result: Result<T, Error>) {
    let message = message(result);
    assert!(message.contains("has nothing at the path `$."), "{message}");
}

fn is_mismatch<T>(result: Result<T, Error>) {
    let message = message(result);
    assert!(message.contains("has another type"), "{message}");
}

/// Makes the document what its type does not say, as another program would.
fn spoil(con: &mut Client, key: &Key<Profile>, path: &str, json: &str) {
    cmd("JSON.SET").arg(key).arg(path).arg(json).exec(&mut **con).unwrap();
}

#[test]
fn an_error_names_the_type_at_the_path() {
    with_profile(|con, key, _| {
        spoil(con, key, "$.name", "5");
        let error = con.json_get_at(key, Profile::paths().name()).unwrap_err();
        assert_eq!(error.type_name(), std::any::type_name::<String>());
        assert_eq!(error.kind(), ErrorKind::Data);
        let error = con.json_set_at(key, Profile::paths().second_address().city(), "Rome");
        let error = error.unwrap_err();
        assert_eq!(error.type_name(), std::any::type_name::<Profile>());
        assert_eq!(error.kind(), ErrorKind::NoMatch);
    });
}

#[test]
fn a_whole_document_is_saved_with_its_expiry_and_loaded() {
    with_profile(|con, key, missing| {
        let profile = con.json_load(key).unwrap().unwrap();
        assert_eq!(profile, Profile::new(profile.id.clone()));
        assert_eq!(con.json_load(missing).unwrap(), None);
        let left: i64 = con.pttl(key).unwrap();
        assert!((1_700_000..=1_800_000).contains(&left), "{left}");
    });
}

#[test]
fn a_float_that_is_not_finite_is_not_saved() {
    with_profile(|con, key, _| {
        let infinite = Profile { score: f64::INFINITY, ..Profile::new(tests::key("infinite")) };
        for refused in [con.json_save(&infinite), con.json_save((key, &infinite))] {
            assert_eq!(refused.unwrap_err().kind(), ErrorKind::Serialize);
        }
    });
}

#[test]
fn what_becomes_of_the_expiry_is_what_the_key_says() {
    with_profile(|con, key, _| {
        let profile = con.json_load(key).unwrap().unwrap();
        let mut left_with = |expiry| -> i64 {
            con.json_save((&key.clone().with_expiry(expiry), &profile)).unwrap();
            con.pttl(key).unwrap()
        };
        let minute = left_with(Expiry::After(Duration::from_millis(60_001)));
        assert!((1..=60_001).contains(&minute), "{minute}");
        let kept = left_with(Expiry::Keep);
        assert!((1..=minute).contains(&kept), "{kept}");
        assert_eq!(left_with(Expiry::Never), -1);
        assert_eq!(left_with(Expiry::Keep), -1);
        let () = con.expire(key, 1000).unwrap();
        assert!(con.json_set_at(key, Profile::paths().visits(), 2).unwrap());
        assert!(con.pttl::<_, i64>(key).unwrap() > 0);
    });
}

#[test]
fn where_the_expiry_is_refused_nothing_is_written() {
    with_profile(|con, key, missing| {
        let too_long = Expiry::After(Duration::MAX);
        let other = Profile { name: "Bob".into(), ..con.json_load(key).unwrap().unwrap() };
        con.json_save((&key.clone().with_expiry(too_long), &other)).unwrap_err();
        assert_eq!(con.json_load(key).unwrap().unwrap().name, "Ada");
        assert!(con.pttl::<_, i64>(key).unwrap() > 0);
        con.json_save((&missing.clone().with_expiry(too_long), &other)).unwrap_err();
        assert_eq!(con.exists::<_, u8>(missing).unwrap(), 0);
    });
}

#[test]
fn a_key_that_is_no_document_is_left_alone() {
    with_profile(|con, key, missing| {
        let other = con.json_load(key).unwrap().unwrap();
        con.forget(missing.as_str());
        let () = con.set(missing, "text").unwrap();
        con.json_save((&missing.clone().with_expiry(key.expiry()), &other)).unwrap_err();
        assert_eq!(con.get::<_, String>(missing).unwrap(), "text");
        assert_eq!(con.pttl::<_, i64>(missing).unwrap(), -1);
    });
}

#[test]
fn a_field_is_got_and_set() {
    with_profile(|con, key, missing| {
        let paths = Profile::paths();
        assert_eq!(con.json_get_at(key, paths.address().city()).unwrap().as_deref(), Some("Oslo"));
        assert!(con.json_set_at(key, paths.address().city(), "Zoë's \"town\"").unwrap());
        let city = con.json_get_at(key, paths.address().city()).unwrap();
        assert_eq!(city.as_deref(), Some("Zoë's \"town\""));

        assert_eq!(con.json_get_at(missing, paths.name()).unwrap(), None);
        assert!(!con.json_set_at(missing, paths.name(), "Bob").unwrap());
        assert_eq!(con.exists::<_, u8>(missing).unwrap(), 0);

        assert!(con.json_set_at(key, paths.score(), 1.5e300).unwrap());
        assert_eq!(con.json_get_at(key, paths.score()).unwrap(), Some(1.5e300));
        assert!(con.json_set_at(key, paths.roles(), ["a", "b"].map(str::to_owned)).unwrap());
        assert_eq!(con.json_set_at(key, paths.roles().all(), "c").unwrap(), Some(2));
        let roles = con.json_get_at(key, paths.roles().all()).unwrap();
        assert_eq!(roles, Some(vec!["c".to_owned(), "c".to_owned()]));
    });
}

#[test]
fn what_is_optional_may_be_missing() {
    with_profile(|con, key, _| {
        let paths = Profile::paths();
        assert_eq!(con.json_get_at(key, paths.nickname()).unwrap(), Some(None));
        assert!(con.json_set_at(key, paths.nickname(), "ada").unwrap());
        assert_eq!(con.json_get_at(key, paths.nickname()).unwrap(), Some(Some("ada".to_owned())));
        assert!(con.json_set_at(key, paths.nickname(), None).unwrap());
        assert!(con.json_remove_at(key, paths.nickname()).unwrap());
        assert!(!con.json_remove_at(key, paths.nickname()).unwrap());
        assert_eq!(con.json_get_at(key, paths.nickname()).unwrap(), Some(None));
        assert!(con.json_set_at(key, paths.nickname(), "ada").unwrap());

        // Through something that is not there, nothing is made.
        has_no_match(con.json_set_at(key, paths.second_address().city(), "Rome"));
        has_no_match(con.json_get_at(key, paths.second_address().city()));
        assert_eq!(con.json_load(key).unwrap().unwrap().second_address, None);
    });
}

#[derive(Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
enum Pet {
    Cat { toy: Option<String> },
    Dog { toy: Option<String> },
}

#[test]
fn the_value_of_another_variant_is_not_there_to_be_removed() {
    let mut con = Client::connect(url_with_json());
    let key: Key<Pet> = Key::new(con.key("pet"));
    con.json_save((&key, &Pet::Cat { toy: Some("ball".into()) })).unwrap();
    assert!(!con.json_remove_at(&key, Pet::paths().dog().toy()).unwrap());
    assert!(con.json_remove_at(&key, Pet::paths().cat().toy()).unwrap());
}

#[test]
fn elements_and_entries_come_and_go() {
    with_profile(|con, key, missing| {
        let paths = Profile::paths();
        assert_eq!(con.json_append_at(key, paths.roles(), "editor").unwrap(), Some(2));
        assert_eq!(con.json_append_at(missing, paths.roles(), "editor").unwrap(), None);
        assert_eq!(con.json_length_at(key, paths.roles()).unwrap(), Some(2));
        assert_eq!(con.json_length_at(missing, paths.roles()).unwrap(), None);
        assert_eq!(
            con.json_get_at(key, paths.roles().last()).unwrap(),
            Some(Some("editor".to_owned()))
        );
        assert_eq!(con.json_get_at(key, paths.roles().index(2)).unwrap(), Some(None));
        has_no_match(con.json_set_at(key, paths.roles().index(2), "none"));
        assert!(con.json_remove_at(key, paths.roles().index(0)).unwrap());
        assert!(!con.json_remove_at(missing, paths.roles().index(0)).unwrap());
        assert_eq!(con.json_load(key).unwrap().unwrap().roles, ["editor"]);

        assert!(con.json_set_at(key, paths.counts().key("b"), 2).unwrap());
        assert_eq!(con.json_increment_at(key, paths.counts().key("b"), 3).unwrap(), Some(5));
        has_no_match(con.json_increment_at(key, paths.counts().key("c"), 3));
        assert!(con.json_remove_at(key, paths.counts().key("a")).unwrap());
        assert_eq!(
            con.json_load(key).unwrap().unwrap().counts,
            BTreeMap::from([("b".to_owned(), 5)])
        );
    });
}

#[test]
fn a_key_of_a_map_is_that_key_whatever_is_in_it() {
    let keys = [
        "",
        "a b",
        "\"",
        "\"]",
        "\"] ,[\"name",
        "'",
        "']",
        "$",
        "*",
        "..name",
        "[0]",
        "?(@)",
        "\0",
        "\n",
        "\t",
        "\u{7f}",
        "é",
        "日本",
        "🎉",
        "\u{feff}",
        "\u{2028}",
    ];
    with_profile(|con, key, _| {
        let counts = Profile::paths().counts();
        for (number, name) in (10..).zip(keys) {
            assert!(con.json_set_at(key, counts.key(name), number).unwrap(), "{name:?}");
            let found = con.json_get_at(key, counts.key(name)).unwrap();
            assert_eq!(found, Some(Some(number)), "{name:?}");
            let sum = con.json_increment_at(key, counts.key(name), 100).unwrap();
            assert_eq!(sum, Some(number + 100), "{name:?}");
        }
        let mut stored = con.json_load(key).unwrap().unwrap().counts;
        assert_eq!(stored.remove("a"), Some(1));
        let expected = (110..).zip(keys).map(|(number, name)| (name.to_owned(), number));
        assert_eq!(stored, expected.collect());
        for name in keys {
            assert!(con.json_remove_at(key, counts.key(name)).unwrap(), "{name:?}");
        }
        assert_eq!(con.json_load(key).unwrap().unwrap().counts.len(), 1);
    });
}

#[test]
fn a_key_that_has_no_path_to_be_changed_by_is_read_and_refused() {
    with_profile(|con, key, _| {
        let counts = Profile::paths().counts();
        let keys = ["\\", "\\\"", "\"'", "\\n", "\\u0041"];
        let stored: BTreeMap<_, _> =
            (10..).zip(keys).map(|(number, name)| (name, number)).collect();
        spoil(con, key, "$.counts", &serde_json::to_string(&stored).unwrap());
        for (name, number) in &stored {
            let found = con.json_get_at(key, counts.key(*name)).unwrap();
            assert_eq!(found, Some(Some(*number)), "{name:?}");
            let refused = message(con.json_set_at(key, counts.key(*name), 1));
            assert!(refused.contains("has no path to change"), "{refused}");
            message(con.json_remove_at(key, counts.key(*name)));
            message(con.json_increment_at(key, counts.key(*name), 1));
        }
        let after = con.json_load(key).unwrap().unwrap().counts;
        assert!(after.iter().map(|(name, number)| (name.as_str(), *number)).eq(stored));
        for name in [" ", " a"] {
            let refused = con.json_get_at(key, counts.key(name)).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::NoMatch);
            assert!(refused.to_string().contains("begins with a space"), "{refused}");
            message(con.json_set_at(key, counts.key(name), 1));
        }
        assert!(con.json_set_at(key, counts.key("a "), 1).unwrap());
        assert_eq!(con.json_get_at(key, counts.key("a ")).unwrap(), Some(Some(1)));
        assert_eq!(con.json_get_at(key, counts.key("a")).unwrap(), Some(None));
        // A patch goes there.
        let patch =
            Patch::new().set(counts.key("\\"), 1).and_then(|patch| patch.remove(counts.key("\"'")));
        assert!(con.json_patch(key, &patch.unwrap()).unwrap());
        assert_eq!(con.json_get_at(key, counts.key("\\")).unwrap(), Some(Some(1)));
        assert_eq!(con.json_get_at(key, counts.key("\"'")).unwrap(), Some(None));
    });
}

#[test]
fn a_number_is_counted_within_its_type() {
    with_profile(|con, key, missing| {
        let paths = Profile::paths();
        assert_eq!(con.json_increment_at(key, paths.visits(), 41).unwrap(), Some(42));
        assert_eq!(con.json_increment_at(missing, paths.visits(), 1).unwrap(), None);
        assert_eq!(con.exists::<_, u8>(missing).unwrap(), 0);
        assert_eq!(con.json_increment_at(key, paths.score(), 0.2).unwrap(), Some(0.1 + 0.2));

        let refused = |result: Result<(), Error>| {
            let message = message(result);
            assert!(message.contains("would be out of range; nothing was changed"), "{message}");
        };
        refused(con.json_increment_at(key, paths.visits(), -43).map(drop));
        assert_eq!(con.json_increment_at(key, paths.visits(), -42).unwrap(), Some(0));
        refused(con.json_increment_at(key, paths.level(), 28).map(drop));
        assert_eq!(con.json_increment_at(key, paths.level(), 27).unwrap(), Some(127));
        assert_eq!(con.json_increment_at(key, paths.level(), -255).unwrap(), Some(-128));
        refused(con.json_increment_at(key, paths.level(), -1).map(drop));
        refused(con.json_increment_at(key, paths.level(), i64::MIN).map(drop));

        // RedisJSON itself goes on at the other end.
        let greatest = u64::try_from(i64::MAX).unwrap();
        assert!(con.json_set_at(key, paths.visits(), greatest - 1).unwrap());
        assert_eq!(con.json_increment_at(key, paths.visits(), 1).unwrap(), Some(greatest));
        refused(con.json_increment_at(key, paths.visits(), 1).map(drop));
        assert!(con.json_set_at(key, paths.visits(), u64::MAX).unwrap());
        refused(con.json_increment_at(key, paths.visits(), -1).map(drop));
        assert_eq!(con.json_load(key).unwrap().unwrap().visits, u64::MAX);
        assert_eq!(con.json_load(key).unwrap().unwrap().level, -128);
    });
}

#[test]
fn a_boolean_is_turned_over() {
    with_profile(|con, key, missing| {
        let admin = Profile::paths().admin();
        assert_eq!(con.json_toggle_at(key, admin.clone()).unwrap(), Some(true));
        assert_eq!(con.json_toggle_at(key, admin.clone()).unwrap(), Some(false));
        assert_eq!(con.json_toggle_at(missing, admin.clone()).unwrap(), None);
        spoil(con, key, "$.admin", "\"yes\"");
        is_mismatch(con.json_toggle_at(key, admin.clone()));
        cmd("JSON.DEL").arg(key).arg("$.admin").exec(&mut **con).unwrap();
        has_no_match(con.json_toggle_at(key, admin));
    });
}

#[test]
fn a_mismatch_is_an_answer_of_its_own() {
    with_profile(|con, key, _| {
        let paths = Profile::paths();
        spoil(con, key, "$.visits", "\"hunter2\"");
        spoil(con, key, "$.roles", "{\"hunter2\":1}");
        let error = message(con.json_get_at(key, paths.visits()));
        assert!(error.contains("invalid type: string, expected u64"), "{error}");
        assert!(error.contains("at the path `$.visits`") && !error.contains("hunter2"), "{error}");
        is_mismatch(con.json_increment_at(key, paths.visits(), 1));
        is_mismatch(con.json_append_at(key, paths.roles(), "author"));
        is_mismatch(con.json_length_at(key, paths.roles()));
        let visits: String = cmd("JSON.GET").arg(key).arg("$.visits").query(&mut **con).unwrap();
        assert_eq!(visits, "[\"hunter2\"]");
    });
}

#[test]
fn a_path_shows_itself() {
    let path = Profile::paths().address().city();
    assert_eq!(
        (path.to_string(), format!("{path:?}")),
        ("$.address.city".to_owned(), "JsonPath($.address.city)".to_owned())
    );
}

#[test]
fn a_key_of_a_map_is_in_no_message() {
    with_profile(|con, key, _| {
        let path = Profile::paths().counts().key("hunter2");
        let error = message(con.json_increment_at(key, path, 1));
        assert!(error.contains("`$.counts[…]`") && !error.contains("hunter2"), "{error}");
    });
}

#[test]
fn a_patch_changes_several_fields_at_once() {
    with_profile(|con, key, missing| {
        let paths = Profile::paths();
        assert!(con.json_set_at(key, paths.nickname(), "ada").unwrap());
        let patch = Patch::new()
            .set(paths.name(), "Bob")
            .and_then(|patch| patch.set(paths.address().city(), "Rome"))
            .and_then(|patch| patch.set(paths.address().zip(), "00118"))
            .and_then(|patch| patch.set(paths.visits(), u64::MAX))
            .and_then(|patch| patch.set(paths.roles(), Vec::new()))
            .and_then(|patch| patch.set(paths.counts().key("b"), 2))
            .and_then(|patch| patch.remove(paths.counts().key("a")))
            .and_then(|patch| patch.remove(paths.nickname()))
            .unwrap();
        assert!(con.json_patch(key, &patch).unwrap());
        let changed = con.json_load(key).unwrap().unwrap();
        let expected = Profile {
            name: "Bob".into(),
            address: Address { city: "Rome".into(), zip: Some("00118".into()) },
            visits: u64::MAX,
            roles: vec![],
            counts: BTreeMap::from([("b".to_owned(), 2)]),
            ..Profile::new(changed.id.clone())
        };
        assert_eq!(changed, expected);
        let stored: String = cmd("JSON.GET").arg(key).query(&mut **con).unwrap();
        assert!(!stored.contains("nickname"), "{stored}");
        assert!(con.pttl::<_, i64>(key).unwrap() > 0);

        assert!(!con.json_patch(missing, &patch).unwrap());
        assert_eq!(con.exists::<_, u8>(missing).unwrap(), 0);
    });
}

#[test]
fn a_patch_makes_no_half_of_an_object() {
    with_profile(|con, key, _| {
        let paths = Profile::paths();
        let patch = Patch::new()
            .set(paths.name(), "Bob")
            .and_then(|patch| patch.set(paths.second_address().city(), "Rome"))
            .unwrap();
        let error = message(con.json_patch(key, &patch));
        assert!(error.contains("has nothing at the path `$.second_address`"), "{error}");
        assert_eq!(con.json_load(key).unwrap().unwrap().name, "Ada");

        let whole = Address { city: "Rome".into(), zip: None };
        let error = Patch::new().set(paths.address(), &whole).unwrap_err().to_string();
        assert!(error.contains("would mix the object at `$.address`"), "{error}");
        let error = Patch::new().set(paths.roles().index(0), "x").unwrap_err().to_string();
        assert!(error.contains("`$.roles[0]` goes through an element"), "{error}");
    });
}

#[test]
fn a_transaction_changes_several_places_in_one_step() {
    with_profile(|con, key, _| {
        let paths = Profile::paths();
        let mut pipeline = redis::pipe();
        let (city, document): (Option<redis_derive::path::One<String>>, Option<Profile>) = pipeline
            .atomic()
            .json_set_at(key, paths.visits(), 7)
            .unwrap()
            .ignore()
            .json_increment_at(key, paths.visits(), 1)
            .unwrap()
            .ignore()
            .json_append_at(key, paths.roles(), "editor")
            .unwrap()
            .ignore()
            .json_toggle_at(key, paths.admin())
            .unwrap()
            .ignore()
            .json_remove_at(key, paths.nickname())
            .unwrap()
            .ignore()
            .json_get_at(key, paths.address().city())
            .unwrap()
            .json_load(key)
            .query(con)
            .unwrap();
        assert_eq!(city.map(redis_derive::path::One::into_inner).as_deref(), Some("Oslo"));
        let document = document.unwrap();
        assert_eq!((document.visits, document.admin, document.roles.len()), (8, true, 2));
        let (roles,): (Option<redis_derive::path::All<String>>,) =
            redis::pipe().json_get_at(key, paths.roles().all()).unwrap().query(con).unwrap();
        assert_eq!(roles.unwrap().into_inner(), ["author", "editor"]);

        let saved = Profile { name: "Bob".into(), ..document };
        let patch = Patch::new().set(paths.visits(), 9).unwrap();
        let () = redis::pipe()
            .json_save(&saved)
            .unwrap()
            .ignore()
            .json_patch(key, &patch)
            .ignore()
            .query(con)
            .unwrap();
        let loaded = con.json_load(key).unwrap().unwrap();
        assert_eq!(loaded, Profile { visits: 9, ..saved });
    });
}

/// Runs all commands, with a key of this form for each.
fn run_all<K: Lookup<Document = Profile, Found = Option<Profile>>>(
    con: &mut Client,
    profile: &Profile,
    key: impl Fn() -> K,
) {
    let paths = Profile::paths();
    con.json_save((key(), profile)).unwrap();
    assert_eq!(con.json_load(key()).unwrap().as_ref(), Some(profile));
    assert_eq!(con.json_get_at(key(), paths.visits()).unwrap(), Some(1));
    assert!(con.json_set_at(key(), paths.visits(), 2).unwrap());
    assert_eq!(con.json_increment_at(key(), paths.visits(), 1).unwrap(), Some(3));
    assert_eq!(con.json_toggle_at(key(), paths.admin()).unwrap(), Some(true));
    assert_eq!(con.json_append_at(key(), paths.roles(), "editor").unwrap(), Some(2));
    assert_eq!(con.json_length_at(key(), paths.roles()).unwrap(), Some(2));
    assert!(con.json_remove_at(key(), paths.second_address()).unwrap());
    let patch = Patch::new().set(paths.level(), 7).unwrap();
    assert!(con.json_patch(key(), &patch).unwrap());
    let mut pipeline = redis::pipe();
    let _ = pipeline.json_save((key(), profile)).unwrap().ignore().json_patch(key(), &patch);
    let _ = pipeline.ignore().json_set_at(key(), paths.visits(), 2).unwrap().ignore();
    let _ = pipeline.json_increment_at(key(), paths.visits(), 1).unwrap().ignore();
    let _ = pipeline.json_toggle_at(key(), paths.admin()).unwrap().ignore();
    let _ = pipeline.json_append_at(key(), paths.roles(), "editor").unwrap().ignore();
    let _ = pipeline.json_length_at(key(), paths.roles()).unwrap().ignore();
    let _ = pipeline.json_remove_at(key(), paths.second_address()).unwrap().ignore();
    let _ = pipeline.json_get_at(key(), paths.level()).unwrap().json_load(key());
    let (level, document): (redis_derive::path::One<i8>, Profile) = pipeline.query(con).unwrap();
    assert_eq!((level.into_inner(), document.visits, document.roles.len()), (7, 3, 2));
}

#[test]
fn every_command_takes_every_form_of_a_key() {
    with_profile(|con, key, _| {
        let (profile, cached) =
            (con.json_load(key).unwrap().unwrap(), key.clone().with_cache(Cache::new()));
        run_all(con, &profile, || key.clone());
        run_all(con, &profile, || key);
        run_all(con, &profile, || cached.clone());
        run_all(con, &profile, || &cached);
    });
}

#[tokio::test]
async fn the_asynchronous_commands_do_the_same() {
    for protocol in ["resp2", "resp3"] {
        let url = format!("{}?protocol={protocol}", url_with_json());
        let mut con = connect_async(&url).await;
        let profile = Profile::new(key("profile"));
        let (key, paths) = (profile.key(), Profile::paths());
        con.json_save(&profile).await.unwrap();
        let city = con.json_get_at(profile.key(), paths.address().city()).await.unwrap();
        assert_eq!(city.as_deref(), Some("Oslo"));
        assert!(con.json_set_at(profile.key(), paths.name(), "Bob").await.unwrap());
        assert_eq!(con.json_increment_at(&key, paths.visits(), 1).await.unwrap(), Some(2));
        assert_eq!(con.json_toggle_at(&key, paths.admin()).await.unwrap(), Some(true));
        assert_eq!(con.json_append_at(&key, paths.roles(), "editor").await.unwrap(), Some(2));
        assert_eq!(con.json_length_at(&key, paths.roles()).await.unwrap(), Some(2));
        assert!(con.json_remove_at(&key, paths.nickname()).await.unwrap());
        let patch = Patch::new().set(paths.nickname(), "bob").unwrap();
        assert!(con.json_patch(profile.key(), &patch).await.unwrap());
        let loaded = con.json_load(&key).await.unwrap().unwrap();
        assert_eq!((loaded.name.as_str(), loaded.nickname.as_deref()), ("Bob", Some("bob")));
        assert_eq!((loaded.visits, loaded.admin), (2, true));
        con.json_save((profile.key(), &profile)).await.unwrap();
        assert_eq!(con.json_load(&key).await.unwrap(), Some(profile));
        let () = cmd("DEL").arg(&key).query_async(&mut con).await.unwrap();
    }
}
