//! The simulator itself: its clock, its faults, and that a seed is the same run each time.

use redis_1::{ErrorKind, RedisError, ServerErrorKind, cmd, pipe};
use redis_derive::{
    AsyncDocumentCommands, DocumentCommands, DocumentPipeline, Expiry, Key, KeyPattern, Keyed,
    Namespaced, RedisJson,
};
use serde::{Deserialize, Serialize};
use simulator::{Cut, Network, Operation, Redis, Scene, Simulation, for_each_seed, is_broken};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "user:{id}", ttl = "30m")]
struct User {
    id: u64,
    visits: u64,
}

const ADA: User = User { id: 1, visits: 0 };

fn start() -> (Simulation, Redis) {
    let simulation = Simulation::new(0);
    let redis = Redis::new(&simulation);
    (simulation, redis)
}

#[test]
fn what_expires_goes_by_the_clock_of_the_test() {
    let (simulation, redis) = start();
    let mut con = redis.connect_at_once();
    con.save(&ADA).unwrap();
    simulation.advance(29 * MINUTE);
    assert_eq!(con.load_and_touch(ADA.key()).unwrap(), Some(ADA));
    simulation.advance(29 * MINUTE);
    assert_eq!(con.load(ADA.key()).unwrap(), Some(ADA));
    let left: u64 = cmd("PTTL").arg(ADA.key()).query(&mut con).unwrap();
    assert_eq!(left, 60_000);
    simulation.advance(MINUTE + Duration::from_millis(1));
    assert_eq!(con.load(ADA.key()).unwrap(), None);

    let tomorrow = simulation.now() + 24 * 60 * MINUTE;
    con.save((&ADA.key().with_expiry(Expiry::At(tomorrow)), &ADA)).unwrap();
    simulation.advance(23 * 60 * MINUTE);
    assert_eq!(con.load(ADA.key()).unwrap(), Some(ADA));
    simulation.advance(61 * MINUTE);
    assert_eq!(con.load(ADA.key()).unwrap(), None);
}

#[test]
fn a_cut_is_an_error_and_the_effect_is_there_or_not() {
    for (cut, at_once, later) in [
        (Cut::Before, None, None),
        (Cut::After, Some(ADA), Some(ADA)),
        (Cut::Meanwhile, None, Some(ADA)),
    ] {
        let (simulation, redis) = start();
        let mut con = redis.connect_at_once();
        con.cut_next(cut);
        assert!(is_broken(&con.save(&ADA).unwrap_err()), "{cut:?}");
        assert!(is_broken(&con.load(ADA.key()).unwrap_err()), "it stays broken");
        let mut con = redis.connect_at_once();
        assert_eq!(con.load(ADA.key()).unwrap(), at_once, "{cut:?}");
        simulation.run();
        assert_eq!(con.load(ADA.key()).unwrap(), later, "{cut:?}");
    }
}

#[test]
fn a_server_that_does_not_write_says_so() {
    let (_, redis) = start();
    let mut con = redis.connect_at_once();
    con.save(&ADA).unwrap();
    let code = |error: redis_derive::Error| {
        let error = error.client::<RedisError>().unwrap();
        error.code().unwrap().to_owned()
    };
    redis.set_read_only(true);
    assert_eq!(code(con.remove(ADA.key()).unwrap_err()), "READONLY");
    assert_eq!(code(con.update(ADA.key(), |ada| ada.visits += 1).unwrap_err()), "READONLY");
    redis.set_read_only(false);
    redis.set_out_of_memory(true);
    assert_eq!(code(con.save(&ADA).unwrap_err()), "OOM");
    assert_eq!(con.take(ADA.key()).unwrap(), Some(ADA));
    redis.set_out_of_memory(false);
    cmd("LPUSH").arg(ADA.key()).arg(1).exec(&mut con).unwrap();
    assert_eq!(code(con.load(ADA.key()).unwrap_err()), "WRONGTYPE");
}

