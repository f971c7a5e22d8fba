//! An update changes what it changed: what a newer version of the program has stored, and the type
//! of the older one does not know, is there afterwards.
//!
//! Random documents of a newer version are changed by the older one, and have to be what the newer
//! version makes of the same change. `LOSSLESS_ROUNDS` says how many, and `LOSSLESS_SEED` where
//! they begin: each failure names the seed of its round.

use redis_1::{ConnectionLike, RedisResult, Value as Reply};
use redis_derive::{DocumentCommands, Error, ErrorKind, Key};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env;
use std::hash::{BuildHasher, RandomState};

/// In place of a connection: what is stored, and what an update has written.
struct StandIn {
    stored: String,
    written: Option<String>,
}

impl ConnectionLike for StandIn {
    fn req_packed_command(&mut self, command: &[u8]) -> RedisResult<Reply> {
        let command = String::from_utf8(command.to_vec()).unwrap();
        if command.contains("\r\nGET\r\n") {
            if self.stored.is_empty() {
                return Ok(Reply::Nil);
            }
            return Ok(Reply::BulkString(self.stored.clone().into()));
        }
        let [old, new] = [4, 5].map(|index| argument(&command, index));
        assert_eq!(old, self.stored);
        self.written = Some(new.to_owned());
        Ok(Reply::Int(1))
    }

    fn req_packed_commands(&mut self, _: &[u8], _: usize, _: usize) -> RedisResult<Vec<Reply>> {
        unreachable!("an update has no pipeline")
    }

    fn get_db(&self) -> i64 {
        0
    }

    fn check_connection(&mut self) -> bool {
        true
    }

    fn is_open(&self) -> bool {
        true
    }
}

/// An argument of a packed command.
fn argument(command: &str, index: usize) -> &str {
    let mut rest = command.split_once("\r\n").unwrap().1;
    for _ in 0..index {
        rest = behind(rest).1;
    }
    behind(rest).0
}

/// The first of these arguments, and those behind it.
fn behind(arguments: &str) -> (&str, &str) {
    let (length, rest) = arguments.split_once("\r\n").unwrap();
    let (argument, rest) = rest.split_at(length[1..].parse().unwrap());
    (argument, &rest[2..])
}

/// What an update writes in place of a text, if it writes anything.
fn update<T: Serialize + DeserializeOwned>(
    stored: &str,
    change: impl FnMut(&mut T),
) -> Result<Option<String>, Error> {
    let mut con = StandIn { stored: stored.to_owned(), written: None };
    con.update(Key::new("key"), change)?.unwrap();
    Ok(con.written)
}

