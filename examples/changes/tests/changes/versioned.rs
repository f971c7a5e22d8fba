//! Documents that say their version, with every command.

use crate::start;
use changes::versioned::User;
use redis::{Commands, Connection};
use redis_derive::{
    DocumentCommands, Error, ErrorKind, Key, Update, from_redis_json, to_redis_json,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

fn ada(id: &str) -> User {
    User { id: id.to_owned(), visits: 3, first: "Ada".to_owned(), last: "King Noel".to_owned() }
}

fn old(id: &str) -> String {
    format!(r#"{{"version":"1","id":"{id}","visits":3,"name":"Ada King Noel"}}"#)
}

fn new(id: &str) -> String {
    let names = r#""first":"Ada","last":"King Noel""#;
    format!(r#"{{"version":"2","id":"{id}","visits":3,{names}}}"#)
}

fn text(con: &mut Connection, id: &str) -> Option<String> {
    con.get(User::key_for(id)).unwrap()
}

/// A command on the document of a user at its key. What it has read is the user.
type Tried = fn(&mut Connection, &Key<User>, &User) -> Result<User, Error>;

/// The user, if this is so.
fn user_if(is_so: bool, user: &User) -> User {
    assert!(is_so);
    user.clone()
}

/// What leaves the document as it is.
const READING: [(&str, Tried); 9] = [
    ("load", |con, key, _| Ok(con.load(key)?.unwrap())),
    ("load_many", |con, key, _| Ok(con.load_many([key])?.remove(0).unwrap())),
    ("load_and_touch", |con, key, _| Ok(con.load_and_touch(key)?.unwrap())),
    ("touch", |con, key, user| Ok(user_if(con.touch(key)?, user))),
    ("update", |con, key, _| Ok(con.update(key, |_| {})?.unwrap())),
    ("try_update", |con, key, _| Ok(con.try_update(key, |_| Ok::<_, Error>(()))?.unwrap())),
    ("scan_keys", |con, key, user| {
        let pattern = User::key_pattern().with("id", &user.id)?;
        let found = con.scan_keys(&pattern).next().unwrap()?;
        Ok(user_if(found.as_str() == key.as_str(), user))
    }),
    ("scan_documents", |con, _, user| {
        let pattern = User::key_pattern().with("id", &user.id)?;
        con.scan_documents(&pattern).next().unwrap()?.1
    }),
    ("page", |con, _, user| {
        let pattern = User::key_pattern().with("id", &user.id)?;
        con.page(&pattern, None, 1)?.documents.remove(0).1
    }),
];

/// What leaves it as it is, and stores the user where there is none.
const FILLING: [(&str, Tried); 6] = [
    ("update_or_insert_with", |con, key, user| {
        con.update_or_insert_with(key, |_| {}, || user.clone())
    }),
    ("try_update_or_insert_with", |con, key, user| {
        con.try_update_or_insert_with(key, |_| Ok::<_, Error>(()), || Ok(user.clone()))
    }),
    ("load_or_else", |con, key, user| con.load_or_else(key, || user.clone())),
    ("try_load_or_else", |con, key, user| con.try_load_or_else(key, || Ok(user.clone()))),
    ("load_or_find", |con, key, user| {
        Ok(con.load_or_find(key, || Ok::<_, Error>(Some(user.clone())))?.unwrap())
    }),
    ("load_many_or_find", |con, key, user| {
        let source = |_: Vec<&Key<User>>| Ok::<_, Error>(vec![Some(user.clone())]);
        Ok(con.load_many_or_find([key], source)?.remove(0).unwrap())
    }),
];

/// What stores the user.
const WRITING: [(&str, Tried); 4] = [
    ("save", |con, _, user| con.save(user).map(|()| user.clone())),
    ("save_many", |con, _, user| con.save_many([user]).remove(0).map(|()| user.clone())),
    ("replace", |con, _, user| Ok(user_if(con.replace(user)?, user))),
    ("save_new", |con, key, user| {
        assert!(!con.save_new(user)?);
        con.remove(key)?;
        Ok(user_if(con.save_new(user)?, user))
    }),
];

/// What removes it.
const REMOVING: [(&str, Tried); 4] = [
    ("take", |con, key, _| Ok(con.take(key)?.unwrap())),
    ("remove", |con, key, user| Ok(user_if(con.remove(key)?, user))),
    ("remove_many", |con, key, user| Ok(user_if(con.remove_many([key])? == 1, user))),
    ("remove_all", |con, _, user| {
        let pattern = User::key_pattern().with("id", &user.id)?;
        Ok(user_if(con.remove_all(&pattern)? == 1, user))
    }),
];

#[test]
fn every_command_takes_each_version_and_writes_the_new_one() {
    let (_server, mut con) = start();
    let id = test_server::key("versioned");
    let (key, ada) = (User::key_for(&id), ada(&id));
    let mut tried = BTreeSet::new();
    let mut try_all =
        |commands: &[(&'static str, Tried)], stored: Option<&str>, left: Option<&str>| {
            for (name, command) in commands {
                con.remove(&key).unwrap();
                if let Some(stored) = stored {
                    let () = con.set_ex(&key, stored, 1000).unwrap();
                }
                assert_eq!(command(&mut con, &key, &ada).unwrap(), ada, "{name} of {stored:?}");
                assert_eq!(text(&mut con, &id).as_deref(), left, "{name} of {stored:?}");
                tried.insert(*name);
            }
        };
    let (old, new) = (old(&id), new(&id));
    for stored in [&*old, &new] {
        try_all(&READING, Some(stored), Some(stored));
        try_all(&FILLING, Some(stored), Some(stored));
        try_all(&WRITING, Some(stored), Some(&new));
        try_all(&REMOVING, Some(stored), None);
    }
    try_all(&FILLING, None, Some(&new));
    let commands = include_str!("../../../../redis-derive/src/commands/document_commands.rs");
    assert_eq!(tried, test_server::methods(commands));
    con.remove(&key).unwrap();
}

#[test]
fn an_update_keeps_the_version_where_that_can_say_the_change() {
    let (_server, mut con) = start();
    let id = test_server::key("updated");
    let key = User::key_for(&id);
    let () = con.set_ex(&key, old(&id), 1000).unwrap();
    con.update(&key, |_| Update::SaveAndTouch).unwrap();
    assert_eq!(text(&mut con, &id).unwrap(), old(&id));
    con.update(&key, |user| user.visits += 1).unwrap();
    assert_eq!(text(&mut con, &id).unwrap(), old(&id).replace("s\":3", "s\":4"));
    con.update(&key, |user| user.first = "Augusta".to_owned()).unwrap();
    let changed = new(&id).replace("s\":3", "s\":4").replace("Ada", "Augusta");
    assert_eq!(text(&mut con, &id).unwrap(), changed);
    con.remove(&key).unwrap();
}

#[test]
fn a_version_to_come_is_an_error_and_stays() {
    let (_server, mut con) = start();
    let id = test_server::key("to-come");
    let key = User::key_for(&id);
    for other in [r#"{"version":"3"}"#, "{}", "[]"] {
        let () = con.set_ex(&key, other, 1000).unwrap();
        assert_eq!(con.load(&key).unwrap_err().kind(), ErrorKind::Data, "{other}");
        assert_eq!(con.update(&key, |_| {}).unwrap_err().kind(), ErrorKind::Data);
        assert_eq!(text(&mut con, &id).unwrap(), other);
    }
    con.remove(&key).unwrap();
}

/// serde reads what is behind a tag by way of values of its own, which do not say enough.
#[test]
fn behind_a_tag_some_types_are_not_read() {
    #[derive(Debug, Serialize, Deserialize)]
    #[serde(tag = "version")]
    enum Stored {
        Keys { of: BTreeMap<u32, u8> },
        Large { number: u128 },
    }
    let keys = Stored::Keys { of: [(1, 2)].into() };
    let large = Stored::Large { number: u128::MAX };
    for stored in [keys, large] {
        let json = to_redis_json(&stored).unwrap();
        assert_eq!(
            from_redis_json::<Stored>(&json).unwrap_err().kind(),
            ErrorKind::Data,
            "{stored:?}"
        );
    }
}
