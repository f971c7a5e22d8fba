//! Paths of any length: an error where no document reaches, and never a stack that overflows.

use redis_1 as redis;
use redis_derive::{Error, ErrorKind, JsonPath, JsonPathCommands, Key, Patch, RedisJson};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tests::{key, url_with_json};

#[derive(Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Node {
    number: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Box<Node>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    list: Vec<Node>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    map: BTreeMap<String, Node>,
}

/// A chain with so many nodes below the first.
fn chain(length: usize) -> Node {
    (0..length)
        .fold(Node::default(), |next, _| Node { next: Some(Box::new(next)), ..Node::default() })
}

fn next(length: usize) -> JsonPath<Node, Option<Box<Node>>> {
    (1..length).fold(Node::paths().next(), |path, _| path.next())
}

fn leads_out<T>(outcome: Result<T, Error>, kind: ErrorKind) {
    let error = outcome.map(drop).unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains("more than 127"), "{error}");
}

#[test]
fn a_path_as_deep_as_a_document_leads_to_its_end() {
    let client = redis::Client::open(url_with_json()).unwrap();
    let mut con = client.get_connection().unwrap();
    let key: Key<Node> = Key::new(key("deep"));
    con.json_save((&key, &chain(126))).unwrap();
    let number = next(126).number();
    assert_eq!(con.json_increment_at(&key, number.clone(), 7).unwrap(), Some(7));
    con.json_patch(&key, &Patch::new().set(number.clone(), 8).unwrap()).unwrap();
    assert_eq!(con.json_get_at(&key, number).unwrap(), Some(8));
    let () = redis::cmd("DEL").arg(&key).query(&mut con).unwrap();
}

#[test]
fn a_longer_path_is_an_error_before_anything_is_sent() {
    let client = redis::Client::open(url_with_json()).unwrap();
    let mut con = client.get_connection().unwrap();
    let key: Key<Node> = Key::new(key("deep"));
    for length in [127, 128, 1000, 20_000] {
        let path = next(length);
        let number = path.number();
        leads_out(con.json_get_at(&key, number.clone()), ErrorKind::NoMatch);
        leads_out(con.json_set_at(&key, number.clone(), 1), ErrorKind::Serialize);
        leads_out(con.json_increment_at(&key, number.clone(), 1), ErrorKind::Serialize);
        leads_out(Patch::new().set(number.clone(), 1), ErrorKind::Serialize);
        leads_out(Patch::new().remove(path.next()), ErrorKind::Serialize);
        assert!(number.clone().to_string().ends_with(".next…"));
        assert!(format!("{number:?}").len() < 1024);
    }
}

#[test]
fn an_element_may_be_as_deep_as_its_list_allows() {
    let client = redis::Client::open(url_with_json()).unwrap();
    let mut con = client.get_connection().unwrap();
    let (key, list): (Key<Node>, _) = (Key::new(key("deep")), Node::paths().list());
    con.json_save((&key, &Node::default())).unwrap();
    leads_out(con.json_append_at(&key, &list, &chain(125)), ErrorKind::Serialize);
    assert_eq!(con.json_append_at(&key, &list, &chain(124)).unwrap(), Some(1));
    assert_eq!(con.json_load(&key).unwrap().unwrap().list, [chain(124)]);
    let () = redis::cmd("DEL").arg(&key).query(&mut con).unwrap();
}

#[test]
fn elements_and_entries_count_as_well() {
    let elements = (0..20_000).fold(Node::paths().list().last(), |path, _| path.list().last());
    let entries = (0..20_000).fold(Node::paths().map().key("a"), |path, _| path.map().key("a"));
    let client = redis::Client::open(url_with_json()).unwrap();
    let mut con = client.get_connection().unwrap();
    let key: Key<Node> = Key::new(key("deep"));
    for path in [elements, entries] {
        leads_out(con.json_get_at(&key, path.number()), ErrorKind::NoMatch);
        leads_out(con.json_remove_at(&key, path), ErrorKind::Serialize);
    }
}
