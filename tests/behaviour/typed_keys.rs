//! Documents under typed keys: the text of a key, and the effect of each command on it and its
//! expiry.

use super::server::{Client, on_both_protocols};
use crate::client::connect_async;
use crate::redis::{self, Commands, SetOptions, ToRedisArgs, cmd, pipe};
use futures_util::TryStreamExt;
use redis_derive::{
    AsyncDocumentCommands, Cached, DocumentCommands, DocumentPipeline, Error, ErrorKind, Expiry,
    Json, Key, Keyed, Namespaced, RedisJson, Update, to_redis_json,
};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};
use tests::{Unserializable, key, url};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:profile:{id}", ttl = "30m")]
struct Profile {
    run: String,
    id: u64,
    visits: u64,
}

/// Without `ttl`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:note")]
struct Note {
    run: String,
    text: String,
}

/// A profile that no other test uses, and that is removed when the test is over.
fn profile(con: &mut Client, id: u64) -> Profile {
    let run = con.key("").replace("redis-derive:", "");
    let profile = Profile { run, id, visits: 0 };
    con.forget(profile.key().as_str());
    profile
}

fn note(con: &mut Client) -> Note {
    let run = con.key("").replace("redis-derive:", "");
    let note = Note { run, text: "a".to_owned() };
    con.forget(note.key().as_str());
    note
}

/// The time to live in seconds: -1 without expiry, -2 without such a key.
fn ttl<T>(con: &mut Client, key: &Key<T>) -> i64 {
    con.ttl(key).unwrap()
}

fn text<T>(con: &mut Client, key: &Key<T>) -> Option<String> {
    con.get(key).unwrap()
}

const HALF_AN_HOUR: std::ops::RangeInclusive<i64> = 1790..=1800;

#[test]
fn a_key_is_one_argument() {
    let key = Profile::key_for("a b", 1);
    assert_eq!(key.to_redis_args(), [b"redis-derive:a b:profile:1"]);
    assert_eq!(ToRedisArgs::to_redis_args(&&key).len(), 1);
    let packed = cmd("GET").arg(&key).get_packed_command();
    assert_eq!(packed, b"*2\r\n$3\r\nGET\r\n$26\r\nredis-derive:a b:profile:1\r\n");
    assert_eq!(cmd("MGET").arg(&[key.clone(), key]).args_iter().count(), 3);
}

#[test]
fn a_value_is_saved_under_its_key_with_its_expiry() {
    on_both_protocols(|con| {
        let user = profile(con, 42);
        let key = user.key();
        assert_eq!(con.load(&key).unwrap(), None);
        con.save(&user).unwrap();
        assert_eq!(con.load(&key).unwrap(), Some(user.clone()));
        assert_eq!(text(con, &key).unwrap().into_bytes(), user.to_redis_json().unwrap());
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        assert_eq!(con.load(Profile::key_for(&user.run, 42)).unwrap(), Some(user));
    });
}

#[test]
fn no_write_drops_an_expiry_by_default() {
    on_both_protocols(|con| {
        let note = note(con);
        let key = note.key();
        con.save(&note).unwrap();
        assert_eq!(ttl(con, &key), -1);
        con.save((&key.clone().with_expiry(Expiry::After(Duration::from_secs(100))), &note))
            .unwrap();
        assert!((90..=100).contains(&ttl(con, &key)));
        con.save(&note).unwrap();
        assert!((90..=100).contains(&ttl(con, &key)));
        assert!(con.replace(&note).unwrap());
        assert!((90..=100).contains(&ttl(con, &key)));
        con.update(&key, |note| note.text.push('b')).unwrap();
        assert!((90..=100).contains(&ttl(con, &key)));
        assert_eq!(con.load(&key).unwrap().unwrap().text, "ab");
        let plain: Key<Vec<u8>> = Key::new(con.key("plain"));
        con.save((&plain.clone().with_expiry(Expiry::After(Duration::from_secs(100))), &vec![1]))
            .unwrap();
        con.save((&plain, &vec![2])).unwrap();
        assert!((90..=100).contains(&ttl(con, &plain)));
    });
}

