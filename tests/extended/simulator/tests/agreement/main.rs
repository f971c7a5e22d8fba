//! The replies are those of a real server: random commands, each on both. `PROPTEST_CASES=20000` is
//! a long run.

mod alike;
mod both;
mod steps;

use both::Both;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use redis_1::cmd;
use steps::{Switch, step};
use test_server::Server;

/// Whether `SET` has `IFEQ` there.
fn has_ifeq(server: &Server) -> bool {
    let mut con = redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
    cmd("SET").arg(&["a", "b", "IFEQ", "c"]).exec(&mut con).is_ok()
}

#[test]
fn the_replies_are_those_of_a_server() {
    let server = Server::start_private(&[]).unwrap();
    let steps = vec(step(has_ifeq(&server)), 1..60);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&steps, |steps| {
        let mut both = Both::start(&server);
        let outcome = steps.iter().try_for_each(|step| both.take(step));
        both.turn(Switch::Works);
        outcome
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
