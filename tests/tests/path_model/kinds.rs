//! An example of each kind of write that a document would not survive.

use super::world::stored;
use redis_1 as redis;
use redis_derive::paths::{AnyPath, List, OneMatch};
use redis_derive::{Error, ErrorKind, Expiry, JsonPathCommands, Key, Patch, RedisJson};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::time::Duration;
use tests::url_with_json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Document {
    #[serde(alias = "mail", alias = "e-mail")]
    email: String,
    visits: u32,
    score: f32,
    is_on: bool,
    tags: Vec<String>,
    #[serde(default = "ten")]
    level: u8,
    #[serde(default = "nobody")]
    nick: Option<String>,
    next: Option<Box<Document>>,
    scores: BTreeMap<u32, f64>,
    any: Value,
}

fn ten() -> u8 {
    10
}

#[expect(clippy::unnecessary_wraps, reason = "a default of the type of the field")]
fn nobody() -> Option<String> {
    Some("nobody".to_owned())
}

fn document() -> Document {
    Document {
        email: "ada@example.com".to_owned(),
        visits: 1,
        score: 1.5,
        is_on: true,
        tags: Vec::new(),
        level: 1,
        nick: None,
        next: None,
        scores: BTreeMap::new(),
        any: Value::Null,
    }
}

struct Stage<R> {
    con: redis::Connection,
    key: Key<R>,
}

impl<R> Stage<R> {
    /// A document as some program has stored it, with an expiry.
    fn new(json: &str) -> Self {
        let client = redis::Client::open(url_with_json()).unwrap();
        let mut con = client.get_connection().unwrap();
        let key = Key::new(tests::key("kind"));
        let () = redis::cmd("JSON.SET").arg(&key).arg("$").arg(json).query(&mut con).unwrap();
        let () = redis::cmd("EXPIRE").arg(&key).arg(1000).query(&mut con).unwrap();
        Self { con, key }
    }

    fn json(&mut self) -> String {
        stored(&mut self.con, &self.key).json
    }

    /// Asserts that a command is refused with these words, and has changed nothing.
    fn refuses<T: std::fmt::Debug>(
        &mut self,
        words: &str,
        command: impl FnOnce(&mut redis::Connection, &Key<R>) -> Result<T, Error>,
    ) {
        let before = stored(&mut self.con, &self.key);
        let error = command(&mut self.con, &self.key).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(stored(&mut self.con, &self.key), before, "{error}");
    }
}

impl<R> Drop for Stage<R> {
    fn drop(&mut self) {
        let _: redis::RedisResult<()> = redis::cmd("DEL").arg(&self.key).query(&mut self.con);
    }
}

fn with(change: impl FnOnce(&mut Value)) -> Stage<Document> {
    let mut json = serde_json::to_value(document()).unwrap();
    change(&mut json);
    Stage::new(&json.to_string())
}

fn without(name: &str) -> Stage<Document> {
    with(|json| _ = json.as_object_mut().unwrap().remove(name))
}

#[test]
fn a_required_field_that_is_missing_is_no_match_for_any_command() {
    let paths = Document::paths();
    let no_match = |place: &str| format!("has nothing at the path `{place}`");
    let mut stage = without("visits");
    stage.refuses(&no_match("$.visits"), |con, key| con.json_get_at(key, paths.visits()));
    stage.refuses(&no_match("$.visits"), |con, key| con.json_set_at(key, paths.visits(), 2));
    stage.refuses(&no_match("$.visits"), |con, key| con.json_increment_at(key, paths.visits(), 2));
    let patch = Patch::new().set(paths.level(), 2).unwrap().set(paths.visits(), 2).unwrap();
    stage.refuses(&no_match("$.visits"), |con, key| con.json_patch(key, &patch));
    let mut stage = without("is_on");
    stage.refuses(&no_match("$.is_on"), |con, key| con.json_toggle_at(key, paths.is_on()));
    let mut stage = without("tags");
    stage.refuses(&no_match("$.tags"), |con, key| con.json_append_at(key, paths.tags(), "a"));
    stage.refuses(&no_match("$.tags"), |con, key| con.json_length_at(key, paths.tags()));
    let mut stage = without("any");
    stage.refuses(&no_match("$.any"), |con, key| con.json_get_at(key, paths.any()));
    stage.refuses(&no_match("$.any"), |con, key| con.json_set_at(key, paths.any(), Value::from(1)));
}

