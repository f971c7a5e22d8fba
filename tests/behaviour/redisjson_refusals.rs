//! Commands of RedisJSON on a server without the module, and on a document that is stored the other
//! way. Each command has the same error.

use super::server::Client;
use crate::client::connect_async;
use crate::redis::{Commands, RedisError, cmd};
use redis_derive::{
    AsyncDocumentCommands, AsyncJsonPathCommands, Cache, DocumentCommands, Error, ErrorKind,
    JsonPathCommands, Key, Keyed, Patch, RedisJson,
};
use serde::{Deserialize, Serialize};
use tests::{User, key as own_key, url_with_json};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Account {
    owner: String,
    nickname: Option<String>,
    balance: u64,
    rate: f64,
    is_open: bool,
    history: Vec<i64>,
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
enum Form {
    Shared { by: u8 },
}

const SECRET: &str = "hunter2";

fn account() -> Account {
    Account {
        owner: SECRET.to_owned(),
        nickname: None,
        balance: 1,
        rate: 0.5,
        is_open: true,
        history: vec![1],
        form: Form::Shared { by: 2 },
    }
}

/// What becomes of each command of RedisJSON.
fn outcomes(con: &mut Client, key: &Key<Account>) -> [Result<(), Error>; 15] {
    let paths = Account::paths();
    let patch = Patch::new().set(paths.owner(), SECRET).unwrap();
    [
        con.json_save((key, &account())),
        con.json_load(key).map(drop),
        con.json_get_at(key, paths.owner()).map(drop),
        con.json_get_at(key, paths.history().all()).map(drop),
        con.json_get_at(key, paths.form().shared().by()).map(drop),
        con.json_set_at(key, paths.owner(), SECRET).map(drop),
        con.json_set_at(key, paths.history().last(), 3).map(drop),
        con.json_set_at(key, paths.form().shared().by(), 3).map(drop),
        con.json_remove_at(key, paths.nickname()).map(drop),
        con.json_increment_at(key, paths.balance(), 1).map(drop),
        con.json_increment_at(key, paths.rate(), 1.0).map(drop),
        con.json_toggle_at(key, paths.is_open()).map(drop),
        con.json_append_at(key, paths.history(), 1).map(drop),
        con.json_length_at(key, paths.history()).map(drop),
        con.json_patch(key, &patch).map(drop),
    ]
}

/// The words of all, which are the same, and hold nothing that is secret.
fn the_same<const N: usize>(outcomes: [Result<(), Error>; N], kind: ErrorKind) -> String {
    let errors = outcomes.map(Result::unwrap_err);
    for error in &errors {
        let told = format!("{error} {error:?}");
        assert!(!told.contains(SECRET) && !told.contains("$."), "{told}");
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error, &errors[0]);
    }
    errors[0].to_string()
}

#[test]
fn without_the_module_each_command_is_the_same_error() {
    let server = test_server::Server::start_private(&[]).unwrap();
    let mut con = Client::connect(server.url());
    let [missing, string]: [Key<Account>; 2] =
        ["missing", "string"].map(|name| Key::new(format!("{SECRET}:{name}")));
    con.save((&string, &account())).unwrap();
    for key in [missing, string] {
        let told = the_same(outcomes(&mut con, &key), ErrorKind::NoModule);
        assert!(told.starts_with("cannot use RedisJSON for `"), "{told}");
        // It is one of ours for the client as well.
        let error = RedisError::from(con.json_load(&key).unwrap_err());
        assert_eq!(ErrorKind::of(&error), Some(ErrorKind::NoModule));
    }
}

#[tokio::test]
async fn without_the_module_an_asynchronous_connection_hears_it_too() {
    let server = test_server::Server::start_private(&[]).unwrap();
    let mut con = connect_async(server.url()).await;
    let (key, paths): (Key<Account>, _) = (Key::new(SECRET), Account::paths());
    let outcomes = [
        AsyncJsonPathCommands::json_load(&mut con, &key).await.map(drop),
        AsyncJsonPathCommands::json_set_at(&mut con, &key, paths.balance(), 1).await.map(drop),
    ];
    the_same(outcomes, ErrorKind::NoModule);
}