#[test]
fn each_expiry_is_what_it_says() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let at = |expiry| user.key().with_expiry(expiry);
        let milliseconds = |con: &mut Client| con.pttl::<_, i64>(user.key()).unwrap();
        con.save((&at(Expiry::After(Duration::from_millis(90_500))), &user)).unwrap();
        assert!((80_000..=90_500).contains(&milliseconds(con)));
        con.save((&at(Expiry::Keep), &user)).unwrap();
        assert!((80_000..=90_500).contains(&milliseconds(con)));
        con.save((&at(Expiry::At(SystemTime::now() + Duration::from_secs(50))), &user)).unwrap();
        assert!((40_000..=50_001).contains(&milliseconds(con)));
        con.save((&at(Expiry::Never), &user)).unwrap();
        assert_eq!(milliseconds(con), -1);
        con.save((&at(Expiry::After(Duration::ZERO)), &user)).unwrap();
        assert!(milliseconds(con) <= 1);
        con.save((&at(Expiry::Never), &user)).unwrap();
        con.save((&at(Expiry::At(SystemTime::UNIX_EPOCH)), &user)).unwrap();
        assert_eq!(con.load(user.key()).unwrap(), None);
    });
}

#[test]
fn new_and_old_keys_are_told_apart() {
    on_both_protocols(|con| {
        let (mut user, other) = (profile(con, 1), profile(con, 2));
        assert!(!con.replace(&user).unwrap());
        assert_eq!(con.load(user.key()).unwrap(), None);
        assert!(con.save_new(&user).unwrap());
        assert!(HALF_AN_HOUR.contains(&ttl(con, &user.key())));
        user.visits = 1;
        assert!(!con.save_new(&user).unwrap());
        assert_eq!(con.load(user.key()).unwrap().unwrap().visits, 0);
        assert!(con.replace(&user).unwrap());
        assert_eq!(con.load(user.key()).unwrap().unwrap().visits, 1);
        assert!(con.save_new((&other.key().with_expiry(Expiry::Keep), &other)).unwrap());
        assert_eq!(ttl(con, &other.key()), -1);
        assert!(con.replace((&other.key(), &other)).unwrap());
        assert!(HALF_AN_HOUR.contains(&ttl(con, &other.key())));
    });
}

#[test]
fn a_document_is_taken_and_removed() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        con.save(&user).unwrap();
        assert_eq!(con.take(&key).unwrap(), Some(user.clone()));
        assert_eq!(con.take(&key).unwrap(), None);
        assert!(!con.remove(&key).unwrap());
        con.save(&user).unwrap();
        assert!(con.remove(&key).unwrap());
        assert_eq!(con.load(&key).unwrap(), None);
    });
}

#[test]
fn an_expiry_slides() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        let with = |expiry| user.key().with_expiry(expiry);
        assert!(!con.touch(&key).unwrap());
        assert_eq!(con.load_and_touch(&key).unwrap(), None);
        con.save((&with(Expiry::After(Duration::from_secs(10))), &user)).unwrap();
        assert!(con.touch(&key).unwrap());
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        con.save((&with(Expiry::After(Duration::from_secs(10))), &user)).unwrap();
        assert_eq!(con.load_and_touch(&key).unwrap(), Some(user.clone()));
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        assert!(con.touch(with(Expiry::Keep)).unwrap());
        assert_eq!(con.load_and_touch(with(Expiry::Keep)).unwrap(), Some(user.clone()));
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        assert!(con.touch(with(Expiry::After(Duration::from_millis(90_500)))).unwrap());
        assert!((80..=91).contains(&ttl(con, &key)));
        assert!(con.touch(with(Expiry::Never)).unwrap());
        assert_eq!(ttl(con, &key), -1);
        assert!(!con.touch(with(Expiry::Never)).unwrap());
        let soon = SystemTime::now() + Duration::from_secs(50);
        assert!(con.touch(with(Expiry::At(soon))).unwrap());
        assert!((40..=50).contains(&ttl(con, &key)));
        assert_eq!(con.load_and_touch(with(Expiry::Never)).unwrap(), Some(user.clone()));
        assert_eq!(ttl(con, &key), -1);
    });
}

