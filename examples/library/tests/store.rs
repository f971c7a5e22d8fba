//! The library as an application uses it.

use accounts::{Account, document, store::replace};
use test_server::Server;

document! {
    #[derive(Debug, PartialEq)]
    struct Preferences { language: String }
}

#[test]
fn types_of_the_library_and_of_the_application_are_stored() {
    let server = Server::start().unwrap();
    let mut con = redis_client::Client::open(server.url()).unwrap().get_connection().unwrap();
    let [account_key, preferences_key] = ["account", "preferences"].map(test_server::key);

    let account = Account { id: 1, owner: "ada".into() };
    assert_eq!(replace(&mut con, &account_key, &account).unwrap(), None);
    assert_eq!(replace(&mut con, &account_key, &account).unwrap(), Some(account));

    let preferences = Preferences { language: "en".into() };
    assert_eq!(replace(&mut con, &preferences_key, &preferences).unwrap(), None);
    assert_eq!(replace(&mut con, &preferences_key, &preferences).unwrap(), Some(preferences));
    let keys = [account_key, preferences_key];
    redis_client::cmd("DEL").arg(&keys).exec(&mut con).unwrap();
}

#[test]
fn misuse_is_explained() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