#[track_caller]
fn assert_updated<T>(stored: &str, change: impl FnMut(&mut T), expected: &str)
where
    T: Serialize + DeserializeOwned,
{
    let written = update(stored, change).unwrap();
    assert_eq!(written.as_deref().unwrap_or("nothing"), expected);
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct User {
    id: u64,
    #[serde(default)]
    visits: u64,
}

fn visit(user: &mut User) {
    user.visits += 1;
}

#[test]
fn a_member_that_the_type_does_not_know_stays_where_it_is() {
    assert_updated(
        r#"{"plan":"gold","id":1,"visits":1,"new":{"a": [1]}}"#,
        visit,
        r#"{"plan":"gold","id":1,"visits":2,"new":{"a": [1]}}"#,
    );
    // What is not stored yet comes last.
    assert_updated(r#"{"id":1, "plan":null }"#, visit, r#"{"id":1,"plan":null,"visits":1}"#);
    // The names of members may be written in any way, and may be any.
    assert_updated(
        r#"{"vi\u0073its":1,"id":1,"\"\\":2,"a":"\ud800","":4}"#,
        visit,
        r#"{"vi\u0073its":2,"id":1,"\"\\":2,"a":"\ud800","":4}"#,
    );
}

#[test]
fn numbers_keep_their_text() {
    assert_updated(
        r#"{"a":1.10,"b":1E2,"id":1,"c":-0.0,"d":123456789012345678901234567890,"visits":1}"#,
        visit,
        r#"{"a":1.10,"b":1E2,"id":1,"c":-0.0,"d":123456789012345678901234567890,"visits":2}"#,
    );
    assert_updated(
        r#"{"a":0.10,"b":1}"#,
        |numbers: &mut BTreeMap<String, f64>| numbers.extend([("b".to_owned(), 2.5)]),
        r#"{"a":0.10,"b":2.5}"#,
    );
}

#[test]
fn no_difference_is_not_written() {
    for stored in [
        r#"{"id":1,"visits":1,"plan":"gold"}"#,
        r#"{"visits":1,"id":1}"#,
        r#" {"id": 1} "#,
        r#"{"id":1,"visits":1}"#,
    ] {
        assert_updated(stored, |_: &mut User| {}, "nothing");
    }
    let rebuild = |map: &mut HashMap<u8, u8>| *map = map.clone().into_iter().collect();
    assert_updated(r#"{"1":1,"2":2,"3":3,"4":4,"5":5,"6":6}"#, rebuild, "nothing");
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Plan {
    #[default]
    Free,
    Gold,
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Event {
    Created {
        by: String,
    },
    #[serde(other)]
    Unknown,
}

#[test]
fn a_variant_that_the_type_does_not_know_stays() {
    #[derive(Serialize, Deserialize)]
    struct Account {
        plan: Plan,
        plans: Vec<Plan>,
        events: Vec<Event>,
        visits: u8,
    }
    let stored = r#"{"plan":"platinum","plans":["free","new","new","gold"],"events":"#.to_owned()
        + r#"[{"type":"Renamed","by":"ada"},{"type":"Created","by":"Renamed"}],"visits":1}"#;
    assert_updated(
        &stored,
        |account: &mut Account| account.visits = 2,
        &stored.replace("\"visits\":1", "\"visits\":2"),
    );
    assert_updated(
        &stored,
        |account: &mut Account| {
            account.plans.insert(0, Plan::Gold);
            account.events.push(Event::Created { by: "bob".to_owned() });
        },
        &stored
            .replace(r#"["free""#, r#"["gold","free""#)
            .replace("}]", r#"},{"type":"Created","by":"bob"}]"#),
    );
    assert_updated(
        &stored,
        |account: &mut Account| account.plan = Plan::Gold,
        &stored.replace("platinum", "gold"),
    );
}

#[test]
fn an_element_takes_its_text_along() {
    const STORED: &str = r#"[{"id":1,"a":1},{"id":2,"b":2},{"id":3,"c":3},{"id":3,"d":4}]"#;
    type Users = Vec<User>;
    assert_updated(
        STORED,
        |users: &mut Users| _ = users.remove(0),
        r#"[{"id":2,"b":2},{"id":3,"c":3},{"id":3,"d":4}]"#,
    );
    assert_updated(
        STORED,
        |users: &mut Users| _ = users.pop(),
        r#"[{"id":1,"a":1},{"id":2,"b":2},{"id":3,"c":3}]"#,
    );
    assert_updated(
        STORED,
        |users: &mut Users| users.rotate_left(2),
        r#"[{"id":3,"c":3},{"id":3,"d":4},{"id":1,"a":1},{"id":2,"b":2}]"#,
    );
    // One that has changed is the one that stood there.
    assert_updated(
        STORED,
        |users: &mut Users| users[1].visits = 7,
        r#"[{"id":1,"a":1},{"id":2,"b":2,"visits":7},{"id":3,"c":3},{"id":3,"d":4}]"#,
    );
    // One that is new has nothing of the others.
    assert_updated(
        STORED,
        |users: &mut Users| users.insert(1, User { id: 9, visits: 0 }),
        r#"[{"id":1,"a":1},{"id":9,"visits":0},{"id":2,"b":2},{"id":3,"c":3},{"id":3,"d":4}]"#,
    );
}

/// Elements are removed, added or moved, and others change as well.
#[test]
fn a_changed_element_is_told_by_what_it_alone_has() {
    #[derive(Clone, Serialize, Deserialize)]
    struct Part {
        count: u8,
        id: u8,
        name: String,
        is_on: bool,
    }
    let (mut kept, mut lost, mut mixed) = (0, 0, 0);
    for seed in 0..3000 {
        let mut random = Random::new(seed);
        let part = |id: u8, random: &mut Random| Part {
            count: random.below(9).try_into().unwrap(),
            id,
            name: random.word().to_owned(),
            is_on: random.is_one_of(2),
        };
        let count = 2 + random.below(4);
        let parts: Vec<Part> =
            (0..count).map(|id| part(id.try_into().unwrap(), &mut random)).collect();
        let with_id = |part: &Part| {
            let json = serde_json::to_string(part).unwrap();
            format!(r#"{},"unknown":{}}}"#, json.strip_suffix('}').unwrap(), part.id)
        };
        let stored = format!("[{}]", parts.iter().map(with_id).collect::<Vec<_>>().join(","));
        let change = |parts: &mut Vec<Part>| {
            let mut random = random.clone();
            let at = random.below(parts.len());
            match random.below(6) {
                0 => _ = parts.remove(at),
                1 => parts.retain(|part| part.id != 0 && part.id != 2),
                2 => parts.insert(at, part(200, &mut random)),
                3 => parts.push(part(200, &mut random)),
                4 => parts.rotate_left(at),
                _ => {}
            }
            let all = random.is_one_of(2);
            for part in parts {
                if all || random.is_one_of(3) {
                    part.count += 1;
                }
                if random.is_one_of(5) {
                    random.word().clone_into(&mut part.name);
                }
            }
        };
        let Some(written) = update(&stored, change).unwrap() else { continue };
        let written: Vec<serde_json::Value> = serde_json::from_str(&written).unwrap();
        for part in &written {
            match part.get("unknown") {
                Some(unknown) if *unknown == part["id"] => kept += 1,
                Some(_) => mixed += 1,
                None if part["id"] != 200 => lost += 1,
                None => {}
            }
        }
    }
    // Where two values of one are by chance those of another, nothing tells.
    assert!(1000 * mixed < kept && 50 * lost < kept, "{kept} kept, {lost} lost, {mixed} mixed");
}

/// A map reads the last one of two members with one name.
#[test]
fn a_member_can_be_stored_twice() {
    assert_updated(
        r#"[{"a":[7],"a":[1, 2]}]"#,
        |maps: &mut Vec<BTreeMap<String, Vec<u8>>>| *maps[0].get_mut("a").unwrap() = vec![1, 5],
        r#"[{"a":[7,5],"a":[1,5]}]"#,
    );
}

/// The places are those of other elements before, and the other values tell that.
#[test]
fn an_element_is_told_by_all_of_its_values() {
    #[derive(Clone, Serialize, Deserialize)]
    struct Track {
        place: u8,
        id: u8,
        name: String,
    }
    let tracks = |tracks: &[(u8, u8, &str, &str)]| {
        let track = |(place, id, name, unknown): &(u8, u8, &str, &str)| {
            format!(r#"{{"place":{place},"id":{id},"name":"{name}"{unknown}}}"#)
        };
        format!("[{}]", tracks.iter().map(track).collect::<Vec<_>>().join(","))
    };
    let [a, b, c] = [r#","x":"a""#, r#","x":"b""#, r#","x":"c""#];
    assert_updated(
        &tracks(&[(1, 5, "a", a), (2, 6, "b", b), (3, 7, "c", c)]),
        |tracks: &mut Vec<Track>| {
            tracks.remove(0);
            tracks.push(Track { place: 0, id: 8, name: "d".to_owned() });
            (1..).zip(tracks).for_each(|(place, track)| track.place = place);
        },
        &tracks(&[(1, 6, "b", b), (2, 7, "c", c), (3, 8, "d", "")]),
    );
}

/// A newer type reads an old form of a field, and writes its own.
#[test]
fn an_element_in_an_old_form_keeps_what_is_unknown() {
    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Old {
        Number(u8),
        Text(String),
        Pair(u8, u8),
        Is(bool),
    }
    fn text<'de, D: serde::Deserializer<'de>>(old: D) -> Result<String, D::Error> {
        Ok(match Old::deserialize(old)? {
            Old::Number(number) => number.to_string(),
            Old::Text(text) => text.to_lowercase(),
            Old::Pair(one, other) => format!("{one}-{other}"),
            Old::Is(is) => is.to_string(),
        })
    }
    #[derive(Serialize, Deserialize)]
    struct Part {
        #[serde(deserialize_with = "text")]
        id: String,
        count: u8,
    }
    for old in ["1", "\"A\"", "[1,2]", "true", "\"true\""] {
        let stored = format!(r#"[{{"id":{old},"count":1,"x":1}},{{"id":"b","count":2,"x":2}}]"#);
        let expected = stored.replacen("\"count\":1", "\"count\":7", 1);
        assert_updated(&stored, |parts: &mut Vec<Part>| parts[0].count = 7, &expected);
        let expected = format!(r#"[{{"id":"b","count":2,"x":2}},{{"id":{old},"count":1,"x":1}}]"#);
        assert_updated(&stored, |parts: &mut Vec<Part>| parts.reverse(), &expected);
    }
}

#[test]
fn nothing_is_kept_in_a_list_that_is_not_what_is_stored() {
    #[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    struct Tag {
        name: String,
    }
    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Untyped {
        Number(u8),
        Tags(BTreeSet<Tag>),
    }
    // Sorted, so that nothing tells which element is which.
    assert_updated(
        r#"{"x":1,"tags":[{"name":"b","y":1},{"name":"a","y":2}]}"#,
        |tagged: &mut BTreeMap<String, Untyped>| {
            let Untyped::Tags(tags) = tagged.get_mut("tags").unwrap() else { unreachable!() };
            tags.pop_first();
        },
        r#"{"x":1,"tags":[{"name":"b"}]}"#,
    );
    assert_updated("[3, 1, 2]", |set: &mut BTreeSet<u8>| _ = set.insert(4), "[1,2,3,4]");
}

#[test]
fn an_alias_stays_and_has_the_new_value() {
    #[derive(Serialize, Deserialize)]
    struct Contact {
        #[serde(alias = "mail")]
        email: String,
        #[serde(default)]
        visits: u8,
    }
    #[derive(Serialize, Deserialize)]
    struct Seat {
        #[serde(alias = "place")]
        row: Option<u8>,
    }
    assert_updated(
        r#"{"plan":"gold","mail":"a"}"#,
        |contact: &mut Contact| contact.email = "b".to_owned(),
        r#"{"plan":"gold","mail":"b"}"#,
    );
    assert_updated(
        r#"{"plan":"gold","mail":"a"}"#,
        |contact: &mut Contact| contact.visits = 1,
        r#"{"plan":"gold","mail":"a","visits":1}"#,
    );
    assert_updated(
        r#"{"plan":"gold","place":null}"#,
        |seat: &mut Seat| seat.row = Some(5),
        r#"{"plan":"gold","place":5}"#,
    );
}

#[test]
fn a_null_that_the_type_reads_as_another_value_stays() {
    fn or_zero<'de, D: serde::Deserializer<'de>>(count: D) -> Result<u8, D::Error> {
        Option::deserialize(count).map(Option::unwrap_or_default)
    }
    #[derive(Serialize, Deserialize)]
    struct Item {
        #[serde(deserialize_with = "or_zero")]
        count: u8,
    }
    assert_updated(
        r#"[{"count":null,"unit":"m"}]"#,
        |items: &mut Vec<Item>| items.push(Item { count: 1 }),
        r#"[{"count":null,"unit":"m"},{"count":1}]"#,
    );
}

#[test]
fn what_is_written_decodes_to_the_changed_value() {
    // A value that cannot be written as it was.
    #[derive(Serialize, Deserialize)]
    enum Stage {
        #[serde(skip_serializing)]
        Old,
        New,
    }
    // A type that takes what it does not know for something else.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Shape {
        Named { name: String },
        Round { radius: u8 },
    }
    assert_updated(
        r#"{"radius":1,"name":3}"#,
        |shape: &mut Shape| *shape = Shape::Named { name: "a".to_owned() },
        r#"{"name":"a"}"#,
    );
    assert_updated(r#""Old""#, |stage: &mut Stage| *stage = Stage::New, r#""New""#);
}

#[test]
fn a_text_of_any_depth_stays() {
    #[derive(Serialize, Deserialize)]
    struct Raw {
        id: u8,
        raw: Box<RawValue>,
    }
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let stored = format!(r#"{{"id":1,"visits":1,"deep":{deep}}}"#);
    assert_updated(&stored, visit, &stored.replace("\"visits\":1", "\"visits\":2"));
    let stored = format!(r#"{{"id":1,"raw":{deep},"plan":1}}"#);
    let expected = format!(r#"{{"id":2,"raw":{deep}}}"#);
    assert_updated(&stored, |raw: &mut Raw| raw.id = 2, &expected);
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Sample {
        value: f64,
        other: Option<f64>,
        inner: Vec<Sample>,
    }
    let refused = |stored: &str, change: fn(&mut Sample)| {
        let error = update(stored, change).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Serialize);
        error.to_string()
    };
    for stored in [
        r#"{"value":1.5,"other":null,"inner":[]}"#,
        r#"{"value":1.5,"other":2.5,"inner":[],"plan":null}"#,
    ] {
        let message = refused(stored, |sample| sample.value = f64::NAN);
        assert!(message.contains("it could not be read again"), "{message}");
        assert!(message.contains("expected f64 at `value`"), "{message}");
        refused(stored, |sample| (sample.value, sample.other) = (f64::INFINITY, None));
        refused(stored, |sample| {
            sample.other = Some(1.0);
            sample.inner.push(Sample { value: f64::NEG_INFINITY, ..Sample::default() });
        });
        // Of an `Option` it is `None`.
        assert!(update(stored, |sample: &mut Sample| sample.other = Some(f64::NAN)).is_ok());
        assert!(update(stored, |sample: &mut Sample| sample.value = 2.0).is_ok());
        // Deeper than serde_json reads, and as deep.
        let nest = |depth| {
            move |sample: &mut Sample| {
                let mut innermost = sample;
                for _ in 0..depth {
                    innermost.inner.push(Sample { other: Some(1.0), ..Sample::default() });
                    innermost = &mut innermost.inner[0];
                }
            }
        };
        assert_eq!(update(stored, nest(70)).unwrap_err().kind(), ErrorKind::Serialize);
        assert!(update(stored, nest(60)).is_ok());
    }
    // What is inserted is looked at as well.
    let mut con = StandIn { stored: String::new(), written: None };
    let key: Key<f64> = Key::new("key");
    let inserted = con.update_or_insert_with(&key, |_| {}, || f64::NAN);
    assert_eq!(inserted.unwrap_err().kind(), ErrorKind::Serialize);
    assert_eq!(con.written, None);
}

/// Each type with a change after which serde does not read it.
#[test]
fn what_its_type_does_not_read_is_not_written() {
    #[derive(Serialize, Deserialize)]
    struct Counts {
        by_number: BTreeMap<i32, u8>,
        is_by_number: BTreeMap<bool, u8>,
        great: Option<u128>,
    }
    #[derive(Serialize, Deserialize)]
    struct Flat {
        id: u8,
        #[serde(flatten)]
        counts: Counts,
    }
    #[derive(Serialize, Deserialize)]
    struct Rest {
        id: u8,
        #[serde(flatten)]
        rest: BTreeMap<String, u8>,
    }
    #[derive(Serialize, Deserialize)]
    #[serde(tag = "type")]
    enum Tagged {
        Of(Counts),
    }
    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Number(u8),
        Of(BTreeMap<u64, String>),
    }
    #[derive(Clone, Serialize, Deserialize)]
    #[serde(try_from = "String", into = "String")]
    struct Short(String);
    impl TryFrom<String> for Short {
        type Error = &'static str;
        fn try_from(text: String) -> Result<Self, Self::Error> {
            if text.len() < 3 { Ok(Self(text)) } else { Err("it is long") }
        }
    }
    impl From<Short> for String {
        fn from(Short(text): Short) -> Self {
            text
        }
    }
    #[derive(Serialize, Deserialize)]
    enum State {
        Known,
        #[serde(skip_deserializing)]
        New,
    }
    fn is_refused<T: Serialize + DeserializeOwned>(stored: &str, change: fn(&mut T)) {
        for stored in [stored.to_owned(), stored.replacen('{', r#"{"z":0,"#, 1)] {
            let error = update(&stored, change).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Serialize, "{stored}");
        }
    }
    let flat = r#"{"id":1,"by_number":{},"is_by_number":{}}"#;
    is_refused(flat, |flat: &mut Flat| _ = flat.counts.by_number.insert(-7, 1));
    is_refused(flat, |flat: &mut Flat| _ = flat.counts.is_by_number.insert(true, 1));
    is_refused(flat, |flat: &mut Flat| flat.counts.great = Some(1));
    is_refused(r#"{"id":1}"#, |rest: &mut Rest| _ = rest.rest.insert("id".to_owned(), 2));
    is_refused(
        r#"{"type":"Of","by_number":{},"is_by_number":{}}"#,
        |Tagged::Of(counts): &mut Tagged| _ = counts.by_number.insert(7, 1),
    );
    is_refused("[1]", |them: &mut Vec<Untagged>| {
        them.push(Untagged::Of([(1, String::new())].into()));
    });
    is_refused(r#"["a"]"#, |them: &mut Vec<Short>| them[0].0 = "long".to_owned());
    is_refused(r#""Known""#, |state: &mut State| *state = State::New);
}

/// Numbers, the same each time for a seed (xorshift).
#[derive(Clone)]
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn is_one_of(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    fn word(&mut self) -> &'static str {
        self.pick(&["a", "b", "free", "", "\"\\", "Zoë", "null", "{\"id\":1}"])
    }
}

/// The documents of a version of the program. A newer one has members and variants that an older
/// one does not know.
macro_rules! version {
    ($version:ident, [$($members:tt)*], [$($plans:tt)*], [$($events:tt)*]) => {
        mod $version {
            use super::Random;
            use serde::{Deserialize, Serialize};
            use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub(super) struct Document {
                id: u64,
                #[serde(alias = "title")]
                name: String,
                score: f64,
                note: Option<String>,
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                tags: Vec<String>,
                #[serde(default)]
                plan: Plan,
                plans: Vec<Plan>,
                shape: Shape,
                event: Event,
                events: Vec<Event>,
                state: State,
                any: Any,
                items: Vec<Item>,
                nested: Vec<Vec<Item>>,
                by_name: HashMap<String, Item>,
                by_number: BTreeMap<u8, Item>,
                numbers: BTreeSet<u8>,
                words: HashSet<String>,
                pair: (Item, bool),
                boxed: Option<Box<Item>>,
                #[serde(flatten)]
                more: More,
                $($members)*
            }

            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            pub(super) struct Item {
                id: u64,
                #[serde(default)]
                count: i64,
                #[serde(skip_serializing_if = "Option::is_none")]
                label: Option<String>,
                #[serde(default)]
                plan: Plan,
                $($members)*
            }

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub(super) struct More {
                x: Option<i32>,
                inner: Item,
            }

            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            #[serde(rename_all = "lowercase")]
            pub(super) enum Plan {
                #[default]
                Free,
                Gold,
                $($plans)*
            }

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub(super) enum Shape {
                Point,
                Circle(f32),
                #[serde(alias = "Quad")]
                Square { side: u8, $($members)* },
                Line(u8, Item),
            }

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(tag = "type")]
            pub(super) enum Event {
                Created { by: String, $($members)* },
                Deleted,
                $($events)*
            }

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(tag = "t", content = "c")]
            pub(super) enum State {
                On(u8),
                Off,
                At { level: u8, $($members)* },
            }

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(untagged)]
            pub(super) enum Any {
                Number(i64),
                Text(String),
                Item(Item),
            }

            fn item(random: &mut Random) -> Item {
                let (id, count) = (1000 + random.below(1000), random.below(3));
                let json = format!(r#"{{"id":{id},"count":{count}}}"#);
                serde_json::from_str(&json).unwrap()
            }

            fn change_item(item: &mut Item, random: &mut Random) {
                match random.below(3) {
                    0 => item.count += 1,
                    1 => item.label = (!random.is_one_of(2)).then(|| random.word().to_owned()),
                    _ => item.plan = Plan::Gold,
                }
            }

            fn change_list(items: &mut Vec<Item>, random: &mut Random) {
                let at = random.below(items.len() + 1);
                match random.below(7) {
                    0 => items.push(item(random)),
                    1 => items.insert(at, item(random)),
                    2 if at < items.len() => _ = items.remove(at),
                    3 => items.reverse(),
                    4 => items.rotate_left(at),
                    5 => items.retain(|item| item.id % 2 == 0),
                    _ if at < items.len() => change_item(&mut items[at], random),
                    _ => {}
                }
            }

            /// One of [`CHANGES`](super::CHANGES). It is the same in each version.
            pub(super) fn change(document: &mut Document, change: usize, random: &mut Random) {
                let Document { by_name, by_number, numbers, words, .. } = document;
                match change {
                    0 => document.id += 1,
                    1 => document.name = random.word().to_owned(),
                    2 => document.score *= 1.5,
                    3 => document.note = (!random.is_one_of(2)).then(|| random.word().to_owned()),
                    4 => document.tags.push(random.word().to_owned()),
                    5 => document.tags.clear(),
                    6 => document.plan = if random.is_one_of(2) { Plan::Gold } else { Plan::Free },
                    7 => document.plans.insert(0, Plan::Gold),
                    8 => match &mut document.shape {
                        Shape::Square { side, .. } if random.is_one_of(2) => *side = 9,
                        Shape::Line(_, item) => change_item(item, random),
                        shape => *shape = Shape::Circle(0.1),
                    },
                    9 => match &mut document.event {
                        Event::Created { by, .. } if random.is_one_of(2) => by.push('x'),
                        event => *event = Event::Deleted,
                    },
                    10 => document.events.insert(0, Event::Deleted),
                    11 => match &mut document.state {
                        State::At { level, .. } => *level = random.below(3).try_into().unwrap(),
                        state if random.is_one_of(2) => *state = State::Off,
                        state => *state = State::On(3),
                    },
                    12 => match &mut document.any {
                        Any::Item(item) => change_item(item, random),
                        any => *any = Any::Text(random.word().to_owned()),
                    },
                    13 => change_list(&mut document.items, random),
                    14 => if let Some(items) = document.nested.first_mut() {
                        change_list(items, random);
                    },
                    15 => match by_name.get_mut(random.word()) {
                        Some(item) => change_item(item, random),
                        None => _ = by_name.insert("new".to_owned(), item(random)),
                    },
                    16 => _ = by_number.pop_first(),
                    17 => _ = numbers.insert(random.below(9).try_into().unwrap()),
                    18 => _ = words.remove(random.word()),
                    19 => change_item(&mut document.pair.0, random),
                    20 => match &mut document.boxed {
                        Some(item) if random.is_one_of(2) => change_item(item, random),
                        boxed => *boxed = None,
                    },
                    _ => {
                        change_item(&mut document.more.inner, random);
                        document.more.x = random.is_one_of(2).then_some(7);
                    }
                }
            }
        }
    };
}

version!(
    old,
    [],
    [
        #[serde(other)]
        Unknown
    ],
    [
        #[serde(other)]
        Unknown
    ]
);
version!(
    new,
    [#[serde(default, skip_serializing_if = "Option::is_none")] extra: Option<serde_json::Value>,],
    [Platinum, Silver,],
    [Renamed { from: String, extra: Option<serde_json::Value> },]
);

/// How many changes there are. Each is of another part of the document.
const CHANGES: usize = 22;

/// A few of the changes, none of them twice.
fn changes(random: &mut Random) -> BTreeSet<usize> {
    (0..=random.below(3)).map(|_| random.below(CHANGES)).collect()
}

/// An object with its members in any order, and blanks anywhere, or none.
fn object(mut members: Vec<(&str, String)>, random: &mut Random) -> String {
    for end in (1..members.len()).rev() {
        members.swap(end, random.below(end + 1));
    }
    let blank = random.pick(&["", "", " ", "\n\t"]);
    let member = |(name, value)| format!("{blank}{}{blank}:{blank}{value}", quoted(name));
    let members: Vec<_> = members.into_iter().map(member).collect();
    format!("{{{}{blank}}}", members.join(","))
}

fn array(elements: &[String], random: &mut Random) -> String {
    let blank = random.pick(&["", "", " "]);
    format!("[{blank}{}{blank}]", elements.join(&format!(",{blank}")))
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Calls a function up to three times.
fn some(random: &mut Random, mut make: impl FnMut(usize, &mut Random) -> String) -> String {
    let elements: Vec<_> = (0..random.below(4)).map(|at| make(at, random)).collect();
    array(&elements, random)
}

/// What an older version does not know, mostly.
fn with_extra(mut members: Vec<(&str, String)>, random: &mut Random) -> String {
    let extra = ["2.50", "[1, {}]", r#"{"id":[null]}"#, r#""x\u0041""#, "true"];
    if !random.is_one_of(3) {
        members.push(("extra", random.pick(&extra).to_owned()));
    }
    object(members, random)
}

fn plan(random: &mut Random) -> String {
    quoted(random.pick(&["free", "gold", "platinum", "silver"]))
}

fn item(at: usize, random: &mut Random) -> String {
    let mut members = vec![("id", (10 * at + random.below(10)).to_string())];
    if random.is_one_of(2) {
        members.push(("count", random.below(3).to_string()));
    }
    if random.is_one_of(3) {
        members.push(("label", quoted(random.word())));
    }
    if random.is_one_of(2) {
        members.push(("plan", plan(random)));
    }
    with_extra(members, random)
}

fn event(random: &mut Random) -> String {
    match random.below(3) {
        0 => r#"{"type":"Deleted"}"#.to_owned(),
        1 => with_extra(vec![("type", quoted("Created")), ("by", quoted(random.word()))], random),
        _ => with_extra(vec![("type", quoted("Renamed")), ("from", quoted(random.word()))], random),
    }
}

fn shape(random: &mut Random) -> String {
    match random.below(4) {
        0 => quoted("Point"),
        1 => r#"{"Circle":0.5}"#.to_owned(),
        2 => {
            let square = with_extra(vec![("side", "3".to_owned())], random);
            object(vec![(random.pick(&["Square", "Quad"]), square)], random)
        }
        _ => format!(r#"{{"Line":[1,{}]}}"#, item(0, random)),
    }
}

fn state(random: &mut Random) -> String {
    match random.below(3) {
        0 => r#"{"c":7,"t":"On"}"#.to_owned(),
        1 => r#"{"t":"Off"}"#.to_owned(),
        _ => {
            let at = with_extra(vec![("level", random.below(3).to_string())], random);
            object(vec![("t", quoted("At")), ("c", at)], random)
        }
    }
}

fn any(random: &mut Random) -> String {
    match random.below(3) {
        0 => "5".to_owned(),
        1 => quoted(random.word()),
        _ => item(0, random),
    }
}

/// A document of the newer version, as any program may have written it.
fn document(random: &mut Random) -> String {
    let words = ["a", "b", "free", "x"];
    let by_name = words[..random.below(4)].iter().map(|word| (*word, item(0, random))).collect();
    let by_number = ["7", "1", "3"].map(|number| (number, item(0, random)));
    let numbers = ["3", "0", "8", "5"].map(str::to_owned);
    let members = vec![
        ("id", "1".to_owned()),
        (random.pick(&["name", "title"]), quoted(random.word())),
        ("score", random.pick(&["0.10", "-1E2", "3"]).to_owned()),
        ("note", random.pick(&["null", r#""a\/b""#]).to_owned()),
        ("tags", some(random, |_, random| quoted(random.word()))),
        ("plan", plan(random)),
        ("plans", some(random, |_, random| plan(random))),
        ("shape", shape(random)),
        ("event", event(random)),
        ("events", some(random, |_, random| event(random))),
        ("state", state(random)),
        ("any", any(random)),
        ("items", some(random, item)),
        ("nested", some(random, |_, random| some(random, item))),
        ("by_name", object(by_name, random)),
        ("by_number", object(by_number[random.below(3)..].to_vec(), random)),
        ("numbers", array(&numbers[random.below(5)..], random)),
        ("words", r#"["b","a",""]"#.to_owned()),
        ("pair", array(&[item(0, random), "true".to_owned()], random)),
        ("boxed", if random.is_one_of(2) { "null".to_owned() } else { item(0, random) }),
        ("x", random.pick(&["null", "-5"]).to_owned()),
        ("inner", item(0, random)),
    ];
    with_extra(members, random)
}

/// The older version changes a document, and the newer one reads what it would have made itself.
fn round(seed: u64) {
    let mut random = Random::new(seed);
    let stored = document(&mut random);
    let changes = changes(&mut random);
    let context = || format!("LOSSLESS_SEED={seed}, changes {changes:?} of {stored}");
    let mut newer: new::Document =
        serde_json::from_str(&stored).unwrap_or_else(|error| panic!("{error}, {}", context()));
    let mut older: old::Document = serde_json::from_str(&stored).unwrap();
    let before = older.clone();
    for change in &changes {
        new::change(&mut newer, *change, &mut random.clone());
        old::change(&mut older, *change, &mut random.clone());
    }
    let written = update(&stored, |document: &mut old::Document| {
        for change in &changes {
            old::change(document, *change, &mut random.clone());
        }
    });
    let written = written.unwrap_or_else(|error| panic!("{error}, {}", context()));
    assert_eq!(written.is_none(), older == before, "{}", context());
    let now = written.as_deref().unwrap_or(&stored);
    assert_eq!(serde_json::from_str::<old::Document>(now).unwrap(), older, "{}", context());
    assert_eq!(serde_json::from_str::<new::Document>(now).unwrap(), newer, "{}\n{now}", context());
}

/// A number from the environment.
fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|number| number.parse().unwrap())
}

#[test]
fn what_a_newer_version_has_stored_is_as_if_that_had_changed_it() {
    let seed = number("LOSSLESS_SEED").unwrap_or_else(|| RandomState::new().hash_one(0) >> 1);
    for seed in seed..seed + number("LOSSLESS_ROUNDS").unwrap_or(20_000) {
        round(seed);
    }
}