#[test]
fn a_string_where_redisjson_is_asked_says_which_commands_are_for_it() {
    let mut con = Client::connect(url_with_json());
    let key: Key<Account> = Key::new(con.key(SECRET));
    con.save((&key, &account())).unwrap();
    let told = the_same(outcomes(&mut con, &key), ErrorKind::Client);
    assert!(told.contains("WRONGTYPE") && told.contains("`load`"), "{told}");
    assert_eq!(con.load(&key).unwrap(), Some(account()));
}

#[tokio::test]
async fn a_document_of_redisjson_where_a_string_is_asked_says_the_same_of_those() {
    let mut con = Client::connect(url_with_json());
    let key: Key<Account> = Key::new(con.key(SECRET));
    con.json_save((&key, &account())).unwrap();
    let mut awaited = connect_async(url_with_json()).await;
    let expiring = key.clone().with_expiry(redis_derive::Expiry::Never);
    let cached = key.clone().with_cache(Cache::new());
    let outcomes = [
        con.load(&key).map(drop),
        con.load_and_touch(&expiring).map(drop),
        con.take(&key).map(drop),
        con.update(&key, |account| account.balance += 1).map(drop),
        con.load_or_else(&cached, account).map(drop),
        AsyncDocumentCommands::load(&mut awaited, &key).await.map(drop),
    ];
    let told = the_same(outcomes, ErrorKind::Client);
    assert!(told.contains("WRONGTYPE") && told.contains("`json_load`"), "{told}");
    assert_eq!(con.json_load(&key).unwrap(), Some(account()));
    // Nobody is told of documents who did not ask for one.
    let error = Error::from(cmd("GET").arg(&key).exec(&mut *con).unwrap_err());
    assert!(error.to_string().contains("WRONGTYPE") && !error.to_string().contains("json_load"));
    assert_eq!(con.exists::<_, u8>(&key).unwrap(), 1);
}

/// A type whose documents may be stored either way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{id}", ttl = "30m", paths)]
struct Either {
    id: String,
    count: u64,
}

fn other(value: &Either) -> Either {
    Either { count: 9, ..value.clone() }
}

#[test]
fn a_document_of_redisjson_is_not_replaced_by_a_string() {
    let mut con = Client::connect(url_with_json());
    let value = Either { id: own_key("either"), count: 1 };
    let key = value.key();
    con.forget(key.as_str());
    // As long as there is none, a value is saved as any other.
    con.save(&value).unwrap();
    con.save(&Either { count: 2, ..value.clone() }).unwrap();
    assert!(con.replace(&Either { count: 3, ..value.clone() }).unwrap());
    assert_eq!(con.take(&key).unwrap().unwrap().count, 3);
    assert!(!con.replace(&value).unwrap());

    assert_eq!(con.save_many([&value, &other(&value)]), [Ok(()), Ok(())]);
    assert_eq!(con.take(&key).unwrap(), Some(other(&value)));

    con.json_save(&value).unwrap();
    let () = con.pexpire(&key, 60_000).unwrap();
    let other = other(&value);
    let of_many = con.save_many([&other]).remove(0);
    let refused = [con.save(&other), con.replace(&other).map(drop), of_many];
    assert!(the_same(refused, ErrorKind::Client).contains("WRONGTYPE"));
    assert!(!con.save_new(&other).unwrap());
    assert_eq!(con.json_load(&key).unwrap(), Some(value));
    assert!(con.pttl::<_, i64>(&key).unwrap() <= 60_000);
}

#[test]
fn a_type_without_paths_and_a_cache_replace_whatever_is_there() {
    let mut con = Client::connect(url_with_json());
    let value = Either { id: own_key("replaced"), count: 1 };
    let key: Key<User> = Key::new(value.key().as_str());
    con.forget(key.as_str());
    con.json_save(&value).unwrap();
    con.save((&key, &User::new(1))).unwrap();
    assert_eq!(con.load(&key).unwrap(), Some(User::new(1)));

    let () = con.del(&key).unwrap();
    let () = con.rpush(&key, 1).unwrap();
    con.save((&key, &User::new(2))).unwrap();
    assert_eq!(con.load(&key).unwrap(), Some(User::new(2)));

    let () = con.del(&key).unwrap();
    con.json_save(&value).unwrap();
    let cached = value.key().with_cache(Cache::new());
    con.save((&cached, &other(&value))).unwrap();
    assert_eq!(con.load(value.key()).unwrap(), Some(other(&value)));
}
