//! Documents that say their version, with every command.

use crate::start;
use changes::versioned::User;
use redis::{Commands, Connection};
use redis_derive::{DocumentCommands, ErrorKind, Update, from_redis_json, to_redis_json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

fn text(con: &mut Connection, id: &str) -> String {
    con.get(User::key_for(id)).unwrap()
}

#[test]
fn what_is_written_says_the_new_version() {
    let (_server, mut con) = start();
    let id = test_server::key("written");
    let (key, ada) = (User::key_for(&id), ada(&id));
    con.save(&ada).unwrap();
    assert_eq!(text(&mut con, &id), new(&id));
    assert!(!con.save_new(&ada).unwrap());
    assert!(con.replace(&ada).unwrap());
    assert!(con.touch(&key).unwrap());
    assert_eq!(con.load_and_touch(&key).unwrap().as_ref(), Some(&ada));
    assert!(con.remove(&key).unwrap());
    assert!(con.save_new(&ada).unwrap());
    assert_eq!(con.take(&key).unwrap().as_ref(), Some(&ada));
    assert_eq!(con.load_or_else(&key, || ada.clone()).unwrap(), ada);
    assert_eq!(con.update_or_insert_with(&key, |_| {}, || unreachable!()).unwrap(), ada);
    assert_eq!(text(&mut con, &id), new(&id));
    con.remove(&key).unwrap();
    con.update_or_insert_with(&key, |_| {}, || ada.clone()).unwrap();
    con.save_many([&ada]).remove(0).unwrap();
    assert_eq!(text(&mut con, &id), new(&id));
    con.remove(&key).unwrap();
}

#[test]
fn each_command_that_reads_takes_each_version() {
    let (_server, mut con) = start();
    for stored in [old, new] {
        let id = test_server::key("read");
        let (key, ada) = (User::key_for(&id), ada(&id));
        let () = con.set_ex(&key, stored(&id), 1000).unwrap();
        assert_eq!(con.load(&key).unwrap().as_ref(), Some(&ada));
        assert_eq!(con.load_many([&key]).unwrap(), [Some(ada.clone())]);
        assert_eq!(con.load(key.cached()).unwrap().into_option().as_ref(), Some(&ada));
        assert_eq!(con.load_or_else(&key, || unreachable!()).unwrap(), ada);
        let pattern = User::key_pattern().with("id", &id).unwrap();
        let (found, document) = con.scan_documents(&pattern).next().unwrap().unwrap();
        assert_eq!((found.as_str(), document.unwrap()), (key.as_str(), ada.clone()));
        let mut page = con.page(&pattern, None, 10).unwrap();
        assert_eq!(page.documents.pop().unwrap().1.unwrap(), ada);
        assert_eq!(text(&mut con, &id), stored(&id), "nothing of this has written");
        assert_eq!(con.take(&key).unwrap(), Some(ada));
    }
}

#[test]
fn an_update_keeps_the_version_where_that_can_say_the_change() {
    let (_server, mut con) = start();
    let id = test_server::key("updated");
    let key = User::key_for(&id);
    let () = con.set_ex(&key, old(&id), 1000).unwrap();
    con.update(&key, |_| Update::SaveAndTouch).unwrap();
    assert_eq!(text(&mut con, &id), old(&id));
    con.update(&key, |user| user.visits += 1).unwrap();
    assert_eq!(text(&mut con, &id), old(&id).replace("s\":3", "s\":4"));
    con.update(&key, |user| user.first = "Augusta".to_owned()).unwrap();
    let changed = new(&id).replace("s\":3", "s\":4").replace("Ada", "Augusta");
    assert_eq!(text(&mut con, &id), changed);
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
        assert_eq!(text(&mut con, &id), other);
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