#[test]
fn an_expiry_slides_also_where_the_entry_does_not_decode() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        assert_eq!(con.load_and_touch(key.cached()).unwrap(), Cached::Miss);
        let () = con.set_ex(&key, "of another version", 10).unwrap();
        assert!(con.load_and_touch(key.cached()).unwrap().is_undecodable());
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        let soon = user.key().with_expiry(Expiry::After(Duration::from_secs(10)));
        con.save((&soon, &user)).unwrap();
        assert_eq!(con.load_and_touch(key.cached()).unwrap(), Cached::Hit(user));
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
    });
}

#[test]
fn many_are_loaded_at_once() {
    on_both_protocols(|con| {
        let (one, two) = (profile(con, 1), profile(con, 2));
        let missing = Profile::key_for(&one.run, 3);
        con.save(&one).unwrap();
        con.save(&two).unwrap();
        let keys = [one.key(), missing.clone(), two.key()];
        let expected = [Some(one.clone()), None, Some(two)];
        assert_eq!(con.load_many(&keys).unwrap(), expected);
        assert_eq!(con.load_many(keys.iter().rev()).unwrap().len(), 3);
        assert_eq!(con.load_many(keys.to_vec()).unwrap(), expected);
        let none: [Key<Profile>; 0] = [];
        assert_eq!(con.load_many(none).unwrap(), []);
        assert_eq!(con.load(one.key().cached()).unwrap(), Cached::Hit(one.clone()));
        assert_eq!(con.load(missing.cached()).unwrap(), Cached::Miss);
        let () = con.set(one.key(), "old").unwrap();
        assert!(con.load(one.key().cached()).unwrap().is_undecodable());
        con.load_many(&keys).unwrap_err();
        let entries = con.load_many(keys.iter().map(Key::cached)).unwrap();
        assert!(entries[0].is_undecodable() && entries[1].is_miss() && entries[2].is_hit());
    });
}

#[test]
fn the_keys_of_a_type_are_found() {
    on_both_protocols(|con| {
        let name = con.key("tenant?").replace(':', "-");
        let url = con.url().to_owned();
        let connection = redis::Client::open(url).unwrap().get_connection().unwrap();
        let mut tenant = Namespaced::new(connection, &name).unwrap();
        let run = "[scan]*".to_owned();
        let users: Vec<Profile> =
            (0..250).map(|id| Profile { run: run.clone(), id, visits: 0 }).collect();
        for user in &users {
            con.forget(&tenant.full_key(user.key()));
            tenant.save(user).unwrap();
        }
        let other = Note { run, text: String::new() };
        con.forget(&tenant.full_key(other.key()));
        tenant.save(&other).unwrap();
        // Nor is one that the template cannot have written.
        let foreign = tenant.full_key("redis-derive:100%:profile:1");
        con.forget(&foreign);
        let () = con.set(&foreign, "1").unwrap();
        let pattern = Profile::key_pattern();
        let found: Result<BTreeSet<Key<Profile>>, Error> = tenant.scan_keys(&pattern).collect();
        let expected: BTreeSet<Key<Profile>> = users.iter().map(Keyed::key).collect();
        assert_eq!(found.unwrap(), expected);
        let mut scan = tenant.scan_keys(&pattern);
        let first = scan.next().unwrap().unwrap();
        drop(scan);
        assert_eq!(first.expiry(), users[0].key().expiry());
        assert!(tenant.load(&first).unwrap().is_some());
        assert_eq!(con.load(&first).unwrap(), None);
    });
}