#[test]
fn a_patch_names_the_place_that_is_missing_and_is_about_objects_alone() {
    let paths = Document::paths();
    let mut stage = with(|_| {});
    let patch = Patch::new().set(paths.level(), 2).unwrap().set(paths.next().level(), 2).unwrap();
    stage.refuses("nothing at the path `$.next`", |con, key| con.json_patch(key, &patch));
    for json in ["[1,2]", "5", "\"text\"", "null"] {
        Stage::<Document>::new(json)
            .refuses("nothing at the path `$`", |con, key| con.json_patch(key, &Patch::new()));
    }
    // What was said before of a member is not asked for any more.
    let patch = Patch::new().set(paths.next().level(), 2).unwrap();
    let patch = patch.set(paths.next(), None).unwrap().set(paths.level(), 7).unwrap();
    assert!(stage.con.json_patch(&stage.key, &patch).unwrap());
    assert_eq!(stage.con.json_load(&stage.key).unwrap().unwrap().level, 7);
}

#[test]
fn a_patch_takes_no_null_for_what_has_to_be_there() {
    let paths = Document::paths();
    let refused = |result: Result<Patch<Document>, Error>, words: &str| {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Serialize);
        assert!(error.to_string().contains(words), "{error}");
    };
    refused(Patch::new().set(paths.any(), Value::Null), "which the document needs");
    refused(Patch::new().set(paths.nick(), None), "which the document needs");
    refused(Patch::new().remove(paths.nick()), "read with its default");
    refused(Patch::new().set(paths.score(), f32::NAN), "not finite");
    refused(Patch::new().set(paths.scores().key(1), f64::INFINITY), "not finite");
}

#[test]
fn what_redisjson_cannot_hold_is_not_sent() {
    let paths = Document::paths();
    let mut stage = with(|_| {});
    for wrong in [f32::NAN, f32::INFINITY] {
        stage.refuses("not finite", |con, key| con.json_set_at(key, paths.score(), wrong));
        let whole = Document { score: wrong, ..document() };
        stage.refuses("not finite", |con, key| con.json_save((key, &whole)));
        stage.refuses("is not finite", |con, key| {
            con.json_increment_at(key, paths.score(), wrong.into())
        });
    }
    let great = Document { any: serde_json::from_str("1e300").unwrap(), ..document() };
    stage.con.json_save((&stage.key, &great)).unwrap();
    let mut numbers = Stage::<BTreeMap<String, u128>>::new("{}");
    let great = BTreeMap::from([("a".to_owned(), u128::from(u64::MAX) + 1)]);
    numbers
        .refuses("greater than what RedisJSON can hold", |con, key| con.json_save((key, &great)));
}

#[test]
fn a_document_is_not_too_deep_to_be_read() {
    let nested = |depth| {
        (1..depth).fold(document(), |inner, _| Document { next: Some(inner.into()), ..document() })
    };
    // The last one has an array in it.
    let mut stage = with(|_| {});
    stage.con.json_save((&stage.key, &nested(126))).unwrap();
    assert!(stage.con.json_load(&stage.key).is_ok());
    stage.refuses("more than 127", |con, key| con.json_save((key, &nested(127))));
    let mut path = Document::paths().next();
    for _ in 1..60 {
        path = path.next();
    }
    let boxed = |depth| Some(Box::new(nested(depth)));
    stage.refuses("more than 127", |con, key| con.json_set_at(key, &path, boxed(67)));
    assert!(stage.con.json_set_at(&stage.key, &path, boxed(66)).unwrap());
    assert!(stage.con.json_load(&stage.key).is_ok());
}

