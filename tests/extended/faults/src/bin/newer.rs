//! The newer version of `older`.

use faults::versions::{ITEMS, TURN, Version, run};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize)]
struct Shop {
    visits: u64,
    renewals: u64,
    owner: Owner,
    items: Vec<Item>,
    scores: BTreeMap<String, Score>,
    role: Role,
    #[serde(alias = "mail")]
    email: String,
}

#[derive(Serialize, Deserialize)]
struct Owner {
    logins: u64,
    calls: u64,
}

#[derive(Serialize, Deserialize)]
struct Item {
    id: u64,
    sold: u64,
    price: u64,
}

#[derive(Default, Serialize, Deserialize)]
struct Score {
    points: u64,
    #[serde(default)]
    bonus: u64,
}

#[derive(Serialize, Deserialize)]
enum Role {
    Admin,
    Auditor,
    Reviewer,
}

impl Version for Shop {
    fn count(&mut self, step: u64) {
        self.visits += 1;
        self.renewals += 1;
        self.owner.calls += 1;
        if step.is_multiple_of(TURN) {
            self.items.rotate_right(1);
        } else {
            let item = self.items.iter_mut().find(|item| item.id == step % ITEMS);
            item.expect("no item is lost").price += 1;
        }
        self.scores.entry(format!("{}", step % 10)).or_default().bonus += 1;
        self.role = if step.is_multiple_of(2) { Role::Auditor } else { Role::Reviewer };
    }
}

fn main() {
    run::<Shop>();
}