#[test]
fn an_update_changes_what_is_there() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        assert_eq!(con.update(&key, |user| user.visits += 1).unwrap(), None);
        con.save((&key.clone().with_expiry(Expiry::After(Duration::from_secs(100))), &user))
            .unwrap();
        let updated = con.update(&key, |user| user.visits += 1).unwrap().unwrap();
        assert_eq!(updated.visits, 1);
        assert_eq!(con.load(&key).unwrap(), Some(updated));
        assert!((90..=100).contains(&ttl(con, &key)));
    });
}

#[test]
fn an_update_lets_the_expiry_begin_anew_where_it_says_so() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        con.save(&user).unwrap();
        let shorten = |con: &mut Client| {
            let () = con.expire(&key, 100).unwrap();
        };
        shorten(con);
        // The expiry of the key means nothing to `Save`, whether something is changed or not.
        con.update(&key, |user| user.visits += 1).unwrap();
        con.update(&key, |_| Update::Save).unwrap();
        con.update(key.clone().with_expiry(Expiry::Never), |user| user.visits += 1).unwrap();
        assert!((90..=100).contains(&ttl(con, &key)));
        let visit = |user: &mut Profile| {
            user.visits += 1;
            Update::SaveAndTouch
        };
        let saved = con.update(&key, visit).unwrap();
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        assert_eq!(saved, Some(Profile { visits: 3, ..user.clone() }));
        assert_eq!(con.load(&key).unwrap(), saved);
        shorten(con);
        con.update(&key, |_| Update::SaveAndTouch).unwrap();
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        shorten(con);
        con.update(key.clone().with_expiry(Expiry::Keep), visit).unwrap();
        assert!((90..=100).contains(&ttl(con, &key)));
        let at = Expiry::At(SystemTime::now() + Duration::from_secs(1795));
        con.update(key.clone().with_expiry(at), visit).unwrap();
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        con.update(key.clone().with_expiry(Expiry::Never), visit).unwrap();
        assert_eq!(ttl(con, &key), -1);
        // What the type does not know stays here as well.
        let text = r#"{"plan":"gold","run":"","id":1,"visits":1}"#;
        let (any, half) = (Key::new(key.as_str()), Expiry::After(Duration::from_secs(1800)));
        let () = con.set(&key, text).unwrap();
        con.update(any.with_expiry(half), |_: &mut Profile| Update::SaveAndTouch).unwrap();
        assert_eq!(self::text(con, &key).unwrap(), text);
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
    });
}

#[test]
fn an_update_may_decline_and_may_fail() {
    #[derive(Debug)]
    enum Failure {
        Ours(#[expect(dead_code, reason = "only shown")] Error),
        Own,
    }
    impl From<Error> for Failure {
        fn from(error: Error) -> Self {
            Self::Ours(error)
        }
    }
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        con.save(&user).unwrap();
        let declined = con.update(&key, |user| {
            user.visits = 7;
            Update::Decline
        });
        assert_eq!(declined.unwrap(), Some(user.clone()));
        let fail = |user: &mut Profile| {
            user.visits = 7;
            Err::<(), _>(Failure::Own)
        };
        assert!(matches!(con.try_update(&key, fail), Err(Failure::Own)));
        assert_eq!(con.load(&key).unwrap(), Some(user));
        let change = |user: &mut Profile| {
            user.visits = 7;
            Ok::<_, Failure>(())
        };
        assert_eq!(con.try_update(&key, change).unwrap().unwrap().visits, 7);
    });
}

#[test]
fn what_does_not_decode_stays_as_it_is() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        let () = con.set(&key, r#"{"id": "hunter2"}"#).unwrap();
        let error = con.update(&key, |user| user.visits += 1).unwrap_err().to_string();
        assert!(error.contains("invalid type: string") && !error.contains("hunter2"), "{error}");
        assert_eq!(text(con, &key).unwrap(), r#"{"id": "hunter2"}"#);
        let () = con.del(&key).unwrap();
        let () = con.rpush(&key, "hunter2").unwrap();
        let error = con.update(&key, |user| user.visits += 1).unwrap_err();
        assert_eq!(error.client::<redis::RedisError>().unwrap().code(), Some("WRONGTYPE"));
        assert_eq!(con.llen::<_, u8>(&key).unwrap(), 1);
    });
}