#[test]
fn a_pipeline_works_on_both_kinds_of_connection() {
    let (simulation, redis) = start();
    let mut con = redis.connect_at_once();
    let (is_new, user): (bool, Option<User>) =
        pipe().atomic().save_new(&ADA).unwrap().load(ADA.key()).query(&mut con).unwrap();
    assert_eq!((is_new, user), (true, Some(ADA)));
    let error = pipe().atomic().cmd("GET").exec(&mut con).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server(ServerErrorKind::ExecAbort));

    let mut con = redis.connect();
    simulation.spawn(async move {
        let users: [Option<User>; 2] =
            pipe().take(ADA.key()).load(ADA.key()).query_async(&mut con).await.unwrap();
        assert_eq!(users, [Some(ADA), None]);
    });
    simulation.run();
}

#[test]
fn a_scan_finds_the_keys() {
    let (_, redis) = start();
    let mut con = redis.connect_at_once();
    for id in 0..250 {
        con.save(&User { id, visits: 0 }).unwrap();
    }
    con.save((&Key::new("another"), &1)).unwrap();
    let pattern: KeyPattern<User> = User::key_pattern();
    assert_eq!(con.scan_keys(&pattern).map(Result::unwrap).count(), 250);
}

/// With a real wait the simulation would say that a task waits for something outside.
#[test]
fn an_update_in_a_namespace_waits_by_the_simulated_clock() {
    let (simulation, redis) = start();
    for _ in 0..8 {
        let con = redis.connect().clocked();
        simulation.spawn(async move {
            let mut con = Namespaced::new(con, "staging").unwrap();
            let insert = || User { visits: 1, ..ADA };
            con.update_or_insert_with(ADA.key(), |ada| ada.visits += 1, insert).await.unwrap();
        });
    }
    let begin = simulation.now();
    simulation.run();
    assert!(simulation.now() > begin);
    let mut con = Namespaced::new(redis.connect_at_once(), "staging").unwrap();
    assert_eq!(con.load(ADA.key()).unwrap(), Some(User { visits: 8, ..ADA }));
}

#[test]
fn a_command_that_nobody_waits_for_any_longer_arrives_all_the_same() {
    for_each_seed(100, |seed| {
        let simulation = Simulation::new(seed);
        let redis = Redis::new(&simulation);
        redis.set_network(Network { slowest: MINUTE, ..Network::default() });
        let (task, mut con) = (simulation.clone(), redis.connect());
        simulation.spawn(async move {
            let _ = task.within(Duration::from_secs(1), con.save(&ADA)).await;
        });
        simulation.run();
        assert_eq!(redis.connect_at_once().load(ADA.key()).unwrap(), Some(ADA));
    });
}

#[test]
fn a_slow_reply_takes_no_real_time() {
    let (simulation, redis) = start();
    redis.set_network(Network { slowest: 24 * 60 * MINUTE, ..Network::default() });
    let mut con = redis.connect();
    simulation.spawn(async move {
        for _ in 0..20 {
            con.save((&Key::new("a"), &1)).await.unwrap();
        }
    });
    let begin = simulation.now();
    simulation.run();
    assert!(simulation.now().duration_since(begin).unwrap() > 24 * 60 * MINUTE);
}

#[test]
fn a_seed_is_the_same_run_each_time() {
    let kinds = [|_| Operation::Load, Operation::Save, Operation::IncrementOrInsert];
    let run = |seed| {
        let scene = Scene::new(seed);
        scene.redis.set_network(Network { one_cut_in: 8, slowest: MINUTE });
        scene.client(0, scene.operations(5, &kinds));
        scene.client(1, scene.operations(5, &kinds));
        scene.blocking_client(2, scene.operations(5, &kinds));
        scene.blocking_client(3, scene.operations(5, &kinds));
        scene.simulation.run();
        (scene.history.to_string(), scene.simulation.now())
    };
    for_each_seed(100, |seed| {
        let first = run(seed);
        assert_eq!(first, run(seed));
        assert_ne!(first, run(seed + 1));
    });
}

#[test]
#[should_panic(expected = "a task waits for something outside of the simulation")]
fn a_task_that_waits_for_another_world_is_told_so() {
    let (simulation, _) = start();
    simulation.spawn(std::future::pending());
    simulation.run();
}

#[test]
#[should_panic(expected = "this is the thread's")]
fn a_panic_on_a_thread_is_that_of_the_simulation() {
    let (simulation, redis) = start();
    simulation.spawn_thread(move |thread| {
        let mut con = redis.connect_blocking(&thread);
        con.save(&ADA).unwrap();
        panic!("this is the thread's");
    });
    simulation.run();
}
