//! A program that does not know what a newer one has added to its document.

use faults::versions::{ITEMS, TURN, Version, run};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize)]
struct Shop {
    visits: u64,
    owner: Owner,
    items: Vec<Item>,
    scores: BTreeMap<String, Score>,
    role: Role,
    #[serde(alias = "email")]
    mail: String,
}

#[derive(Serialize, Deserialize)]
struct Owner {
    logins: u64,
}

#[derive(Serialize, Deserialize)]
struct Item {
    id: u64,
    sold: u64,
}

#[derive(Default, Serialize, Deserialize)]
struct Score {
    points: u64,
}

#[derive(Serialize, Deserialize)]
enum Role {
    Admin,
    #[serde(other)]
    Unknown,
}

impl Version for Shop {
    fn count(&mut self, step: u64) {
        self.visits += 1;
        self.owner.logins += 1;
        if step.is_multiple_of(TURN) {
            self.items.rotate_left(1);
        } else {
            let sold = self.items.iter_mut().find(|item| item.id == step % ITEMS);
            sold.expect("no item is lost").sold += 1;
        }
        self.scores.entry(format!("{}", step % 10)).or_default().points += 1;
    }
}

fn main() {
    run::<Shop>();
}
