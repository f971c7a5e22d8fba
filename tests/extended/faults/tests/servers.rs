//! Servers that refuse: each refusal is a clear error, no document is lost, and no message contains
//! a password or a document.

use redis_1::aio::MultiplexedConnection;
use redis_1::{self as redis, Commands, RedisError, RedisResult, cmd};
use redis_derive::{
    AsyncDocumentCommands, Cache, DocumentCommands, Error, JsonPathCommands, Key, Keyed, Origin,
    RedisJson,
};
use serde::{Deserialize, Serialize};
use std::thread::sleep;
use std::time::{Duration, Instant};
use test_server::Server;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:servers:{id}", ttl = "30m", paths)]
struct Account {
    id: u64,
    owner: String,
    balance: u64,
}

const PASSWORD: &str = "correct-horse";
const OWNER: &str = "hunter2";

fn account() -> Account {
    Account { id: 1, owner: OWNER.to_owned(), balance: 10 }
}

fn key() -> Key<Account> {
    Account::key_for(1)
}

/// A server where the account is stored.
fn with_account(options: &[&str]) -> (Server, redis::Connection) {
    let server = Server::start_private(options).unwrap();
    let mut con = connect(server.url()).unwrap();
    con.save(&account()).unwrap();
    (server, con)
}

/// A server of its own with RedisJSON.
fn with_json() -> (Server, redis::Connection) {
    let module = std::env::var("REDIS_JSON_MODULE").unwrap();
    let server = Server::start_private(&["--loadmodule", &module]).unwrap();
    let con = connect(server.url()).unwrap();
    (server, con)
}

fn connect(url: &str) -> RedisResult<redis::Connection> {
    redis::Client::open(url)?.get_connection()
}

/// The URL for a user with these rules.
fn user(server: &Server, con: &mut redis::Connection, name: &str, rules: &[&str]) -> String {
    let mut command = cmd("ACL");
    command.arg("SETUSER").arg(name).arg("reset").arg("on").arg(format!(">{PASSWORD}"));
    command.arg("~redis-derive:*").arg(rules).exec(con).unwrap();
    server.url().replace("redis://", &format!("redis://{name}:{PASSWORD}@"))
}

/// The server's own code for it, and no secret in what the error says.
fn is_refused<T>(result: Result<T, impl Into<RedisError>>, code: &str) {
    let error: RedisError = result.map(drop).map_err(Into::into).unwrap_err();
    assert_eq!(error.code(), Some(code), "{error}");
    has_no_secret(&error);
}

/// For a right that is missing there, each server has words of its own.
fn is_refused_in_a_script<T>(result: Result<T, Error>) {
    let error = result.map(drop).map_err(RedisError::from).unwrap_err();
    assert!(error.to_string().contains("script"), "{error}");
    has_no_secret(&error);
}

fn has_no_secret(error: &RedisError) {
    let words = format!("{error} {error:?}");
    assert!(!words.contains(PASSWORD) && !words.contains(OWNER), "{words}");
}

fn assert_nothing_is_lost(con: &mut redis::Connection) {
    assert_eq!(con.load(key()).unwrap(), Some(account()));
    assert!(con.ttl::<_, i64>(&key()).unwrap() > 0);
}

#[test]
fn a_user_without_scripts_can_do_all_but_update_on_some_servers() {
    let (server, mut admin) = with_account(&[]);
    let url = user(&server, &mut admin, "noscripts", &["+@all", "-@scripting"]);
    let mut con = connect(&url).unwrap();
    let updated = con.update(key(), |account| account.balance += 1);
    if tests::knows_ifeq(&mut admin) {
        assert_eq!(updated.unwrap().map(|account| account.balance), Some(11));
        admin.save(&account()).unwrap();
    } else {
        is_refused(updated, "NOPERM");
    }
    assert_nothing_is_lost(&mut admin);
    con.save(&account()).unwrap();
    assert!(con.touch(key()).unwrap());
    assert_eq!(con.load_and_touch(key()).unwrap(), Some(account()));
    assert!(con.replace(&account()).unwrap());
    assert_eq!(con.scan_keys(&Account::key_pattern()).count(), 1);
    assert_nothing_is_lost(&mut admin);
}

#[test]
fn what_the_guide_says_that_an_update_needs_is_enough() {
    let (server, mut admin) = with_account(&[]);
    let rules = ["+evalsha", "+eval", "+get", "+set"];
    let mut con = connect(&user(&server, &mut admin, "updates", &rules)).unwrap();
    let updated = con.update(key(), |account| account.balance += 1).unwrap();
    assert_eq!(updated.map(|account| account.balance), Some(11));
    let inserted = Account { id: 2, ..account() };
    let new = con.update_or_insert_with(inserted.key(), |_| (), || inserted.clone()).unwrap();
    assert_eq!(new, inserted);
    is_refused(con.remove(key()), "NOPERM");
}

