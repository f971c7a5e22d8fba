//! Documents of any serde type under any key, with the views of a key and the entries.

use super::server::{Client, on_both_protocols};
use crate::client::connect_async;
use crate::redis::{Commands, cmd, pipe};
use redis_derive::{
    AsyncDocumentCommands, Cache, Cached, Document, DocumentCommands, DocumentPipeline, ErrorKind,
    Expiry, Json, JsonPathCommands, Key,
};
use std::time::Duration;
use tests::{Unserializable, User, key, url};

const MINUTE: Expiry = Expiry::After(Duration::from_secs(60));

fn keys<T, const N: usize>(con: &mut Client, names: [&str; N]) -> [Key<T>; N] {
    names.map(|name| Key::new(con.key(name)))
}

#[test]
fn documents_are_stored_and_read_and_removed() {
    on_both_protocols(|con| {
        let [key, missing] = keys(con, ["user", "missing"]);
        con.save((&key, &User::new(1))).unwrap();
        assert_eq!(con.load(&key).unwrap(), Some(User::new(1)));
        assert_eq!(con.load(&missing).unwrap(), None);
        con.save((&key.clone().with_expiry(MINUTE), &User::new(2))).unwrap();
        assert!((1..=60).contains(&con.ttl::<_, i64>(&key).unwrap()));
        let stays = key.clone().with_expiry(Expiry::Never);
        assert_eq!(con.load_and_touch(&stays).unwrap(), Some(User::new(2)));
        assert_eq!(con.ttl::<_, i64>(&key).unwrap(), -1);
        assert_eq!(con.take(&key).unwrap(), Some(User::new(2)));
        assert_eq!(con.take(&key).unwrap(), None);
    });
}

#[test]
fn many_documents_are_read_at_once() {
    on_both_protocols(|con| {
        let [a, missing, b] = keys::<Vec<u8>, 3>(con, ["a", "missing", "b"]);
        con.save((&a, &vec![1, 2])).unwrap();
        let () = con.set(&b, "text not to be read as numbers").unwrap();
        assert_eq!(con.load_many([&a, &missing]).unwrap(), [Some(vec![1, 2]), None]);
        assert_eq!(con.load_many([a.clone()]).unwrap(), [Some(vec![1, 2])]);
        con.load_many([&a, &b]).unwrap_err();
        let none: [&Key<Vec<u8>>; 0] = [];
        assert_eq!(con.load_many(none).unwrap(), []);
        let documents = con.load_many([a.raw(), missing.raw(), b.raw()]).unwrap();
        let texts: Vec<_> =
            documents.into_iter().map(|one| one.map(Document::into_string)).collect();
        let texts: Vec<_> = texts.iter().map(Option::as_deref).collect();
        assert_eq!(texts, [Some("[1,2]"), None, Some("text not to be read as numbers")]);
    });
}

#[test]
fn an_entry_of_a_cache_is_a_hit_a_miss_or_undecodable() {
    on_both_protocols(|con| {
        let [hit, missing, old] = keys::<User, 3>(con, ["hit", "missing", "old"]);
        con.save((&hit, &User::new(1))).unwrap();
        let () = con.set(&old, "hunter2").unwrap();
        assert_eq!(con.load(hit.cached()).unwrap(), Cached::Hit(User::new(1)));
        assert_eq!(con.load(missing.cached()).unwrap(), Cached::Miss);
        assert!(con.load(old.cached()).unwrap().is_undecodable());
        assert!(con.load_and_touch(old.cached()).unwrap().is_undecodable());
        let many = con.load_many([hit.cached(), missing.cached(), old.cached()]).unwrap();
        assert_eq!(many[..2], [Cached::Hit(User::new(1)), Cached::Miss]);
        assert_eq!(many[2], con.load(old.cached()).unwrap());
        let (entry,): (Cached<User>,) = pipe().load(old.cached()).query(con).unwrap();
        assert!(entry.is_undecodable());
        assert!(con.take(old.cached()).unwrap().is_undecodable());
        assert_eq!(con.take(old.cached()).unwrap(), Cached::Miss);
    });
}

