//! Two programs on one server. The older one does not know all fields of the document. They run in
//! turn, started again each time, and at the same time. Nothing is lost, and every count is the sum
//! of both.
//!
//! `VERSIONS_UPDATES` says how many updates there are.

use faults::Process;
use faults::versions::{ITEMS, TURN};
use redis_1::{Client, Commands};
use serde_json::{Value, json};
use std::env;
use std::process::Command;
use tests::url;

const OLDER: &str = env!("CARGO_BIN_EXE_older");
const NEWER: &str = env!("CARGO_BIN_EXE_newer");

/// What no version knows, with a number that no version would write so.
const PLAN: &str = r#""plan":{"rates":[1.10,{"a":null}]}"#;

/// A document of the newer version, with what was there before either.
fn begin(key: &str) {
    let items: Vec<Value> =
        (0..ITEMS).map(|id| json!({"price": 0, "id": id, "sold": 0, "tag": {"of": id}})).collect();
    let items = serde_json::to_string(&items).unwrap();
    let document = format!(
        r#"{{{PLAN},"visits":0,"renewals":0,"owner":{{"calls":0,"logins":0}},"items":{items},"scores":{{}},"role":"Auditor","email":"a@b.c"}}"#
    );
    let mut con = Client::open(url()).unwrap().get_connection().unwrap();
    let () = con.set_ex(key, document, 600).unwrap();
}

/// What the programs have done.
#[derive(Default)]
struct Done {
    /// The steps of each: the older one's, then the newer one's.
    steps: [u64; 2],
}

impl Done {
    /// Starts one of them for so many steps more.
    fn start(&mut self, program: usize, key: &str, steps: u64) -> Process {
        let first = self.steps[program].to_string();
        self.steps[program] += steps;
        let arguments = [url(), key, &first, &steps.to_string()];
        Process::start(Command::new([OLDER, NEWER][program]).args(arguments))
    }

    /// Steps of one of them in which this holds.
    fn count(&self, program: usize, holds: impl Fn(u64) -> bool) -> u64 {
        (0..self.steps[program]).filter(|step| holds(*step)).count() as u64
    }

    fn assert_all_there(&self, key: &str) {
        let mut con = Client::open(url()).unwrap().get_connection().unwrap();
        let (text, left): (String, i64) = (con.get(key).unwrap(), con.ttl(key).unwrap());
        assert!((1..=600).contains(&left) && text.contains(PLAN), "{left}: {text}");
        let document: Value = serde_json::from_str(&text).unwrap();
        let [older, newer] = self.steps;
        assert_eq!(document["visits"], older + newer);
        assert_eq!(document["renewals"], newer);
        assert_eq!(document["owner"], json!({"calls": newer, "logins": older}));
        assert!(["Auditor", "Reviewer"].contains(&document["role"].as_str().unwrap()), "{text}");
        assert_eq!((&document["email"], document.get("mail")), (&json!("a@b.c"), None));
        for id in 0..ITEMS {
            let item = document["items"].as_array().unwrap().iter().find(|item| item["id"] == id);
            let is_of = |step: u64| !step.is_multiple_of(TURN) && step % ITEMS == id;
            let [sold, price] = [0, 1].map(|program| self.count(program, is_of));
            let expected = json!({"price": price, "id": id, "sold": sold, "tag": {"of": id}});
            assert_eq!(item, Some(&expected), "{text}");
        }
        for score in 0..10 {
            let [points, bonus] =
                [0, 1].map(|program| self.count(program, |step| step % 10 == score));
            let found = &document["scores"][score.to_string()];
            let found = ["points", "bonus"].map(|name| found[name].as_u64().unwrap_or_default());
            assert_eq!(found, [points, bonus], "{text}");
        }
    }
}

/// How many steps a program does at a time, of twenty in all.
fn steps() -> u64 {
    let updates = env::var("VERSIONS_UPDATES").map_or(2000, |number| number.parse().unwrap());
    updates / 20
}

#[test]
fn nothing_is_lost_between_two_versions() {
    let key = tests::key("shop");
    begin(&key);
    let mut done = Done::default();
    for _ in 0..5 {
        for program in [0, 1] {
            let mut process = done.start(program, &key, steps());
            process.go_on();
            drop(process.end());
            done.assert_all_there(&key);
        }
    }
    for _ in 0..5 {
        let mut both = [0, 1].map(|program| done.start(program, &key, steps()));
        both.iter_mut().for_each(Process::go_on);
        for process in both {
            drop(process.end());
        }
        done.assert_all_there(&key);
    }
    let () = Client::open(url()).unwrap().get_connection().unwrap().del(key).unwrap();
}
