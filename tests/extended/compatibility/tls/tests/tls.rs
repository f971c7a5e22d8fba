//! All commands work over TLS. If TLS fails, the error says so without a password, and nothing
//! reaches the server.

use redis::{Client, ClientTlsConfig, RedisError, TlsCertificates};
use redis_derive::{AsyncDocumentCommands, DocumentCommands, Keyed, RedisJson};
use serde::{Deserialize, Serialize};
use std::error::Error;
use test_server::Server;
use tls::{Authority, Identity, TlsPort};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:tls:{id}", ttl = "30m")]
struct Account {
    id: u64,
    owner: String,
    balance: u64,
}

fn account() -> Account {
    Account { id: 1, owner: "Ada".to_owned(), balance: 10 }
}

const HOST: &str = "127.0.0.1";
const PASSWORD: &str = "correct-horse";

/// A server with a password, and a way to it by TLS.
struct Setup {
    server: Server,
    port: TlsPort,
    authority: Authority,
}

impl Setup {
    fn new() -> Self {
        Self::with(HOST, false)
    }

    /// The server is known by this name, and asks its clients for who they are.
    fn with(name: &str, asks: bool) -> Self {
        let server = Server::start_private(&["--requirepass", PASSWORD]).unwrap();
        let authority = Authority::new("authority").unwrap();
        let identity = authority.identify(name).unwrap();
        let address = address(&server);
        let port = TlsPort::open(address, &identity, asks.then_some(&authority)).unwrap();
        Self { server, port, authority }
    }

    fn client(&self) -> Client {
        self.client_that_trusts(&self.authority, None)
    }

    fn client_that_trusts(&self, authority: &Authority, identity: Option<&Identity>) -> Client {
        let address = self.port.address();
        client(&format!("rediss://:{PASSWORD}@{address}/"), authority, identity)
    }

    /// The connections that the server has had but for this one.
    fn connections(&self) -> u64 {
        let url = format!("redis://:{PASSWORD}@{}/", address(&self.server));
        let mut con = Client::open(url).unwrap().get_connection().unwrap();
        let info: redis::InfoDict = redis::cmd("INFO").arg("stats").query(&mut con).unwrap();
        info.get::<u64>("total_connections_received").unwrap() - 1
    }
}

fn address(server: &Server) -> &str {
    server.url().trim_start_matches("redis://").trim_end_matches('/')
}

fn client(url: &str, authority: &Authority, identity: Option<&Identity>) -> Client {
    let root_cert = Some(authority.certificate().into_bytes());
    let client_tls = identity.map(|identity| ClientTlsConfig {
        client_cert: identity.certificate.clone().into_bytes(),
        client_key: identity.key.clone().into_bytes(),
    });
    Client::build_with_tls(url, TlsCertificates { client_tls, root_cert }).unwrap()
}

/// By both kinds of connection, in an error that has these words in it.
async fn is_refused(client: &Client, words: &str) {
    let blocking = client.get_connection().map(drop).unwrap_err();
    let waiting = client.get_multiplexed_async_connection().await.map(drop).unwrap_err();
    for error in [blocking, waiting] {
        let all = words_of(&error);
        assert!(all.contains(words) && !all.contains(PASSWORD), "{all}");
    }
}

fn words_of(error: &RedisError) -> String {
    let sources = std::iter::successors(error.source(), |error| (*error).source());
    sources.fold(format!("{error} {error:?}"), |words, source| format!("{words} {source}"))
}

#[test]
fn documents_are_written_and_read() {
    let setup = Setup::new();
    let mut con = setup.client().get_connection().unwrap();
    let key = account().key();
    con.save(&account()).unwrap();
    assert_eq!(con.load(&key).unwrap(), Some(account()));
    let updated = con.update(&key, |account| account.balance += 1).unwrap().unwrap();
    assert_eq!(updated.balance, 11);
    // More than a TLS record holds.
    let long = Account { owner: "é".repeat(1 << 20), ..account() };
    con.save(&long).unwrap();
    assert_eq!(con.take(&key).unwrap(), Some(long));
}

#[tokio::test]
async fn documents_are_written_and_read_by_a_task() {
    let setup = Setup::new();
    let mut con = setup.client().get_multiplexed_async_connection().await.unwrap();
    let key = account().key();
    con.save(&account()).await.unwrap();
    assert_eq!(con.load(&key).await.unwrap(), Some(account()));
    let updated = con.update(&key, |account| account.balance += 1).await.unwrap().unwrap();
    assert_eq!(updated.balance, 11);
    let long = Account { owner: "é".repeat(1 << 20), ..account() };
    con.save(&long).await.unwrap();
    assert_eq!(con.take(&key).await.unwrap(), Some(long));
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_not_told_the_password() {
    let setup = Setup::new();
    let stranger = Authority::new("stranger").unwrap();
    is_refused(&setup.client_that_trusts(&stranger, None), "UnknownIssuer").await;
    assert_eq!(setup.connections(), 0);
}

#[tokio::test]
async fn a_server_by_another_name_is_not_told_the_password() {
    let setup = Setup::with("redis.example", false);
    is_refused(&setup.client(), "not valid for name").await;
    assert_eq!(setup.connections(), 0);
}

#[tokio::test]
async fn a_client_that_nobody_vouches_for_is_not_let_in() {
    let setup = Setup::with(HOST, true);
    is_refused(&setup.client(), "CertificateRequired").await;
    let stranger = Authority::new("stranger").unwrap().identify("client").unwrap();
    is_refused(&setup.client_that_trusts(&setup.authority, Some(&stranger)), "Unknown").await;
    assert_eq!(setup.connections(), 0);

    let known = setup.authority.identify("client").unwrap();
    let client = setup.client_that_trusts(&setup.authority, Some(&known));
    let mut con = client.get_connection().unwrap();
    con.save(&account()).unwrap();
    assert_eq!(con.load(&account().key()).unwrap(), Some(account()));
}

#[tokio::test]
async fn a_client_without_tls_is_not_let_in() {
    let setup = Setup::new();
    let url = format!("redis://:{PASSWORD}@{}/", setup.port.address());
    is_refused(&Client::open(url).unwrap(), "").await;
    assert_eq!(setup.connections(), 0);
}

#[test]
fn a_wrong_password_is_not_shown() {
    let setup = Setup::new();
    let url = format!("rediss://:{PASSWORD}-battery@{}/", setup.port.address());
    let error = client(&url, &setup.authority, None).get_connection().map(drop).unwrap_err();
    assert!(!words_of(&error).contains(PASSWORD), "{error:?}");
    assert_eq!(error.kind(), redis::ErrorKind::AuthenticationFailed);
}
