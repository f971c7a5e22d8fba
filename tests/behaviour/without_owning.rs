//! `Document`: the JSON of a reply, for types that borrow from it.

use super::server::{Client, on_both_protocols};
use crate::client;
use crate::redis::streams::StreamRangeReply;
use crate::redis::{self, Commands, ToRedisArgs, Value, cmd, pipe};
use redis_derive::{AsyncDocumentCommands, DocumentCommands, DocumentPipeline};
use redis_derive::{Cached, Document, ErrorKind, Expiry, Key, Keyed, RedisJson, path};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::time::Duration;
use tests::{Settings, User, key, url};

/// Borrows, so that it can be written, and read from a `Document` alone.
#[derive(Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:view")]
struct View<'a> {
    run: &'a str,
    #[serde(borrow)]
    text: Cow<'a, str>,
    tags: Vec<&'a str>,
}

const JSON: &str = r#"{"run": "1", "text": "plain", "tags": ["a", "b"]}"#;

fn bulk(json: &str) -> Value {
    Value::BulkString(json.into())
}

fn document(json: &str) -> Document {
    Document::from_json(json).unwrap()
}

#[test]
fn a_view_borrows_from_its_document() {
    let document = document(JSON);
    let (one, other): (View<'_>, View<'_>) = (document.read().unwrap(), document.read().unwrap());
    assert_eq!(one, other);
    assert_eq!(one, View { run: "1", text: "plain".into(), tags: vec!["a", "b"] });
    let inside = document.as_bytes().as_ptr_range();
    assert!(inside.contains(&one.run.as_ptr()) && inside.contains(&one.tags[1].as_ptr()));
    assert!(matches!(one.text, Cow::Borrowed(_)));
    let raw: Pieces<'_> = document.read().unwrap();
    assert_eq!(raw.tags.get(), r#"["a", "b"]"#);
    let owned: serde_json::Value = document.read().unwrap();
    assert_eq!(owned["text"], "plain");
}

#[derive(Deserialize)]
struct Pieces<'a> {
    #[serde(borrow)]
    tags: &'a serde_json::value::RawValue,
}