#[test]
fn json_paths_need_scripts_and_the_commands_of_the_module() {
    let (server, mut admin) = with_json();
    let commands = [
        "+evalsha",
        "+eval",
        "+exists",
        "+pttl",
        "+pexpire",
        "+expire",
        "+json.get",
        "+json.type",
        "+json.set",
        "+json.del",
        "+json.numincrby",
        "+json.merge",
    ];
    let mut con = connect(&user(&server, &mut admin, "paths", &commands)).unwrap();
    let paths = Account::paths();
    con.json_save(&account()).unwrap();
    assert_eq!(con.json_increment_at(key(), paths.balance(), 1).unwrap(), Some(11));
    assert!(con.json_set_at(key(), paths.owner(), "ada").unwrap());

    let no_expiry = ["+@all", "-expire"];
    let mut con = connect(&user(&server, &mut admin, "noexpiry", &no_expiry)).unwrap();
    is_refused_in_a_script(con.json_save(&account()));
    assert_eq!(con.json_get_at(key(), paths.owner()).unwrap().as_deref(), Some("ada"));

    let mut con = connect(&user(&server, &mut admin, "reads", &["+json.get"])).unwrap();
    assert_eq!(con.json_get_at(key(), paths.balance()).unwrap(), Some(11));
    is_refused(con.json_set_at(key(), paths.owner(), OWNER), "NOPERM");
    assert_eq!(con.json_get_at(key(), paths.owner()).unwrap().as_deref(), Some("ada"));
}

#[test]
fn who_may_not_put_a_number_back_counts_what_is_known_to_fit() {
    let (server, mut admin) = with_json();
    admin.json_save(&account()).unwrap();
    let balance = Account::paths().balance();
    let rules = ["+evalsha", "+eval", "+exists", "+json.get", "+json.numincrby"];
    let mut con = connect(&user(&server, &mut admin, "counts", &rules)).unwrap();
    assert_eq!(con.json_increment_at(key(), balance.clone(), 1).unwrap(), Some(11));
    con.json_increment_at(key(), balance.clone(), -12).unwrap_err();
    assert_eq!(con.json_get_at(key(), balance.clone()).unwrap(), Some(11));

    let great = 1 << 53;
    assert!(admin.json_set_at(key(), balance.clone(), great).unwrap());
    for by in [1, -1, i64::MIN] {
        is_refused_in_a_script(con.json_increment_at(key(), balance.clone(), by));
        assert_eq!(con.json_get_at(key(), balance.clone()).unwrap(), Some(great));
    }
}

#[test]
fn a_server_that_is_full_keeps_what_it_has() {
    let (_server, mut con) = with_account(&[]);
    cmd("CONFIG").arg("SET").arg("maxmemory").arg(1).exec(&mut con).unwrap();
    is_refused(con.save(&Account { balance: 99, ..account() }), "OOM");
    is_refused(con.save_new(&Account { id: 2, ..account() }), "OOM");
    is_refused(con.update(key(), |account| account.balance += 1), "OOM");
    assert_nothing_is_lost(&mut con);
    // What makes room is allowed.
    assert_eq!(con.take(key()).unwrap(), Some(account()));
}

#[test]
fn a_full_server_takes_no_document_of_redisjson() {
    let (_server, mut con) = with_json();
    con.json_save(&account()).unwrap();
    let left: u64 = con.pttl(key()).unwrap();
    cmd("CONFIG").arg("SET").arg("maxmemory").arg(1).exec(&mut con).unwrap();
    let paths = Account::paths();
    is_refused(con.json_save(&Account { balance: 99, ..account() }), "OOM");
    is_refused(con.json_save(&Account { id: 2, ..account() }), "OOM");
    is_refused(con.json_set_at(key(), paths.balance(), 99), "OOM");
    assert_eq!(con.json_load(key()).unwrap(), Some(account()));
    // A sum takes no memory, and RedisJSON counts on.
    assert_eq!(con.json_increment_at(key(), paths.balance(), 1).unwrap(), Some(11));
    assert_eq!(con.json_load(Account::key_for(2)).unwrap(), None);
    assert!(con.pttl::<_, u64>(&key()).unwrap() <= left);
}

#[test]
fn who_may_not_write_a_document_leaves_its_expiry_alone() {
    let (server, mut admin) = with_json();
    admin.json_save(&account()).unwrap();
    let () = admin.pexpire(key(), 5_000).unwrap();
    let mut con = connect(&user(&server, &mut admin, "noset", &["+@all", "-json.set"])).unwrap();
    is_refused_in_a_script(con.json_save(&Account { balance: 99, ..account() }));
    assert!(admin.pttl::<_, u64>(&key()).unwrap() <= 5_000);
    assert_eq!(admin.json_load(key()).unwrap(), Some(account()));
}

