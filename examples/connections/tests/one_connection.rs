//! A thousand tasks at once over one connection, on each runtime.

use connections::observer::Observer;
use connections::profile::User;
use connections::{async_profile, multiplexed, on_async_std, on_smol};
use redis::Client;
use test_server::Server;
use tokio::runtime::{Handle, Runtime};

/// One that is different for each user.
fn profile(id: u64) -> User {
    User { visits: id * 7, ..User::new(id, 1) }
}

/// Every other user has a profile.
macro_rules! a_thousand_tasks_get_their_own_answers {
    ($redis:ident, $strategy:ident, $functions:path) => {
        async {
            use $functions as functions;
            let server = Server::start_private(&[]).unwrap();
            let mut observer = Observer::start(&Client::open(server.url()).unwrap()).unwrap();
            let client = $redis::Client::open(server.url()).unwrap();
            let mut con = $strategy::connect(&client).await.unwrap();
            for id in (0..1000).step_by(2) {
                functions::save(&mut con, &profile(id)).await.unwrap();
            }
            let profiles = $strategy::load_at_once(&con, 0..1000).await.unwrap();
            let expected: Vec<_> = (0..1000).map(|id| (id % 2 == 0).then(|| profile(id))).collect();
            assert!(profiles == expected, "a task got the answer of another");
            assert_eq!(observer.accepted().unwrap(), 1);
            Handle::try_current().is_ok()
        }
    };
}

#[test]
fn on_tokio() {
    let test = a_thousand_tasks_get_their_own_answers!(redis, multiplexed, async_profile);
    let is_tokio = Runtime::new().unwrap().block_on(test);
    assert!(is_tokio);
}

#[test]
fn on_smol_without_a_runtime_of_tokio() {
    let test = a_thousand_tasks_get_their_own_answers!(redis, on_smol, async_profile);
    let is_tokio = smol::block_on(test);
    assert!(!is_tokio);
}

#[test]
fn on_async_std_without_a_runtime_of_tokio() {
    let test = a_thousand_tasks_get_their_own_answers!(redis_0_27, on_async_std, async_profile);
    let is_tokio = async_std::task::block_on(test);
    assert!(!is_tokio);
}

#[test]
fn an_observer_bears_a_server_that_counts_anew() {
    let server = Server::start_private(&[]).unwrap();
    let client = Client::open(server.url()).unwrap();
    let _first = client.get_connection().unwrap();
    let mut observer = Observer::start(&client).unwrap();
    redis::cmd("CONFIG").arg("RESETSTAT").exec(&mut client.get_connection().unwrap()).unwrap();
    assert_eq!(observer.accepted().unwrap(), 0);
}