#[test]
fn text_with_escapes_is_owned_or_an_error_that_says_so() {
    let escaped = document(r#"{"run": "1", "text": "a\nb", "tags": []}"#);
    let view: View<'_> = escaped.read().unwrap();
    assert!(matches!(&view.text, Cow::Owned(text) if text == "a\nb"));
    let escaped = document(r#"{"run": "hunter2\n", "text": "", "tags": []}"#);
    let error = escaped.read::<View<'_>>().unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Data, Some("run")));
    let message = error.to_string();
    assert!(message.contains("`Cow<str>`") && !message.contains("hunter2"), "{message}");
}

#[test]
fn the_rules_are_those_of_every_other_read() {
    let error = document("[]").read::<Settings>().unwrap_err();
    assert!(error.to_string().contains("`path::One<Settings>`"), "{error}");
    let reply = document(r#"[{"volume": 3}]"#);
    let one: path::One<Settings> = reply.read().unwrap();
    assert_eq!(one.volume, 3);
    let cut: Document = client::read(bulk(r#"{"id": 1, "name""#)).unwrap();
    assert_eq!(cut.read::<User>().unwrap_err().kind(), ErrorKind::Syntax);
}

#[test]
fn it_is_what_came_from_each_kind_of_reply() {
    for (reply, json) in [
        (bulk(JSON), JSON),
        (Value::SimpleString(JSON.to_owned()), JSON),
        (bulk("not JSON"), "not JSON"),
        (Value::Int(-5), "-5"),
        (Value::Double(1.5), "1.5"),
        (Value::Double(3.0), "3"),
        (Value::Boolean(true), "true"),
        (Value::Attribute { data: Box::new(bulk(JSON)), attributes: vec![] }, JSON),
    ] {
        assert_eq!(client::read_ref::<Document>(&reply).unwrap().as_str(), json);
        assert_eq!(client::read::<Document>(reply).unwrap().into_string(), json);
    }
    assert_eq!(client::read::<Option<Document>>(Value::Nil).unwrap(), None);
    let gap: Vec<Option<Document>> =
        client::read(Value::Array(vec![bulk("1"), Value::Nil])).unwrap();
    assert_eq!(gap, [Some(document("1")), None]);
    let one: Vec<Document> = client::read(bulk("[1,2]")).unwrap();
    assert_eq!(one, [document("[1,2]")]);
    assert_eq!(client::read::<Cached<Document>>(bulk("1")).unwrap(), Cached::Hit(document("1")));
    assert!(client::read::<Cached<Document>>(Value::Nil).unwrap().is_miss());
    let one: Vec<Cached<Document>> = client::read(bulk("[1,2]")).unwrap();
    assert_eq!(one, [Cached::Hit(document("[1,2]"))]);
    for (reply, says) in [
        (Value::Nil, "`Option<Document>`"),
        // The placeholder of a fill.
        (bulk(&format!("null{:32}", "")), "`Option<Document>`"),
        (Value::Array(vec![]), "`Vec<Document>`"),
        (Value::Okay, "the status OK"),
        (Value::BulkString(b"hunter2 \xff".to_vec()), "not UTF-8 from byte 8 on"),
    ] {
        let by_reference = client::read_ref::<Document>(&reply).unwrap_err().to_string();
        let by_value = client::read::<Document>(reply).unwrap_err().to_string();
        assert!(by_value.contains(says) && !by_value.contains("hunter2"), "{by_value}");
        assert_eq!(by_value, by_reference);
    }
}

#[test]
fn a_big_number_keeps_all_of_its_digits() {
    let digits = "123456789".repeat(6);
    let reply = redis::parse_redis_value(format!("*1\r\n(+00{digits}\r\n").as_bytes()).unwrap();
    let [document]: [Document; 1] = client::read(reply).unwrap();
    assert_eq!(document.as_str(), digits);
}

#[test]
fn json_from_elsewhere_is_checked() {
    for json in ["", "{", "{id: 1}", "1 1", "\"\u{1}\""] {
        assert_eq!(Document::from_json(json).unwrap_err().kind(), ErrorKind::Syntax, "{json}");
    }
    assert_eq!(Document::from_json(b"\"\xff\"".to_vec()).unwrap_err().kind(), ErrorKind::Syntax);
    assert_eq!(document(" [1e999] ").as_str(), " [1e999] ");
    let secret = document(r#""hunter2""#);
    assert_eq!(format!("{secret:?}"), "Document(9 bytes)");
}

#[test]
fn as_an_argument_it_is_its_bytes() {
    assert_eq!(document(JSON).to_redis_args(), [JSON.as_bytes()]);
    let copied = document(JSON).clone();
    assert_eq!(cmd("SET").arg("key").arg(&copied).args_iter().count(), 3);
}

#[test]
fn documents_are_handed_on() {
    on_both_protocols(|con| {
        let (from, to, missing) = (con.key("from"), con.key("to"), con.key("missing"));
        let () = con.set(&from, JSON).unwrap();
        let document: Document = con.get(&from).unwrap();
        let () = con.set(&to, &document).unwrap();
        assert_eq!(con.get::<_, String>(&to).unwrap(), JSON);
        let all: Vec<Option<Document>> = con.mget(&[&from, &missing, &to]).unwrap();
        assert_eq!(all, [Some(document.clone()), None, Some(document.clone())]);
        let (one, none): (Document, Option<Document>) =
            pipe().get(&from).get(&missing).query(con).unwrap();
        assert_eq!((one.as_str(), none), (JSON, None));
        let stream = con.key("stream");
        let () = con.xadd(&stream, "*", &[("json", &document)]).unwrap();
        let entries: StreamRangeReply = con.xrange_all(&stream).unwrap();
        assert_eq!(entries.ids[0].get::<Document>("json"), Some(document));
    });
}

#[test]
fn a_message_is_a_document() {
    let (channel, mut con) = (key("channel"), Client::connect(url()));
    let mut subscriber = Client::connect(url());
    let mut subscriber = subscriber.as_pubsub();
    subscriber.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    subscriber.subscribe(&channel).unwrap();
    let () = con.publish(&channel, document(JSON)).unwrap();
    let payload: Document = subscriber.get_message().unwrap().get_payload().unwrap();
    assert_eq!(payload.read::<View<'_>>().unwrap().run, "1");
}

#[test]
fn a_type_that_borrows_has_a_key() {
    on_both_protocols(|con| {
        let run = con.key("").replace("redis-derive:", "");
        let view = View { run: &run, text: "a\nb".into(), tags: vec!["x"] };
        let key = view.key();
        con.forget(key.as_str());
        assert_eq!(con.load(key.raw()).unwrap(), None);
        con.save(&view).unwrap();
        let document = con.load(View::key_for(&run).raw()).unwrap().unwrap();
        assert_eq!(document.read::<View<'_>>().unwrap(), view);
        let (again,): (Option<Document>,) = pipe().load(key.raw()).query(con).unwrap();
        assert_eq!(again.as_ref(), Some(&document));
        let copy: Key<View<'_>> =
            Key::new(con.key("copy")).with_expiry(Expiry::After(Duration::from_secs(100)));
        con.save((&copy, &document)).unwrap();
        assert_eq!(con.load(copy.raw()).unwrap(), Some(document));
        assert!((90..=100).contains(&con.ttl::<_, i64>(&copy).unwrap()));
    });
}

#[tokio::test]
async fn an_asynchronous_connection_loads_documents() {
    let mut con = client::connect_async(url()).await;
    let key: Key<Vec<u8>> = Key::new(key("list"));
    con.save((&key, &vec![1, 2])).await.unwrap();
    let document = con.load(key.raw()).await.unwrap().unwrap();
    assert_eq!(document.as_str(), "[1,2]");
    assert!(con.remove(&key).await.unwrap());
}