#[test]
fn a_replica_is_read_and_not_written() {
    let (server, mut master) = with_account(&["--repl-diskless-sync-delay", "0"]);
    let port = server.url().trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    let replica = Server::start_private(&["--replicaof", "127.0.0.1", &port]).unwrap();
    let mut con = connect(replica.url()).unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while con.load(key()).ok().flatten().is_none() {
        assert!(Instant::now() < deadline, "the replica has no copy after a minute");
        sleep(Duration::from_millis(20));
    }
    is_refused(con.save(&account()), "READONLY");
    is_refused(con.update(key(), |account| account.balance += 1), "READONLY");
    is_refused(con.take(key()), "READONLY");
    is_refused(con.load_and_touch(key()), "READONLY");
    assert_nothing_is_lost(&mut con);
    assert_nothing_is_lost(&mut master);
}

#[test]
fn a_key_that_holds_something_else_is_left_alone() {
    let (_server, mut con) = with_account(&[]);
    let list = Account::key_for(3);
    let () = con.rpush(&list, OWNER).unwrap();
    is_refused(con.load(&list), "WRONGTYPE");
    is_refused(con.load(list.cached()), "WRONGTYPE");
    is_refused(con.load(list.raw()), "WRONGTYPE");
    is_refused(con.take(&list), "WRONGTYPE");
    is_refused(con.load_and_touch(&list), "WRONGTYPE");
    is_refused(con.update(&list, |account| account.balance += 1), "WRONGTYPE");
    assert!(!con.save_new((&list, &account())).unwrap());
    assert_eq!(con.load_many([key(), list.clone()]).unwrap(), [Some(account()), None]);
    assert_eq!(con.lrange::<_, Vec<String>>(&list, 0, -1).unwrap(), [OWNER]);
}

#[test]
fn what_comes_in_between_is_left_alone_as_well() {
    let (server, mut con) = with_account(&[]);
    let mut other = connect(server.url()).unwrap();
    let updated = con.update(key(), |account| {
        let () = other.del(key()).unwrap();
        let () = other.rpush(key(), OWNER).unwrap();
        account.balance += 1;
    });
    is_refused(updated, "WRONGTYPE");
    assert_eq!(con.lrange::<_, Vec<String>>(key(), 0, -1).unwrap(), [OWNER]);
}

#[test]
fn an_entry_that_cannot_be_stored_does_not_take_the_value() {
    let (_server, mut con) = with_account(&[]);
    cmd("CONFIG").arg("SET").arg("maxmemory").arg(1).exec(&mut con).unwrap();
    let missing = Account { id: 2, ..account() };
    let cached = missing.key().with_cache(Cache::new());
    let filled = con.load_or_else(cached.with_origin(), || missing.clone()).unwrap();
    assert_eq!(filled, (missing.clone(), Origin::Unstored));
    let inserted = con.update_or_insert_with(missing.key(), |_| (), || missing.clone());
    is_refused(inserted, "OOM");
    assert_eq!(con.load(missing.key()).unwrap(), None);
    assert_nothing_is_lost(&mut con);
}

#[test]
fn a_password_that_is_missing_or_wrong_is_not_shown() {
    let server = Server::start_private(&["--requirepass", PASSWORD]).unwrap();
    let mut con = connect(server.url()).unwrap();
    is_refused(con.load(key()), "NOAUTH");
    is_refused(con.save(&account()), "NOAUTH");
    is_refused(con.update(key(), |account| account.balance += 1), "NOAUTH");
    let wrong = server.url().replace("redis://", &format!("redis://:{OWNER}{PASSWORD}@"));
    has_no_secret(&connect(&wrong).map(drop).unwrap_err());
    let right = server.url().replace("redis://", &format!("redis://:{PASSWORD}@"));
    let mut con = connect(&right).unwrap();
    con.save(&account()).unwrap();
    assert_nothing_is_lost(&mut con);
}

#[tokio::test]
async fn an_asynchronous_connection_hears_the_same() {
    let (server, mut admin) = with_account(&[]);
    let noscripts = user(&server, &mut admin, "noscripts", &["+@all", "-@scripting", "-set"]);
    let open = async |url: &str| -> MultiplexedConnection {
        redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap()
    };
    let mut con = open(&noscripts).await;
    is_refused(
        AsyncDocumentCommands::update(&mut con, key(), |account| account.balance += 1).await,
        "NOPERM",
    );
    cmd("CONFIG").arg("SET").arg("maxmemory").arg(1).exec(&mut admin).unwrap();
    let mut con = open(server.url()).await;
    is_refused(
        AsyncDocumentCommands::update(&mut con, key(), |account| account.balance += 1).await,
        "OOM",
    );
    is_refused(AsyncDocumentCommands::save(&mut con, &account()).await, "OOM");
    assert_nothing_is_lost(&mut admin);
}