#[test]
fn a_change_that_does_not_serialize_is_an_error() {
    let mut con = Client::connect(url());
    let key: Key<Fragile> = Key::new(con.key("fragile"));
    con.save((&key, &Fragile::default())).unwrap();
    let error = con.update(&key, |value| value.keys = Unserializable::new().keys).unwrap_err();
    assert!(error.to_string().contains("key must be a string"), "{error}");
    assert_eq!(text(&mut con, &key).unwrap(), r#"{"keys":{}}"#);
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Fragile {
    keys: std::collections::BTreeMap<(u8, u8), u8>,
}

#[test]
fn a_document_that_changes_meanwhile_is_changed_again() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        con.save(&user).unwrap();
        let mut other = Client::connect(url());
        let runs = Cell::new(0);
        let updated = con.update(&key, |user| {
            runs.set(runs.get() + 1);
            if runs.get() < 3 {
                other.save(&Profile { visits: 10 * runs.get(), ..user.clone() }).unwrap();
            }
            user.visits += 1;
        });
        assert_eq!((updated.unwrap().unwrap().visits, runs.get()), (21, 3));
        // One that is removed meanwhile is not there any more.
        let removed = con.update(&key, |user| {
            other.remove(&key).unwrap();
            user.visits += 1;
        });
        assert_eq!(removed.unwrap(), None);
        assert_eq!(con.load(&key).unwrap(), None);
    });
}

#[test]
fn what_is_not_there_is_inserted() {
    on_both_protocols(|con| {
        let user = profile(con, 1);
        let key = user.key();
        let visit = |con: &mut Client| {
            con.update_or_insert_with(&key, |user| user.visits += 1, || user.clone())
                .unwrap()
                .visits
        };
        assert_eq!((visit(con), visit(con), visit(con)), (0, 1, 2));
        assert!(HALF_AN_HOUR.contains(&ttl(con, &key)));
        let () = con.del(&key).unwrap();
        let mut other = Client::connect(url());
        let raced = con.update_or_insert_with(
            &key,
            |user| user.visits += 1,
            || {
                other.save(&Profile { visits: 10, ..user.clone() }).unwrap();
                user.clone()
            },
        );
        assert_eq!(raced.unwrap().visits, 11);
    });
}

fn error() -> redis::RedisError {
    redis_derive::from_redis_json::<u8>(b"x").unwrap_err().into()
}

#[test]
fn the_clients_options_are_taken() {
    use crate::redis::{ExistenceCheck, SetExpiry};
    let mut con = Client::connect(url());
    let key = con.key("options");
    let new = || {
        SetOptions::default().conditional_set(ExistenceCheck::NX).with_expiration(SetExpiry::EX(60))
    };
    let key: Key<Vec<u8>> = Key::new(key);
    let mut set = |number: u8| {
        let json = to_redis_json(&[number]).unwrap();
        con.set_options::<_, _, Option<String>>(&key, json, new()).unwrap()
    };
    assert!(set(1).is_some() && set(2).is_none());
    assert_eq!(con.load(&key).unwrap(), Some(vec![1]));
    assert!((50..=60).contains(&con.ttl::<_, i64>(&key).unwrap()));
}

/// What the commands of the next test reply with.
type Replies = (Profile, bool, bool, Option<Json<Profile>>, Option<Profile>, bool, bool);

