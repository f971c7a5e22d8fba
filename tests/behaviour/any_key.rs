//! The commands for documents, beside the client's own.

use super::server::{Client, on_both_protocols};
use crate::redis::{self, Commands, Expiry, pipe};
use redis_derive::{AsyncDocumentCommands, DocumentCommands, DocumentPipeline};
use redis_derive::{Cached, Json};
use tests::{Unserializable, User, key, url};

#[test]
fn documents_are_stored_and_read_and_removed() {
    on_both_protocols(|con| {
        let (key, missing) = (con.key("user"), con.key("missing"));
        con.set_json(&key, &User::new(1)).unwrap();
        assert_eq!(con.get_json(&key).unwrap(), Some(User::new(1)));
        assert_eq!(con.get_json::<User>(&missing).unwrap(), None);
        con.set_json_ex(&key, &User::new(2), 60).unwrap();
        assert!((1..=60).contains(&con.ttl::<_, i64>(&key).unwrap()));
        assert_eq!(con.getex_json(&key, Expiry::PERSIST).unwrap(), Some(User::new(2)));
        assert_eq!(con.ttl::<_, i64>(&key).unwrap(), -1);
        assert_eq!(con.getdel_json(&key).unwrap(), Some(User::new(2)));
        assert_eq!(con.getdel_json::<User>(&key).unwrap(), None);
    });
}

#[test]
fn many_documents_are_read_at_once() {
    on_both_protocols(|con| {
        let [a, missing, b] = ["a", "missing", "b"].map(|name| con.key(name));
        con.set_json(&a, &[1, 2]).unwrap();
        con.set_json(&b, "text not to be read as numbers").unwrap();
        let lists: Vec<Option<Vec<u8>>> = con.mget_json(&[&a, &missing]).unwrap();
        assert_eq!(lists, [Some(vec![1, 2]), None]);
        assert_eq!(con.mget_json::<Vec<u8>>(&a).unwrap(), [Some(vec![1, 2])]);
        con.mget_json::<Vec<u8>>(&[a, b]).unwrap_err();
        let none: [&str; 0] = [];
        assert_eq!(con.mget_json::<Vec<u8>>(&none).unwrap(), []);
    });
}

#[test]
fn an_entry_of_a_cache_is_a_hit_a_miss_or_stale() {
    on_both_protocols(|con| {
        let [hit, missing, old] = ["hit", "missing", "old"].map(|name| con.key(name));
        con.set_json(&hit, &User::new(1)).unwrap();
        con.set_json(&old, "hunter2").unwrap();
        assert_eq!(con.get_json_cached(&hit).unwrap(), Cached::Hit(User::new(1)));
        assert_eq!(con.get_json_cached::<User>(&missing).unwrap(), Cached::Miss);
        assert!(con.get_json_cached::<User>(&old).unwrap().is_stale());
        let many: Vec<Cached<User>> = con.mget_json_cached(&[&hit, &missing, &old]).unwrap();
        assert_eq!(many[..2], [Cached::Hit(User::new(1)), Cached::Miss]);
        assert_eq!(many[2], con.get_json_cached(&old).unwrap());
        let (entry,): (Cached<User>,) = pipe().get_json(&old).query(con).unwrap();
        assert!(entry.is_stale());
    });
}

#[test]
fn a_value_that_does_not_serialize_is_an_error_and_nothing_is_sent() {
    on_both_protocols(|con| {
        let key = con.key("user");
        con.set_json(&key, &User::new(1)).unwrap();
        let error = con.set_json(&key, &Unserializable::new()).unwrap_err();
        assert!(error.to_string().contains("key must be a string"), "{error}");
        con.set_json_ex(&key, &Unserializable::new(), 60).unwrap_err();
        let mut pipeline = pipe();
        assert!(pipeline.set_json(&key, &Unserializable::new()).is_err());
        assert!(pipeline.set_json_ex(&key, &Unserializable::new(), 60).is_err());
        assert_eq!(pipeline.get_packed_pipeline(), b"");
        assert_eq!(con.get_json(&key).unwrap(), Some(User::new(1)));
    });
}

#[test]
fn a_document_that_does_not_decode_is_an_error_that_names_the_type() {
    let mut con = Client::connect(url());
    let key = con.key("user");
    con.set_json(&key, "hunter2").unwrap();
    let error = con.get_json::<User>(&key).unwrap_err().to_string();
    assert!(error.contains("`tests::User`") && !error.contains("hunter2"), "{error}");
    con.getdel_json::<User>(&key).unwrap_err();
}

/// What the commands of the next test reply with.
type Replies = (Json<Vec<u8>>, Option<User>, User, Vec<Option<Json<User>>>, User);

#[test]
fn a_pipeline_writes_documents_and_reads_them() {
    on_both_protocols(|con| {
        let (key, missing) = (con.key("user"), con.key("missing"));
        let mut pipeline = pipe();
        pipeline.atomic().set_json(&key, &[1, 2]).unwrap().ignore().get_json(&key);
        pipeline.set_json_ex(&key, &User::new(1), 60).unwrap().ignore().get_json(&missing);
        pipeline.getex_json(&key, Expiry::PERSIST).mget_json(&[&key, &missing]).getdel_json(&key);
        let (list, none, persisted, many, removed): Replies = pipeline.query(con).unwrap();
        assert_eq!((list.into_inner(), none), (vec![1, 2], None));
        assert_eq!((persisted, removed), (User::new(1), User::new(1)));
        assert_eq!(many, [Some(Json(User::new(1))), None]);
        assert_eq!(con.get_json::<User>(&key).unwrap(), None);
    });
}

#[tokio::test]
async fn an_asynchronous_connection_has_the_same_commands() {
    fn assert_send<T: Send>(future: T) -> T {
        future
    }
    let client = redis::Client::open(url()).unwrap();
    let mut con = client.get_multiplexed_async_connection().await.unwrap();
    let (key, missing) = (key("user"), key("missing"));
    assert_send(con.set_json(&key, &User::new(1))).await.unwrap();
    assert_eq!(assert_send(con.get_json(&key)).await.unwrap(), Some(User::new(1)));
    con.set_json_ex(&key, &User::new(2), 60).await.unwrap();
    assert_eq!(con.getex_json(&key, Expiry::PERSIST).await.unwrap(), Some(User::new(2)));
    assert_eq!(con.mget_json(&[&key, &missing]).await.unwrap(), [Some(User::new(2)), None]);
    let none: [&str; 0] = [];
    assert_eq!(con.mget_json::<User>(&none).await.unwrap(), []);
    con.set_json(&key, &Unserializable::new()).await.unwrap_err();
    assert_eq!(con.getdel_json(&key).await.unwrap(), Some(User::new(2)));
    assert_eq!(con.getdel_json::<User>(&key).await.unwrap(), None);
}