#[test]
fn a_number_of_another_kind_is_not_counted() {
    let paths = Document::paths();
    for wrong in ["5.0", "5.5", "1e2", "\"5\"", "null", "true"] {
        let mut stage = with(|json| json["visits"] = serde_json::from_str(wrong).unwrap());
        stage.refuses("", |con, key| con.json_increment_at(key, paths.visits(), 1));
    }
    let most = Limits::paths().bounds().most();
    let mut great = Stage::<Limits>::new(r#"{"bounds":{"most":18446744073709551615}}"#);
    great.refuses("out of range", |con, key| con.json_increment_at(key, &most, -1));
    assert_eq!(great.con.json_increment_at(&great.key, &most, 0).unwrap(), Some(u64::MAX));
    let mut stage = with(|json| json["score"] = 5.into());
    assert_eq!(stage.con.json_increment_at(&stage.key, paths.score(), 0.5).unwrap(), Some(5.5));
    stage.refuses("out of range", |con, key| con.json_increment_at(key, paths.score(), 1e300));
}

#[test]
fn a_field_has_one_name_afterwards() {
    let paths = Document::paths();
    for alias in ["mail", "e-mail"] {
        let renamed = || {
            with(|json| {
                let json = json.as_object_mut().unwrap();
                let email = json.remove("email").unwrap();
                json.insert(alias.to_owned(), email);
            })
        };
        let mut stage = renamed();
        let email = stage.con.json_get_at(&stage.key, paths.email()).unwrap();
        assert_eq!(email.as_deref(), Some("ada@example.com"));
        assert!(stage.con.json_set_at(&stage.key, paths.email(), "b").unwrap());
        assert_eq!(stage.con.json_load(&stage.key).unwrap().unwrap().email, "b");
        let mut stage = renamed();
        let patch = Patch::new().set(paths.email(), "b").unwrap();
        assert!(stage.con.json_patch(&stage.key, &patch).unwrap());
        assert_eq!(stage.con.json_load(&stage.key).unwrap().unwrap().email, "b");
    }
}

#[test]
fn a_field_with_a_default_begins_from_it() {
    let paths = Document::paths();
    let mut stage = without("level");
    assert_eq!(stage.con.json_get_at(&stage.key, paths.level()).unwrap(), Some(10));
    stage.refuses("out of range", |con, key| con.json_increment_at(key, paths.level(), 246));
    assert_eq!(stage.con.json_increment_at(&stage.key, paths.level(), 1).unwrap(), Some(11));
    let mut stage = without("nick");
    let nick = stage.con.json_get_at(&stage.key, paths.nick()).unwrap().unwrap();
    assert_eq!(nick.as_deref(), Some("nobody"));
    stage.refuses("read with its default", |con, key| con.json_remove_at(key, paths.nick()));
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Account {
    #[serde(default)]
    balance: Cents,
}

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Cents(i64);

#[test]
fn what_a_newtype_holds_begins_from_its_default() {
    let cents = Account::paths().balance()._0();
    let mut stage = Stage::<Account>::new("{}");
    stage.refuses("has nothing at the path", |con, key| {
        con.json_patch(key, &Patch::new().set(&cents, 5).unwrap())
    });
    assert!(stage.con.json_set_at(&stage.key, &cents, 5).unwrap());
    assert_eq!(stage.con.json_increment_at(&stage.key, &cents, 2).unwrap(), Some(7));
    assert_eq!(stage.con.json_load(&stage.key).unwrap().unwrap().balance.0, 7);
}

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Limits {
    #[serde(default)]
    bounds: Bounds,
    #[serde(default)]
    by_plan: BTreeMap<Plan, u8>,
    #[serde(default)]
    by_number: BTreeMap<i128, u8>,
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Bounds {
    least: Option<u64>,
    most: Option<u64>,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { least: None, most: Some(9) }
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Plan {
    Free,
    #[serde(alias = "pro")]
    Paid,
}

#[test]
fn a_removal_makes_no_default_in_which_there_is_nothing_to_remove() {
    let bounds = Limits::paths().bounds();
    let mut stage = Stage::<Limits>::new("{}");
    assert!(!stage.con.json_remove_at(&stage.key, bounds.least()).unwrap());
    assert_eq!(stage.json(), "{}");
    assert!(stage.con.json_remove_at(&stage.key, bounds.most()).unwrap());
    assert_eq!(stage.json(), r#"{"bounds":{"least":null}}"#);
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
enum Payment {
    Card { holder: Option<String> },
    Cash { note: Option<String> },
}

#[test]
fn a_removal_in_another_variant_finds_nothing() {
    let mut stage = Stage::<Payment>::new(r#"{"Cash":{"note":"paid"}}"#);
    let holder = Payment::paths().card().holder();
    assert!(!stage.con.json_remove_at(&stage.key, holder).unwrap());
    assert_eq!(stage.json(), r#"{"Cash":{"note":"paid"}}"#);
}

#[test]
fn a_key_that_is_read_by_other_names_has_no_path() {
    let by_plan = Limits::paths().by_plan();
    let mut stage = Stage::<Limits>::new(r#"{"by_plan":{"Free":1,"Paid":2,"pro":3}}"#);
    let words = "is also read from other names";
    stage.refuses(words, |con, key| con.json_remove_at(key, by_plan.key(Plan::Paid)));
    stage.refuses(words, |con, key| con.json_set_at(key, by_plan.key(Plan::Paid), 4));
    stage.refuses(words, |con, key| con.json_get_at(key, by_plan.key(Plan::Paid)));
    Patch::new().remove(by_plan.key(Plan::Paid)).unwrap_err();
    assert!(stage.con.json_remove_at(&stage.key, by_plan.key(Plan::Free)).unwrap());
}

#[test]
fn a_key_may_be_an_integer_that_is_no_number_of_redisjson() {
    let by_number = Limits::paths().by_number();
    let mut stage = Stage::<Limits>::new(r#"{"by_number":{}}"#);
    for number in [i128::MAX, i128::MIN, 7] {
        assert!(stage.con.json_set_at(&stage.key, by_number.key(number), 1).unwrap());
        let patch = Patch::new().set(by_number.key(number), 2).unwrap();
        assert!(stage.con.json_patch(&stage.key, &patch).unwrap());
        let limits = stage.con.json_load(&stage.key).unwrap().unwrap();
        assert_eq!(limits.by_number[&number], 2);
    }
}

/// What another program reads of a `Document`, and a default that is no JSON.
#[derive(Debug, Deserialize, RedisJson)]
#[redis_json(paths, read_only)]
struct View {
    #[serde(default = "ten")]
    level: u8,
    #[serde(default = "nobody")]
    nick: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Score {
    #[serde(default = "not_a_number")]
    score: f64,
}

fn not_a_number() -> f64 {
    f64::NAN
}

#[test]
fn a_default_that_is_not_known_as_json_is_no_match() {
    let paths = View::paths();
    let no_match = |place: &str| format!("has nothing at the path `{place}`");
    let mut stage = Stage::<View>::new("{}");
    stage.refuses(&no_match("$.level"), |con, key| con.json_get_at(key, paths.level()));
    stage.refuses(&no_match("$.nick"), |con, key| con.json_get_at(key, paths.nick()));
    stage.refuses(&no_match("$.level"), |con, key| con.json_increment_at(key, paths.level(), 1));
    assert!(stage.con.json_set_at(&stage.key, paths.nick(), "ada").unwrap());
    let nick = stage.con.json_get_at(&stage.key, paths.nick()).unwrap().unwrap();
    assert_eq!(nick.as_deref(), Some("ada"));
    let view = stage.con.json_load(&stage.key).unwrap().unwrap();
    assert_eq!((view.level, view.nick.as_deref()), (10, Some("ada")));
    stage.refuses("is not known as JSON", |con, key| con.json_remove_at(key, paths.nick()));
    let score = Score::paths().score();
    let mut stage = Stage::<Score>::new("{}");
    stage.refuses(&no_match("$.score"), |con, key| con.json_get_at(key, &score));
    assert!(stage.con.json_set_at(&stage.key, &score, 1.5).unwrap());
    assert_eq!(stage.con.json_increment_at(&stage.key, &score, 1.0).unwrap(), Some(2.5));
    assert_eq!(stage.con.json_get_at(&stage.key, &score).unwrap(), Some(2.5));
}

#[test]
fn a_default_is_not_read_where_a_struct_is_stored_as_an_array() {
    let array = serde_json::json!(["ada", 1, 1.5, true, [], 1, null, null, {}, null]);
    let mut stage = with(|json| json["next"] = array);
    let loaded = stage.con.json_load(&stage.key).unwrap().unwrap();
    assert_eq!(loaded.next.map(|next| next.level), Some(1));
    let level = Document::paths().next().level();
    stage.refuses("nothing at the path", |con, key| con.json_get_at(key, &level));
    stage.refuses("nothing at the path", |con, key| con.json_set_at(key, &level, 2));
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Shelf {
    #[serde(alias = "documents")]
    items: Vec<Item>,
    kind: Kind,
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Item {
    #[serde(default)]
    size: Size,
}

#[derive(Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Size {
    width: u8,
}

#[derive(Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(tag = "type")]
enum Kind {
    #[serde(rename = "two\nlines \"é\"")]
    Lines { width: u8 },
}

#[test]
fn a_condition_is_about_what_is_there() {
    let mut stage = Stage::<Shelf>::new(
        r#"{"documents":[{"size":{"width":1}}],"kind":{"type":"two\nlines \"é\"","width":1}}"#,
    );
    let paths = Shelf::paths();
    let widths = paths.items().all().size().width();
    assert_eq!(stage.con.json_set_at(&stage.key, widths, 2).unwrap(), Some(1));
    assert!(stage.con.json_set_at(&stage.key, paths.kind().lines().width(), 3).unwrap());
    let shelf = stage.con.json_load(&stage.key).unwrap().unwrap();
    let Kind::Lines { width } = shelf.kind;
    assert_eq!((shelf.items[0].size.width, width), (2, 3));
}

#[test]
fn all_does_not_pass_over_a_struct_that_is_stored_as_an_array() {
    let json = r#"{"items":[[{"width":1}],{"size":{"width":2}}],"kind":{"type":"x"}}"#;
    let mut stage = Stage::<Shelf>::new(json);
    let sizes = Shelf::paths().items().all().size();
    stage
        .refuses("nothing at the path", |con, key| con.json_set_at(key, &sizes, Size { width: 9 }));
}

#[test]
fn all_says_how_many_it_changed() {
    let paths = Document::paths();
    let mut stage = with(|_| {});
    assert_eq!(stage.con.json_set_at(&stage.key, paths.tags().all(), "a").unwrap(), Some(0));
    assert_eq!(stage.con.json_set_at(&stage.key, paths.scores().all(), 1.5).unwrap(), Some(0));
    stage.con.json_set_at(&stage.key, paths.tags(), ["a", "b"].map(str::to_owned)).unwrap();
    assert_eq!(stage.con.json_set_at(&stage.key, paths.tags().all(), "c").unwrap(), Some(2));
    assert_eq!(stage.con.json_load(&stage.key).unwrap().unwrap().tags, ["c", "c"]);
    let missing = Key::new(tests::key("missing"));
    assert_eq!(stage.con.json_set_at(&missing, paths.tags().all(), "c").unwrap(), None);
    assert_eq!(stage.con.json_get_at(&missing, paths.tags().all()).unwrap(), None);
}

#[test]
fn a_save_that_is_refused_changes_nothing() {
    // The server's parser refuses half a character, which serde_json hands on.
    let half = RawValue::from_string(r#"{"a":"\ud800"}"#.to_owned()).unwrap();
    for expiry in [Expiry::Keep, Expiry::Never, Expiry::After(Duration::from_secs(5))] {
        let mut stage = Stage::<Box<RawValue>>::new("{}");
        stage.refuses("", |con, key| con.json_save((&key.clone().with_expiry(expiry), &half)));
        let () = redis::cmd("PERSIST").arg(&stage.key).query(&mut stage.con).unwrap();
        stage.refuses("", |con, key| con.json_save((&key.clone().with_expiry(expiry), &half)));
    }
}

#[test]
fn a_path_is_an_argument_by_value_and_by_reference() {
    fn count<R, P>(stage: &mut Stage<R>, path: P) -> Option<u32>
    where
        P: AnyPath<R, Value = u32, Matches: OneMatch>,
    {
        stage.con.json_increment_at(&stage.key, path, 1).unwrap()
    }
    fn append<R, P>(stage: &mut Stage<R>, path: &P, text: &str) -> Option<usize>
    where
        P: AnyPath<R, Value: List<Item = String>, Matches: OneMatch>,
    {
        stage.con.json_append_at(&stage.key, path, text).unwrap()
    }
    let mut stage = with(|_| {});
    let visits = Document::paths().visits();
    assert_eq!((count(&mut stage, &visits), count(&mut stage, visits)), (Some(2), Some(3)));
    assert_eq!(append(&mut stage, &Document::paths().tags(), "a"), Some(1));
    assert!(stage.json().contains("\"tags\":[\"a\"]"));
}