#[test]
fn a_document_is_read_and_written_as_it_is() {
    on_both_protocols(|con| {
        let [key, other] = keys::<User, 2>(con, ["user", "other"]);
        let () = con.set(&key, r#"{"id": 1,  "name": "Ada"}"#).unwrap();
        let document = con.load(key.raw()).unwrap().unwrap();
        assert_eq!(document.as_str(), r#"{"id": 1,  "name": "Ada"}"#);
        assert!(con.save_new((&other, &document)).unwrap());
        assert!(con.replace((&other, &document)).unwrap());
        assert_eq!(con.take(other.raw()).unwrap(), Some(document.clone()));
        assert_eq!(con.take(other.raw()).unwrap(), None);
        con.save((&other.clone().with_cache(Cache::new()), &document)).unwrap();
        assert_eq!(con.load(other.raw()).unwrap(), Some(document));
    });
}

#[test]
fn a_value_that_does_not_serialize_is_an_error_and_nothing_is_sent() {
    on_both_protocols(|con| {
        let [key] = keys::<User, 1>(con, ["user"]);
        con.save((&key, &User::new(1))).unwrap();
        let bad = Key::<Unserializable>::new(key.as_str());
        let error = con.save((&bad, &Unserializable::new())).unwrap_err();
        assert!(error.to_string().contains("key must be a string"), "{error}");
        assert_eq!(error.kind(), ErrorKind::Serialize);
        con.save_new((&bad, &Unserializable::new())).unwrap_err();
        con.replace((&bad, &Unserializable::new())).unwrap_err();
        let mut pipeline = pipe();
        assert!(pipeline.save((&bad, &Unserializable::new())).is_err());
        assert!(pipeline.save_new((&bad, &Unserializable::new())).is_err());
        assert_eq!(pipeline.get_packed_pipeline(), b"");
        assert_eq!(con.load(&key).unwrap(), Some(User::new(1)));
    });
}

#[test]
fn a_document_that_does_not_decode_is_an_error_that_names_the_type() {
    let mut con = Client::connect(url());
    let [key] = keys::<User, 1>(&mut con, ["user"]);
    let () = con.set(&key, "hunter2").unwrap();
    let error = con.load(&key).unwrap_err();
    assert_eq!((error.kind(), error.type_name()), (ErrorKind::Syntax, "tests::User"));
    let error = error.to_string();
    assert!(error.contains("`tests::User`") && !error.contains("hunter2"), "{error}");
    con.take(&key).unwrap_err();
}

/// What the commands of the next test reply with.
type Replies = (Json<Vec<u8>>, Option<User>, User, User);

#[test]
fn a_pipeline_writes_documents_and_reads_them() {
    on_both_protocols(|con| {
        let [key, missing] = keys::<User, 2>(con, ["user", "missing"]);
        let numbers: Key<Vec<u8>> = Key::new(key.as_str());
        let mut pipeline = pipe();
        pipeline.atomic().save((&numbers, &vec![1, 2])).unwrap().ignore().load(&numbers);
        let for_a_minute = key.clone().with_expiry(MINUTE);
        pipeline.save((&for_a_minute, &User::new(1))).unwrap().ignore().load(&missing);
        pipeline.load_and_touch(&key).take(&key);
        let (list, none, touched, removed): Replies = pipeline.query(con).unwrap();
        assert_eq!((list.into_inner(), none), (vec![1, 2], None));
        assert_eq!((touched, removed), (User::new(1), User::new(1)));
        assert_eq!(con.load(&key).unwrap(), None);
    });
}

#[test]
fn in_a_transaction_that_was_opened_by_hand_nothing_is_taken_for_an_answer() {
    on_both_protocols(|con| {
        let [key] = keys::<User, 1>(con, ["user"]);
        cmd("MULTI").exec(&mut **con).unwrap();
        let errors = [
            con.save((&key, &User::new(1))).unwrap_err(),
            con.save_new((&key, &User::new(1))).unwrap_err(),
            con.replace((&key, &User::new(1))).unwrap_err(),
            con.touch(&key).unwrap_err(),
            con.remove(&key).unwrap_err(),
            con.load(key.raw()).unwrap_err(),
            con.take(key.raw()).unwrap_err(),
            con.load_many([key.raw()]).unwrap_err(),
            con.json_save((&key, &User::new(1))).unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Reply);
            assert!(error.to_string().contains("`QUEUED`"), "{error}");
        }
        cmd("DISCARD").exec(&mut **con).unwrap();
        assert_eq!(con.load(&key).unwrap(), None);
    });
}

#[tokio::test]
async fn an_asynchronous_connection_has_the_same_commands() {
    fn assert_send<T: Send>(future: T) -> T {
        future
    }
    let mut con = connect_async(url()).await;
    let [key, missing] = ["user", "missing"].map(|name| Key::<User>::new(key(name)));
    assert_send(con.save((&key, &User::new(1)))).await.unwrap();
    assert_eq!(assert_send(con.load(&key)).await.unwrap(), Some(User::new(1)));
    assert_eq!(assert_send(con.load(key.cached())).await.unwrap(), Cached::Hit(User::new(1)));
    assert!(assert_send(con.load(key.raw())).await.unwrap().is_some());
    assert_eq!(con.load_and_touch(&key).await.unwrap(), Some(User::new(1)));
    assert_eq!(con.load_many([&key, &missing]).await.unwrap(), [Some(User::new(1)), None]);
    let none: [&Key<User>; 0] = [];
    assert_eq!(con.load_many(none).await.unwrap(), []);
    let bad = Key::<Unserializable>::new(key.as_str());
    con.save((&bad, &Unserializable::new())).await.unwrap_err();
    assert_eq!(con.take(&key).await.unwrap(), Some(User::new(1)));
    assert_eq!(con.take(&key).await.unwrap(), None);
}
