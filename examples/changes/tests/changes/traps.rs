//! What the chapter warns of.

use crate::start;
use redis::Commands;
use redis_derive::{DocumentCommands, Key, from_redis_json};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Old {
    name: String,
}

#[test]
fn a_default_without_an_alias_reads_a_renamed_field_as_empty() {
    #[derive(Deserialize)]
    struct New {
        #[serde(default)]
        full_name: String,
    }
    let new: New = from_redis_json(br#"{"name":"Ada"}"#).unwrap();
    assert_eq!(new.full_name, "");
}

#[test]
fn beside_the_new_form_a_change_of_the_old_one_is_not_seen() {
    #[derive(Serialize, Deserialize)]
    struct New {
        name: String,
        first: String,
        last: String,
    }
    let (_server, mut con) = start();
    let key = Key::<New>::new(test_server::key("both"));
    let [name, first, last] = ["Ada King", "Ada", "King"].map(str::to_owned);
    con.save((&key, &New { name, first, last })).unwrap();
    con.update(Key::<Old>::new(key.as_str()), |user| user.name = "Ada Noel".to_owned()).unwrap();
    let new = con.load(&key).unwrap().unwrap();
    assert_eq!((&*new.name, &*new.first, &*new.last), ("Ada Noel", "Ada", "King"));
    let () = con.del(&key).unwrap();
}

#[test]
fn other_reads_variants_without_fields_and_any_with_a_tag() {
    #[derive(Debug, PartialEq, Deserialize)]
    enum Plain {
        #[serde(other)]
        Unknown,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        #[serde(other)]
        Unknown,
    }
    assert_eq!(from_redis_json::<Plain>(br#""Trial""#).unwrap(), Plain::Unknown);
    assert!(from_redis_json::<Plain>(br#"{"Trial":{"days":7}}"#).is_err());
    let trial = br#"{"kind":"Trial","days":7}"#;
    assert_eq!(from_redis_json::<Tagged>(trial).unwrap(), Tagged::Unknown);
}

#[test]
fn a_struct_reads_the_array_of_a_tuple_inside_of_a_document_alone() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Place {
        x: u8,
        y: u8,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct User {
        place: Place,
    }
    let user = User { place: Place { x: 1, y: 2 } };
    assert_eq!(from_redis_json::<User>(br#"{"place":[1,2]}"#).unwrap(), user);
    assert!(from_redis_json::<Place>(b"[1,2]").is_err());
}