#[test]
fn a_pipeline_has_the_same_commands() {
    on_both_protocols(|con| {
        let (one, two) = (profile(con, 1), profile(con, 2));
        let short = one.key().with_expiry(Expiry::After(Duration::from_secs(10)));
        let mut pipeline = pipe();
        pipeline.atomic().save((&short, &one)).unwrap().ignore().load_and_touch(one.key());
        pipeline.save_new(&one).unwrap().replace(&two).unwrap().save(&two).unwrap().ignore();
        pipeline.load(two.key()).take(two.key()).touch(two.key()).remove(one.key());
        let (touched, new, replaced, loaded, taken, there, removed): Replies =
            pipeline.query(con).unwrap();
        assert_eq!((touched, new, replaced), (one, false, false));
        assert_eq!((loaded, taken), (Some(Json(two.clone())), Some(two)));
        assert_eq!((there, removed), (false, true));
        let mut pipeline = pipe();
        let fragile = Fragile { keys: Unserializable::new().keys };
        assert!(pipeline.save((&Key::new("a"), &fragile)).is_err());
        assert_eq!(pipeline.get_packed_pipeline(), b"");
    });
}

#[tokio::test]
async fn an_asynchronous_connection_has_all_of_them() {
    fn assert_send<T: Send>(future: T) -> T {
        future
    }
    let mut con = connect_async(url()).await;
    let run = key("async").replace("redis-derive:", "");
    let user = Profile { run: run.clone(), id: 1, visits: 0 };
    let key = user.key();
    assert_send(con.save(&user)).await.unwrap();
    assert_eq!(assert_send(con.load(&key)).await.unwrap(), Some(user.clone()));
    assert!(!assert_send(con.save_new(&user)).await.unwrap());
    assert!(con.replace(&user).await.unwrap());
    assert!(con.touch(&key).await.unwrap());
    assert_eq!(con.load_and_touch(&key).await.unwrap(), Some(user.clone()));
    assert_eq!(con.load_and_touch(key.cached()).await.unwrap(), Cached::Hit(user.clone()));
    assert_eq!(assert_send(con.load_many([&key])).await.unwrap(), [Some(user.clone())]);
    assert_eq!(con.load(key.cached()).await.unwrap(), Cached::Hit(user.clone()));
    let updated = assert_send(con.update(&key, |user| user.visits += 1)).await.unwrap();
    assert_eq!(updated.unwrap().visits, 1);
    let visits = con.update_or_insert_with(&key, |user| user.visits += 1, || user.clone());
    assert_eq!(assert_send(visits).await.unwrap().visits, 2);
    let pattern = Profile::key_pattern();
    let keys: Vec<Key<Profile>> = assert_send(con.scan_keys(&pattern)).try_collect().await.unwrap();
    assert!(keys.contains(&key));
    assert_eq!(con.take(&key).await.unwrap().unwrap().visits, 2);
    let insert = || Err::<Profile, _>(error());
    let failed = con.try_update_or_insert_with(&key, |_| Ok(()), insert);
    assert!(assert_send(failed).await.is_err() && con.load(&key).await.unwrap().is_none());
}

#[test]
fn a_conflict_is_an_error_of_its_own_kind() {
    let mut con = Client::connect(url());
    let user = profile(&mut con, 1);
    con.save(&user).unwrap();
    let mut other = Client::connect(url());
    let mut runs = 0;
    let impatient = user.key().with_patience(Duration::from_millis(500));
    let result = con.update(&impatient, |user| {
        runs += 1;
        other.save(&Profile { visits: 100 + runs, ..user.clone() }).unwrap();
        user.visits = 1;
    });
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let error = redis::RedisError::from(error);
    assert_eq!(ErrorKind::of(&error), Some(ErrorKind::Conflict));
    let message = error.to_string();
    assert!(message.starts_with("not updated") && message.contains("other clients"), "{message}");
    // Each run saw what the one before had made of it, and changed nothing itself.
    assert!(runs > 3, "{runs} runs");
    assert_eq!(con.load(user.key()).unwrap().unwrap().visits, 100 + runs);
    // One without patience is tried once.
    let mut runs = 0;
    let impatient = impatient.with_patience(Duration::ZERO);
    let result = con.update(&impatient, |user| {
        runs += 1;
        other.save(&Profile { visits: 7, ..user.clone() }).unwrap();
        user.visits = 1;
    });
    assert_eq!((result.unwrap_err().kind(), runs), (ErrorKind::Conflict, 1));
}
